import type { FlowRecord } from '../model/flow-record.ts'

/** An answer that somebody else wrote, as fingerprints and rules look at it: out of a flow record or
 *  out of a pasted text. */
export interface ReceivedResponse {
  readonly status: number
  /** Reason phrase where the text holds one, else ''. */
  readonly reason: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  /** The whole message arrived. */
  readonly complete: boolean
  /** `body` holds all of what arrived; false where only a beginning was kept or pasted. */
  readonly bodyKept: boolean
  /** A body could be there: false for HEAD and where a text only shows headers. */
  readonly bodySeen: boolean
  /** No line shows the status: the body does not call itself a failure, so it is judged as a success. */
  readonly statusUnseen?: true
  /** It stands in a string of a program, a template or a document. */
  readonly isQuoted?: true
  /** The text begins within its header, so fields may be missing. */
  readonly headCut?: true
  /** Nobody received it: a line of a proxy's log tells of it. */
  readonly logged?: LoggedAnswer
}

/** What a line of a proxy's log tells of an answer. */
export interface LoggedAnswer {
  readonly key:
    | 'access_layer_bad_gateway'
    | 'access_layer_no_upstream'
    | 'access_layer_timeout'
    | 'access_layer_not_found'
    | 'access_layer_rate_limited'
    | 'access_layer_denied'
    | 'backend_error'
  readonly program: string | null
  /** The proxy wrote it, and did not pass it on. */
  readonly isSure: boolean
  /** Its own words, '' where it has none. */
  readonly says: string
}

/** What the rules about received answers may know of the request behind it. '' and undefined mean
 *  that it is not known. */
export interface RequestSeen {
  readonly method: string
  readonly scheme: 'http' | 'https' | ''
  readonly host: string
  readonly path: string
  /** Whether a query was asked with; undefined: not known. */
  readonly hasQuery?: boolean
  /** Whether a part of the path is the caller's: a variable (`/orders/{id}`), or what stands below a
   *  resource that takes sub-paths. */
  readonly resourceHasVariables: boolean | undefined
  readonly contentType: string
  readonly bodyBytes: number
  /** The address the gateway's connection came from, for whoever keeps a list of allowed ones. */
  readonly exitAddress: string
  /** Where a record says it. */
  readonly callerAddress?: string
  /** Through our gateway (a record), through some gateway (its id is in the text), or not known. */
  readonly via: 'record' | 'gateway-text' | 'text'
  /** `faultline call` received it; nobody copied it. */
  readonly ownSocket?: boolean
}

/** First value of a field, '' where it is absent. */
export function headerOf(response: ReceivedResponse, name: string): string {
  const wanted = name.toLowerCase()
  const found = response.headers.find(([field]) => field.toLowerCase() === wanted)
  return found === undefined ? '' : found[1].trim()
}

export function hasHeader(response: ReceivedResponse, name: string): boolean {
  const wanted = name.toLowerCase()
  return response.headers.some(([field]) => field.toLowerCase() === wanted)
}

/** Bytes of body that a record keeps. */
const keptBodyBytes = 4096

export function responseOf(record: FlowRecord): ReceivedResponse {
  return {
    status: record.backend_status === 0 ? record.status : record.backend_status,
    reason: '',
    headers: record.backend_headers,
    body: record.response_body,
    complete: record.complete,
    bodyKept: record.response_body.length < keptBodyBytes,
    bodySeen: record.method !== 'HEAD' && record.backend_method !== 'HEAD',
  }
}

export function requestOf(record: FlowRecord): RequestSeen {
  const attempt = record.attempts.at(-1)
  return {
    method: record.backend_method || record.method,
    scheme:
      record.backend_scheme === 'https' || record.backend_scheme === 'http'
        ? record.backend_scheme
        : '',
    host: record.backend_host || (attempt?.endpoint ?? ''),
    path: record.backend_path || record.http_path,
    hasQuery: record.params !== '',
    resourceHasVariables: hasVariables(record),
    contentType: '',
    bodyBytes: record.client.bytes_received,
    exitAddress: withoutPort(attempt?.local_address ?? ''),
    callerAddress: record.client_ip,
    via: 'record',
  }
}

function hasVariables({ resource_path, stage, http_path }: FlowRecord): boolean | undefined {
  if (resource_path === undefined) return undefined
  const whole = `/${stage}${resource_path}`.replace(/\/$/, '')
  return /\{[^}]+\}/.test(resource_path) || !http_path.replace(/\/$/, '').endsWith(whole)
}

/** `10.0.0.2:51234` → `10.0.0.2`; `[::1]:51234` → `::1`. */
export function withoutPort(address: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(address)
  if (bracketed?.[1] !== undefined) return bracketed[1]
  const colon = address.lastIndexOf(':')
  return colon !== -1 && address.indexOf(':') === colon ? address.slice(0, colon) : address
}
