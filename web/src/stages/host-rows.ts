import { type Members, withMember } from '../gateways/merge-patch.ts'

/** A host of a backend as people know it from the proxy configuration: one row of scheme, host, port, path, weight. */
export interface HostRow {
  readonly scheme: 'http' | 'https'
  readonly host: string
  /** '': the usual one of the scheme. */
  readonly port: string
  readonly path: string
  /** As it is typed; '': the usual one. */
  readonly weight: string
}

/** Of a host that says nothing of it. */
export const usualWeight = '100'

/** Not `new URL`: `{env.NAME}` may stand in it, and what is half typed must be shown. */
const parts = /^(https?):\/\/([^/:[\]]*|\[[^\]]*\]|[^/]*?)(?::([^/]*))?(\/.*)?$/i

export function rowOf(host: Members): HostRow {
  const { url, weight } = host
  const written = typeof url === 'string' ? url : ''
  const [, scheme = 'http', name = written, port = '', path = ''] = parts.exec(written) ?? []
  return {
    scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http',
    host: name,
    port,
    path,
    weight: textOf(weight),
  }
}

/** The host with what was changed in its row; everything else of it stays. A whole URL that is pasted into the
 *  field of the host fills the row. */
export function withRow(host: Members, { weight, ...place }: Partial<HostRow>): Members {
  const isMoved = Object.keys(place).length > 0
  const placed = isMoved
    ? { ...host, url: urlOf({ ...rowOf(host), ...place, ...pastedIn(place) }) }
    : host
  return weight === undefined ? placed : withMember(placed, 'weight', numberOr(weight))
}

function pastedIn({ host = '' }: Partial<HostRow>): Partial<HostRow> {
  return /^https?:\/\//i.test(host) ? rowOf({ url: host }) : {}
}

function urlOf({ scheme, host, port, path }: HostRow): string {
  const begun = path === '' || path.startsWith('/') ? path : `/${path}` // or it would be of the host
  return `${scheme}://${host}${port === '' ? '' : `:${port}`}${begun}`
}

/** As the probe names it: without the path. */
export function originOf(host: Members): string {
  const { scheme, host: name, port } = rowOf(host)
  const usual = scheme === 'https' ? '443' : '80'
  return `${scheme}://${name.toLowerCase()}${port === '' || port === usual ? '' : `:${port}`}`
}

/** Of a member that is text or a number; '' where nothing is said. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What is no number is sent as it is, so that the server says what is wrong with it. */
export function numberOr(typed: string): unknown {
  const text = typed.trim()
  if (text === '') return undefined
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
}
