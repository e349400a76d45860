import { membersOf, type JsonObject, type Members } from '../answer-members.ts'
import type { LoggedAnswer } from '../received-response.ts'
import { envoyReasonOf } from './envoy-flags.ts'
import { asObject } from './json-pieces.ts'

/** What a JSON line of a proxy's log tells: an access log, or Caddy's log of errors. */
export interface ProxyLine {
  readonly status: number
  readonly method: string
  readonly path: string
  /** undefined where the line tells of no failure, or of one of the client's. */
  readonly answer: LoggedAnswer | undefined
}

export function proxyLineOf(line: JsonObject): ProxyLine | undefined {
  const members = membersOf(line)
  for (const read of [ofEnvoy, ofTraefik, ofCaddy, ofNginx]) {
    const found = read(members)
    if (found !== undefined) return found
  }
  return undefined
}

/** The flags of Envoy's access log ("%RESPONSE_FLAGS%"), of Istio's too: why Envoy answered by itself. */
function ofEnvoy(members: Members): ProxyLine | undefined {
  const flags = textIn(members, 'responseflags')
  const status = statusIn(members, 'responsecode')
  if (flags === '' || status === undefined) return undefined
  const key = envoyReasonOf(flags)?.key
  const details = textIn(members, 'responsecodedetails')
  const says = details === '' ? flags : `${flags}, ${details}`
  const answer =
    key === undefined
      ? relayed(status, flags === '-' ? 'Envoy' : null, says)
      : { key, program: 'Envoy', isSure: true, says }
  return { ...requestIn(members, 'method', 'path'), status, answer }
}

/** Traefik counts what it wrote itself as the origin's; its own texts tell by their length. */
function ofTraefik(members: Members): ProxyLine | undefined {
  const status = statusIn(members, 'downstreamstatus')
  if (status === undefined || !(members.has('requestmethod') || members.has('originstatus')))
    return undefined
  const bytes = Number(members.get('downstreamcontentsize') ?? members.get('origincontentsize'))
  const isOwn = Number(members.get('originstatus') ?? 0) === 0 || ownTexts[status] === bytes
  return {
    ...requestIn(members, 'requestmethod', 'requestpath'),
    status,
    answer: byStatus(status, 'Traefik', isOwn, textIn(members, 'error')),
  }
}

/** `Bad Gateway`, `Gateway Timeout`, and a line `no available server`. */
const ownTexts: Readonly<Record<number, number>> = { 502: 11, 503: 20, 504: 15 }

function ofCaddy(members: Members): ProxyLine | undefined {
  const logger = textIn(members, 'logger')
  const request = asObject(members.get('request'))
  const status = statusIn(members, 'status')
  if (!/^http\.log\.(?:error|access)/.test(logger) || request === undefined || status === undefined)
    return undefined
  const says = textIn(members, 'msg')
  const isOwn =
    logger.startsWith('http.log.error') && /reverseproxy/.test(textIn(members, 'errtrace'))
  return {
    ...requestIn(membersOf(request), 'method', 'uri'),
    status,
    answer: byStatus(status, 'Caddy', isOwn, logger.startsWith('http.log.error') ? says : ''),
  }
}

/** Variables of nginx under their own names; OpenResty, Tengine and ingress-nginx have the same. The status of
 *  the upstream is also nginx's own where nothing came; then the times of what never happened are missing. */
function ofNginx(members: Members): ProxyLine | undefined {
  const status = statusIn(members, 'status')
  const hasRequest = ['request', 'requesturi', 'requestmethod', 'uri', 'remoteaddr'].some((name) =>
    members.has(name),
  )
  const hasUpstream = ['upstreamaddr', 'upstreamstatus', 'upstreamresponsetime'].some((name) =>
    members.has(name),
  )
  if (status === undefined || !hasRequest || !hasUpstream) return undefined
  const isOwn =
    lastOf(members, 'upstreamstatus') === '-' ||
    lastOf(members, 'upstreamheadertime') === '-' ||
    lastOf(members, 'upstreamconnecttime') === '-'
  const [method = '', path = ''] = textIn(members, 'request').split(' ')
  const address = textIn(members, 'upstreamaddr')
  return {
    method: method || textIn(members, 'requestmethod'),
    path: path || textIn(members, 'requesturi') || textIn(members, 'uri'),
    status,
    answer: byStatus(status, null, isOwn, address === '' ? '' : `upstream ${address}`),
  }
}

/** `502, 504`: of each attempt. An empty text is nginx's for what did not happen, too. */
function lastOf(members: Members, name: string): string {
  const value = members.get(name)
  if (value === '') return '-'
  return typeof value === 'string'
    ? (value
        .split(/[,:]\s*/)
        .at(-1)
        ?.trim() ?? '')
    : ''
}

function byStatus(
  status: number,
  program: string | null,
  isSure: boolean,
  says: string,
): LoggedAnswer | undefined {
  const key = ownStatuses[status]
  return key === undefined ? relayed(status, program, says) : { key, program, isSure, says }
}

const ownStatuses: Readonly<Record<number, LoggedAnswer['key']>> = {
  502: 'access_layer_bad_gateway',
  503: 'access_layer_no_upstream',
  504: 'access_layer_timeout',
}

function relayed(status: number, program: string | null, says: string): LoggedAnswer | undefined {
  return status >= 500 ? { key: 'backend_error', program, isSure: false, says } : undefined
}

function requestIn(
  members: Members,
  method: string,
  path: string,
): { method: string; path: string } {
  return { method: textIn(members, method), path: textIn(members, path) }
}

function textIn(members: Members, name: string): string {
  const value = members.get(name)
  return typeof value === 'string' ? value : ''
}

function statusIn(members: Members, name: string): number | undefined {
  const status = Number(members.get(name) ?? Number.NaN)
  return Number.isInteger(status) && status >= 0 && status <= 599 ? status : undefined
}
