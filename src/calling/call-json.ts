import type { Verdict } from '../model/verdict.ts'
import type { AddressSeen } from './call-addresses.ts'
import { chosenHop, type CallHop } from './call-chain.ts'
import type { GatewaySeen } from './call-gateway.ts'
import { hopVerdict } from './hop-verdict.ts'
import { sentFields, type Field } from './call-request.ts'
import type { SecretMask } from './call-secrets.ts'
import { timelineOf, type Timeline } from './call-timeline.ts'
import type { TlsSeen } from '../network/tls-seen.ts'
import { timedExchange } from './call-evidence.ts'

/** What `call --json` prints: the shape of `why --json`, and for each hop what the socket saw. */
export interface CallJson {
  readonly detected: 'call'
  readonly verdict: Verdict
  readonly hops: readonly HopJson[]
  readonly record: null
  readonly not_seen: readonly string[]
}

export interface HopJson {
  readonly request: string
  /** 0 where nothing answered. */
  readonly status: number
  readonly verdict: Verdict
  readonly timeline: Timeline
  readonly started_at: string
  readonly addresses: readonly AddressSeen[]
  readonly address: string
  readonly local_address: string
  readonly tls: ReturnType<typeof tlsJson> | null
  readonly request_headers: readonly Field[]
  readonly http_version: string
  readonly reason: string
  readonly headers: readonly Field[]
  readonly interim: readonly number[]
  readonly body: BodyJson | null
  readonly gateway: ReturnType<typeof gatewayJson> | null
  readonly notes: readonly string[]
}

interface BodyJson {
  /** As received, framing taken off. */
  readonly bytes: number
  readonly is_binary: boolean
  readonly text: string
  readonly is_whole: boolean
}

export function callJson(hops: readonly [CallHop, ...CallHop[]], mask: SecretMask): CallJson {
  return {
    detected: 'call',
    verdict: chosenHop(hops).verdict,
    hops: hops.map((hop) => hopJson(hop, mask, shownCharacters)),
    record: null,
    not_seen: [],
  }
}

/** `characters`: of the body, at most. */
export function hopJson(hop: CallHop, mask: SecretMask, characters: number): HopJson {
  const { answer, tls, gateway } = hop
  return {
    ...hopVerdict(hop, mask),
    timeline: timelineOf(timedExchange(hop)),
    started_at: new Date(hop.startedAtMs).toISOString(),
    addresses: hop.addresses,
    address: hop.address,
    local_address: hop.localAddress,
    tls: tls === undefined ? null : tlsJson(tls),
    request_headers: masked(sentFields(hop.request), mask),
    http_version: answer?.version ?? '',
    reason: answer?.reason ?? '',
    headers: masked(answer?.headers ?? [], mask),
    interim: answer?.interim ?? [],
    body: answer === undefined ? null : bodyJson(hop, answer.receivedBytes, mask, characters),
    gateway: gateway === undefined ? null : gatewayJson(gateway),
    notes: hop.notes,
  }
}

/** Characters of a body; all of it is for `-o`. */
const shownCharacters = 4_096

function bodyJson(
  { body }: CallHop,
  bytes: number,
  mask: SecretMask,
  characters: number,
): BodyJson {
  return {
    bytes,
    is_binary: body.isBinary,
    // masked first, so that no secret is cut in two at the end of what is shown
    text: mask.text(body.text.slice(0, 2 * characters)).slice(0, characters),
    is_whole: body.isWhole && body.text.length <= characters,
  }
}

function tlsJson(tls: TlsSeen): object {
  return {
    version: tls.version,
    cipher: tls.cipher,
    is_verified: tls.isVerified,
    problem: tls.problem,
    subject: tls.subject,
    issuer: tls.issuer,
    names: tls.names,
    valid_from: tls.validFrom,
    valid_to: tls.validTo,
    days_left: tls.daysLeft,
  }
}

function gatewayJson({ role, name, requestId, errorCode, help, command }: GatewaySeen): object {
  return { role, name, request_id: requestId, error_code: errorCode, help, command }
}

function masked(fields: readonly Field[], mask: SecretMask): readonly Field[] {
  return fields.map(([name, value]) => [name, mask.fieldValue(name, value)])
}
