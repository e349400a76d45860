/** The header fields that the data plane acts on, as small integers from one walk over the head.
 *  Kinds below 16 belong to wire/ (framing and connection fields). */
import type { RequestHead } from '../wire/request-head.ts'
import { FieldKind, FieldTable } from '../wire/field-table.ts'

export const Kind = {
  credentials: 16, // X-Bkapi-Authorization
  identity: 17, // X-Bkapi-JWT, X-Bkapi-App: only we may say who the caller is
  requestId: 18, // X-Bkapi-Request-ID
  callerRequestId: 19, // X-Request-ID
  forwarded: 20, // X-Forwarded-For and the others that we write, X-Real-IP, Forwarded
  cookie: 21,
  traceparent: 22,
  errorMark: 23, // X-Bkapi-Error-*
  proxyStatus: 24,
  forwardedMore: 25, // X-Forwarded-User, -Prefix, … : a word of a trusted proxy, or of nobody
  date: 26,
} as const

const both = (kind: number): { kind: number; underscores: true } => ({ kind, underscores: true })

export const requestFields = new FieldTable({
  'x-bkapi-authorization': both(Kind.credentials),
  'x-bkapi-jwt': both(Kind.identity),
  'x-bkapi-app': both(Kind.identity),
  'x-bkapi-request-id': both(Kind.requestId),
  'x-request-id': Kind.callerRequestId,
  'x-forwarded-for': both(Kind.forwarded),
  'x-forwarded-host': both(Kind.forwarded),
  'x-forwarded-proto': both(Kind.forwarded),
  'x-forwarded-port': both(Kind.forwarded),
  'x-forwarded-': both(Kind.forwardedMore),
  'x-real-ip': both(Kind.forwarded),
  forwarded: Kind.forwarded,
  cookie: Kind.cookie,
  traceparent: Kind.traceparent,
})

export const responseFields = new FieldTable({
  'x-bkapi-error-': both(Kind.errorMark),
  'x-bkapi-request-id': both(Kind.requestId),
  'x-request-id': Kind.callerRequestId,
  'proxy-status': Kind.proxyStatus,
  date: Kind.date,
})

/** Value of the first field of a kind: a walk over small integers and not over names. */
export function valueOfKind(head: RequestHead, kind: number): string | undefined {
  const { kinds, fieldCount } = head
  for (let index = 0; index < fieldCount; index++) {
    if (kinds[index] === kind) return head.value(index)
  }
  return undefined
}

/** All X-Forwarded-For fields in order, as one list: a proxy may add a line instead of joining. */
export function forwardedChain(head: RequestHead): string | undefined {
  let joined: string | undefined
  for (let index = 0; index < head.fieldCount; index++) {
    if (head.kinds[index] !== Kind.forwarded) continue
    if (head.name(index).toLowerCase() !== 'x-forwarded-for') continue
    joined = joined === undefined ? head.value(index) : `${joined}, ${head.value(index)}`
  }
  return joined
}

/** Framing and connection fields: each side of the gateway has its own (RFC 9110 section 7.6.1). */
const ofTheConnection = [
  FieldKind.contentLength,
  FieldKind.transferEncoding,
  FieldKind.connection,
  FieldKind.upgrade,
  FieldKind.expect,
  FieldKind.hop,
]

/** What never reaches a backend: `Cookie` neither, unless the stage passes cookies, nor what only a
 *  trusted proxy may say. */
export function droppedForBackend(passCookies: boolean, peerTrusted: boolean): Dropped {
  if (peerTrusted) return passCookies ? fromProxyWithCookies : fromProxy
  return passCookies ? fromCallerWithCookies : fromCaller
}

const always = [
  FieldKind.host,
  Kind.credentials,
  Kind.identity,
  Kind.requestId,
  Kind.callerRequestId,
  Kind.forwarded,
]
const fromProxyWithCookies = dropped(always)
const fromProxy = dropped([...always, Kind.cookie])
const fromCallerWithCookies = dropped([...always, Kind.forwardedMore])
const fromCaller = dropped([...always, Kind.forwardedMore, Kind.cookie])

/** What a backend cannot say to a caller: our own marks, so that none can be forged. */
export const droppedForCaller = dropped([
  Kind.errorMark,
  Kind.requestId,
  Kind.callerRequestId,
  Kind.proxyStatus,
])

interface Dropped {
  readonly all: Uint8Array
  /** Where the body passes whole and as it is, its Content-Length may stay in its place. */
  readonly butLength: Uint8Array
}

function dropped(kinds: readonly number[]): Dropped {
  const all = marked([...ofTheConnection, ...kinds])
  return { all, butLength: all.with(FieldKind.contentLength, 0) }
}

function marked(kinds: readonly number[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const kind of kinds) table[kind] = 1
  return table
}
