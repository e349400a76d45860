import { ms } from '../diagnosis/attempt-evidence.ts'
import type { Finding } from '../diagnosis/finding.ts'
import type { Fault, Owner } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { ExchangeFailure, ExchangeSeen } from './exchange-seen.ts'

/** What a failure of this machine's own socket comes to: no text is read here, so it is certain. */
export interface FailureMeaning extends Pick<Finding, 'key' | 'responder' | 'fault' | 'owner'> {
  /** What happened, with the address. */
  readonly says: string
  readonly steps: readonly string[]
}

export function failureMeaning(seen: ExchangeSeen, failure: ExchangeFailure): FailureMeaning {
  if (failure.key === 'interrupted')
    return {
      key: 'call_interrupted',
      says: `The call was interrupted after ${ms(seen.times.endMs)}.`,
      steps: ['Let it run, or set a limit with --max-time.'],
    }
  if (failure.key === 'time_over') return timeOver(seen)
  return (meanings[failure.key] ?? unforeseen)(placeOf(seen), failure, seen)
}

/** How far it came when `--max-time` was over. */
function timeOver(seen: ExchangeSeen): FailureMeaning {
  const place = placeOf(seen)
  const { sentMs, endMs } = seen.times
  const took = ms(endMs - Math.max(sentMs, 0))
  const steps = [
    'Raise --max-time and see how long it takes.',
    `Ask who runs ${seen.request.url.host} what it was doing at ${new Date(seen.startedAtMs).toISOString()}.`,
  ]
  if (seen.answer !== undefined)
    return {
      key: 'answer_cut',
      says: `${place} stopped inside the body: ${bodyText(seen)} when the time of this call was over.`,
      steps,
    }
  if (seen.hasBegun)
    return {
      key: 'answer_cut',
      says: `${place} began an answer and stopped inside its header; the time of this call was over.`,
      steps,
    }
  const says =
    sentMs < 0
      ? `${place} did not take the whole request before the time of this call was over.`
      : `${place} took the request and stayed silent for ${took}; then the time of this call was over.`
  return { key: 'call_gave_up', says, steps }
}

type Meaning = (place: string, failure: ExchangeFailure, seen: ExchangeSeen) => FailureMeaning

const unforeseen: Meaning = (place, { key, detail }) => ({
  key: 'call_interrupted',
  says: `The call of ${place} failed: ${key}${detail === '' ? '' : ` (${detail})`}.`,
  steps: ['Report this: a rule is missing.'],
})

const noName =
  (reason: string, step: string): Meaning =>
  (_place, _failure, { request }) => ({
    key: 'call_name_unknown',
    says: `The name ${request.url.hostname} ${reason}. Nothing was sent.`,
    steps: [step],
  })

const tlsFailure =
  (reason: (failure: ExchangeFailure) => string): Meaning =>
  (place, failure) => ({
    key: 'call_tls_failed',
    says: `The TLS handshake with ${place} failed: ${reason(failure)}. Nothing was sent.`,
    steps: [alertSteps[failure.tlsAlert] ?? defaultTlsStep],
  })

const certificate =
  (reason: string, fault: Fault, owner: Owner, step: string): Meaning =>
  (place, failure) => ({
    key: 'call_certificate_refused',
    fault,
    owner,
    says: `The certificate of ${place} ${reason}${failure.detail === '' ? '' : ` (${failure.detail})`}. Nothing was sent.`,
    steps: [step, 'To see the answer all the same, for a test only: --insecure.'],
  })

const cut =
  (what: string): Meaning =>
  (place, _failure, seen) => ({
    key: 'answer_cut',
    says: `${place} ${what}${seen.answer === undefined ? '' : `: ${bodyText(seen)}`}.`,
    steps: [
      `Repeat the call. If it breaks off again, ask who runs ${seen.request.url.host} to look for a crash at ${new Date(seen.startedAtMs).toISOString()}.`,
    ],
  })

const broken =
  (key: ErrorKey, what: string): Meaning =>
  (place, { facts }, seen) => {
    const rule = String(facts['reason'] ?? '')
    const status =
      seen.answer === undefined ? '' : ` A lenient reader sees status ${seen.answer.status}.`
    return {
      key,
      responder: 'backend',
      fault: 'service',
      owner: 'backend',
      says: `${place} ${what}${rule === '' ? '' : `: ${rule}`}.${status}`,
      steps: [
        'Let its owner correct the answer: strict clients and every gateway refuse it with 502.',
      ],
    }
  }

const meanings: Partial<Record<ErrorKey, Meaning>> = {
  dns_not_found: noName(
    'does not exist (NXDOMAIN)',
    'Check the host name for a typing mistake, then the VPN and the hosts file of this machine.',
  ),
  dns_no_address: noName('exists but has no address', 'Ask who keeps this name to add an address.'),
  dns_failed: noName(
    'could not be looked up: the name server failed',
    'Check the name servers of this machine (/etc/resolv.conf).',
  ),
  dns_timeout: noName(
    'could not be looked up: no name server answered in time',
    'Check the name servers of this machine (/etc/resolv.conf), and the way to them.',
  ),
  backend_refused: (place) => ({
    key: 'call_refused',
    says: `${place} refused the connection: nothing listens there. Nothing was sent.`,
    steps: ['Check host and port. If they are right, ask who runs that address whether it is up.'],
  }),
  backend_unreachable: (place, { errno }) => ({
    key: 'call_unreachable',
    says: `There is no way from this machine to ${place}${errno === '' ? '' : ` (${errno})`}. Nothing was sent.`,
    steps: ['Check the network, VPN, routes and firewall of this machine.'],
  }),
  backend_connect_timeout: (place, { detail }) => ({
    key: 'call_connect_timeout',
    says: `${place} did not answer the connection (${detail}). Nothing was sent.`,
    steps: [
      'Look for a firewall that drops packets or a missing VPN; then ask who runs that address.',
    ],
  }),
  backend_connect_reset: (place) => ({
    key: 'call_reset',
    says: `The connection to ${place} was reset while it was being made. Nothing was sent.`,
    steps: ['Look for a firewall or load balancer on the way that resets connections.'],
  }),
  gateway_out_of_sockets: (_place, { errno }) => ({
    key: 'call_unreachable',
    fault: 'client',
    owner: 'caller',
    says: `This machine has no free sockets or ports (${errno}). Nothing was sent.`,
    steps: ['Raise the limit of open files, or end programs that hold many connections.'],
  }),
  tls_certificate_expired: certificate(
    'has expired',
    'network',
    'operator',
    'Ask who runs that address to renew the certificate.',
  ),
  tls_certificate_wrong_host: certificate(
    'is for other names',
    'network',
    'operator',
    'Call it by a name that is in the certificate, or ask who runs that address for one with this name.',
  ),
  tls_certificate_untrusted: certificate(
    'is signed by nobody this machine trusts',
    'unsure',
    'caller',
    'If the authority is your own, name it with --cacert FILE; else ask who runs that address to send the whole chain.',
  ),
  tls_plain_http: (place, _failure, { request }) => ({
    key: 'call_tls_failed',
    fault: 'client',
    owner: 'caller',
    says: `${place} speaks plain HTTP; the call was made with https. Nothing was sent.`,
    steps: [`Call http://${request.url.host} or use the https port.`],
  }),
  tls_alert: tlsFailure(({ facts }) => `the server refused it, alert ${String(facts['alert'])}`),
  tls_closed: tlsFailure(() => 'the server closed the connection'),
  tls_timeout: tlsFailure(({ detail }) => detail),
  tls_failed: tlsFailure(({ facts, detail }) => String(facts['reason'] ?? detail)),
  backend_closed_early: (place, _failure, seen) => ({
    key: 'call_empty_reply',
    says: `${place} took the request and closed the connection without a byte of answer, after ${ms(seen.times.endMs)}.`,
    steps: [
      'Ask who runs that address to look for a crash at this time; check http against https and the port.',
    ],
  }),
  backend_reset: (place, _failure, seen) => ({
    key: 'call_reset',
    says: `${place} took the request and reset the connection without a byte of answer, after ${ms(seen.times.endMs)}.`,
    steps: [
      'Repeat once. If it persists, ask who runs that address, with the time: a crash, or something on the way cut the connection.',
    ],
  }),
  backend_reset_sending: (place) => ({
    key: 'call_reset',
    says: `${place} reset the connection while the request was being sent.`,
    steps: ['Ask who runs that address about a limit of uploads, or a crash at this time.'],
  }),
  backend_head_incomplete: cut('broke off its answer inside the header'),
  backend_body_incomplete: cut('closed the connection inside the body'),
  backend_body_reset: cut('reset the connection inside the body'),
  backend_body_invalid: broken('backend_body_invalid', 'sent a broken chunked body'),
  backend_invalid_head: broken(
    'backend_invalid_head',
    'sent a header that breaks the rules of HTTP',
  ),
  backend_head_too_large: broken('backend_head_too_large', 'sent too large a header'),
  backend_not_http: (place, { firstBytes }) => ({
    key: 'backend_not_http',
    responder: 'backend',
    fault: 'client',
    owner: 'caller',
    says: `What listens at ${place} does not speak HTTP; it said: ${firstBytes}`,
    steps: ['Check the port: another program than expected listens there.'],
  }),
  backend_speaks_tls: (place, _failure, { request }) => ({
    key: 'backend_speaks_tls',
    responder: 'backend',
    fault: 'client',
    owner: 'caller',
    says: `${place} speaks TLS; the call was made with http.`,
    steps: [`Call https://${request.url.host} or use the http port.`],
  }),
  backend_speaks_http2: (place) => ({
    key: 'backend_speaks_http2',
    responder: 'backend',
    fault: 'service',
    owner: 'backend',
    says: `${place} speaks only HTTP/2; this command and most gateways speak HTTP/1.1.`,
    steps: ['Try `curl --http2-prior-knowledge`, or let the server speak HTTP/1.1 on this port.'],
  }),
}

const defaultTlsStep =
  'Check that the port speaks TLS (https) at all, and the TLS versions of both sides.'

/** By the number of the alert that the server sent (RFC 8446 section 6). */
const alertSteps: Readonly<Record<string, string>> = {
  '42': 'The server wants another client certificate; this command sends none.',
  '70': 'The server wants another version of TLS than 1.2 or 1.3.',
  '112': 'The server has no certificate for this name: check the name, or ask who runs it.',
  '116': 'The server wants a client certificate, which this command cannot send.',
  '120':
    'The server does not take HTTP/1.1 over TLS: it speaks only HTTP/2, which this command does not.',
}

function bodyText({ answer }: ExchangeSeen): string {
  if (answer === undefined) return ''
  const { receivedBytes: received, expectedBytes: expected } = answer
  return expected < 0 ? `${received} bytes had come` : `${received} of ${expected} bytes had come`
}

/** `shop.test:8080 (10.0.0.5:8080)`; the address alone where it was called by it. */
function placeOf({ request, address }: ExchangeSeen): string {
  const { host } = request.url
  return address === '' || address === host ? host : `${host} (${address})`
}
