import type { CallerMemo } from './caller-memo.ts'
import type { HeaderEdits } from './header-edits.ts'
import type { Release, Resource } from './release.ts'

/** One request with its answer in flight, as plugins see it. The data plane's Exchange implements
 *  it; nothing here reads a socket. Strings are slices of the received head: copy what must outlive
 *  the exchange (see `ownCopy`). */
export interface Exchange {
  readonly requestId: string
  /** Epoch milliseconds at the first byte of the request. */
  readonly timestamp: number
  readonly request: RequestView
  readonly client: { readonly address: string; readonly family: 'ipv4' | 'ipv6' }
  readonly release: Release
  readonly resource: Resource
  /** Filled by the authentication plugins. */
  readonly identity: Identity
  /** Changes to what is forwarded. */
  readonly toBackend: BackendEdits
  /** Changes to the answer's header, whoever writes the answer (errors of ours included). */
  readonly toCaller: HeaderEdits
}

export interface RequestView {
  readonly method: string
  /** Encoded path as received, without the query, starting at `/api/…`. */
  readonly path: string
  /** Raw query without `?`, '' if none. */
  readonly query: string
  /** The buffered body where the release asked for it (credentialsInBody), else undefined. */
  readonly body: Uint8Array | undefined
  /** Declared Content-Length, -1 if chunked, 0 if there is no body. */
  readonly contentLength: number
  /** First value of a field by lower-case name, white space trimmed; undefined if absent. */
  header(lowerName: string): string | undefined
}

export interface BackendEdits {
  readonly header: HeaderEdits
  /** undefined: the caller's query passes verbatim. Without `?`. */
  query: string | undefined
  /** undefined: the caller's body passes verbatim; only set where the body was buffered. */
  body: Uint8Array | undefined
}

export interface Identity {
  /** As claimed, '' if none. */
  appCode: string
  appVerified: boolean
  /** Why the application is not verified; '' if it is. */
  appReason: string
  username: string
  userVerified: boolean
  userReason: string
  /** Where the credentials were found. */
  location: '' | 'header' | 'query' | 'cookie' | 'body'
  /** Of the remembered credentials that say all of the application above; undefined where none do.
   *  Facts about a user do not belong there: another plugin may settle who it is. */
  memo: CallerMemo | undefined
}

/** A copy that does not keep the 16 KiB head alive that `slice` came from. */
export function ownCopy(slice: string): string {
  return slice.length < 13 ? slice : (' ' + slice).slice(1).normalize('NFC')
}
