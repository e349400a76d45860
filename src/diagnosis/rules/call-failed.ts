import type { CallFailure, Hop } from '../transcripts/transcript.ts'
import { defaultsOf, fact, type Finding } from '../finding.ts'

/** The caller's own program says that its call got no answer, or only a part of one. No gateway and no
 *  service wrote anything. */
export function callFailed(hop: Hop, failure: CallFailure): Finding {
  const { key } = failure
  const byProxy = key === 'status_only' && proxyWords.test(failure.says)
  return {
    key,
    ...(byProxy ? { responder: 'access_layer' } : {}),
    certainty: key === 'call_interrupted' || key === 'status_only' ? 'unknown' : 'likely',
    summary: byProxy
      ? "A proxy on the caller's way refused to connect; the call never left it."
      : `${titleOf(failure)}${answered(hop)}`,
    evidence: [
      fact(
        'pasted',
        failure.says === '' ? 'the text ends here' : `the caller's program says: ${failure.says}`,
      ),
    ],
    nextSteps: byProxy
      ? ['Ask who runs the proxy that the caller uses, or call without it (`curl --noproxy`).']
      : (steps[key] ?? ['Run the call again with `curl -v` and paste all of its output.']),
    wouldConfirm: [
      'the output of `curl -v` for the same call',
      'the flow record, if the request reached the gateway',
    ],
  }
}

function titleOf({ key, says }: CallFailure): string {
  return /certificate required|alert bad certificate/i.test(says)
    ? 'The other side wants a client certificate, and got none that it accepts.'
    : defaultsOf(key).title
}

/** A forward proxy of the caller's own network, not the layer in front of the service. */
const proxyWords = /proxy|CONNECT tunnel|Tunnel connection/i

function answered(hop: Hop): string {
  return hop.response === undefined
    ? ' No gateway and no service wrote a response.'
    : ` Status seen: ${hop.response.status}.`
}

const steps: Partial<Record<Finding['key'], readonly string[]>> = {
  call_name_unknown: [
    'Check the host name for a typing mistake, then the name server, the VPN and the hosts file of the calling machine.',
  ],
  call_refused: [
    'Check host and port. If they are right, ask who runs that address whether it is up.',
  ],
  call_unreachable: ['Check the network, VPN and routes of the calling machine.'],
  call_connect_timeout: [
    'Look for a firewall between the caller and the address, or a missing VPN; then ask who runs that address.',
  ],
  call_tls_failed: [
    'Check that the port speaks TLS (https) at all, and the TLS versions of both sides.',
  ],
  call_certificate_refused: [
    'Look at the certificate (`curl -v`): is it for this name, current, and signed by an authority that the caller trusts?',
  ],
  call_reset: [
    'Repeat once. If it persists, ask who runs that address, with the time of the call: something on the way cut the connection.',
  ],
  call_empty_reply: [
    'Ask who runs that address to look for a crash at this time; check http against https and the port.',
  ],
  call_gave_up: [
    "Raise the caller's time limit and see how long it takes; the flow record tells where the time went.",
  ],
  call_malformed: ['Correct the command or address: nothing was sent.'],
  call_too_many_redirects: [
    'Run `curl -v` without -L and look at each Location: http and https, or a login page, mostly send to each other.',
  ],
  status_only: [
    'Run the call again with `curl -i` (without -f): header and body tell who answered.',
  ],
  answer_cut: [
    'Repeat the call. If it breaks off again, the flow record of the gateway tells which side ended it, and after how many bytes.',
  ],
}
