/** The Access-Control fields that one set of CORS options leads to. */
import { headerLine, type HeaderEdits } from '../model/header-edits.ts'

export interface CorsOptions {
  readonly allow_origins?: string
  readonly allow_origins_by_regex?: readonly string[]
  readonly allow_methods?: string
  readonly allow_headers?: string
  readonly expose_headers?: string
  readonly max_age?: number
  readonly allow_credential?: boolean
}

export interface CorsPolicy {
  /** Header lines of the answer to a preflight; without permission where the origin has none. */
  preflightLines(origin: string, askedHeaders: string | undefined): string
  /** Changes the head of any other answer. */
  editAnswer(toCaller: HeaderEdits, origin: string | undefined): void
}

export function compileCorsPolicy(options: CorsOptions): CorsPolicy {
  const allowedOrigin = compileOrigins(options)
  const isOpen = allowedOrigin === anyOrigin
  const methods = options.allow_methods ?? '*'
  const headers = options.allow_headers ?? '*'
  const credentialLine =
    options.allow_credential === true ? 'Access-Control-Allow-Credentials: true\r\n' : ''
  const methodsLine = listLine('Methods', methods === '**' ? everyMethod : methods)
  const exposed = options.expose_headers ?? ''
  const exposeLine = exposed === '' || exposed === '**' ? '' : exposeLineOf(exposed)
  const ageLine = headerLine('Access-Control-Max-Age', `${options.max_age ?? 5}`)
  const varyLine = isOpen ? '' : 'Vary: Origin\r\n'
  const answerLines = credentialLine + exposeLine + varyLine
  const openLines = `Access-Control-Allow-Origin: *\r\n${answerLines}`
  return {
    preflightLines(origin, asked) {
      const allowed = allowedOrigin(origin)
      if (allowed === undefined) return varyLine
      const headersLine =
        headers === '**' ? askedLine(asked) : headers === '' ? '' : listLine('Headers', headers)
      return originLine(allowed) + credentialLine + methodsLine + headersLine + ageLine + varyLine
    },
    editAnswer(toCaller, origin) {
      toCaller.removeAll(backendFields)
      if (isOpen) return toCaller.addRendered(openLines)
      const allowed = origin === undefined ? undefined : allowedOrigin(origin)
      // Vary also without permission: a cache must not hand this answer to an allowed origin.
      toCaller.addRendered(allowed === undefined ? varyLine : originLine(allowed) + answerLines)
    },
  }
}

/** Two Access-Control-Allow-Origin make a browser refuse, so the gateway's word replaces these. */
const backendFields = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-expose-headers',
]

const everyMethod = 'GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS'

/** The value of Access-Control-Allow-Origin, undefined where the origin has no permission. */
type OriginRule = (origin: string) => string | undefined

const anyOrigin: OriginRule = () => '*'

function compileOrigins({
  allow_origins: list = '*',
  allow_origins_by_regex,
}: CorsOptions): OriginRule {
  const patterns = (allow_origins_by_regex ?? []).map((pattern) => new RegExp(pattern))
  if (patterns.length > 0) {
    return (origin) =>
      isOrigin(origin) && patterns.some((pattern) => pattern.test(origin)) ? origin : undefined
  }
  if (list.trim() === '*') return anyOrigin
  if (list.trim() === '**') return (origin) => (isOrigin(origin) ? origin : undefined)
  const allowed = new Set(list.split(',').map((origin) => origin.trim()))
  allowed.delete('')
  return (origin) => (allowed.has(origin) ? origin : undefined)
}

/** What is echoed is an origin and nothing else (RFC 6454 section 7.1); its length is bounded by that
 *  of a host name (RFC 1035 section 2.3.4). That bounds the work of a publisher's pattern too, because
 *  those whose work doubles with each character are refused (nested-repetition.ts). */
function isOrigin(text: string): boolean {
  if (text.length > 300) return false
  return /^(?:null|[a-z][a-z0-9+.-]*:\/\/[A-Za-z0-9.:[\]_-]+)$/i.test(text)
}

function originLine(origin: string): string {
  return headerLine('Access-Control-Allow-Origin', origin)
}

function listLine(what: 'Methods' | 'Headers', list: string): string {
  return headerLine(`Access-Control-Allow-${what}`, list)
}

function exposeLineOf(list: string): string {
  return headerLine('Access-Control-Expose-Headers', list)
}

/** Only names of fields are echoed. */
function askedLine(asked: string | undefined): string {
  if (asked === undefined || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z, ]+$/.test(asked)) return ''
  return listLine('Headers', asked)
}
