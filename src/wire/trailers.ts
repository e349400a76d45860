/** Trailer fields of a chunked body: valid as header fields are, and only those passed on that mean
 *  nothing to routing, framing, trust or credentials (RFC 9110 section 6.5.1). */
import { FieldTable } from './field-table.ts'
import { walkFields } from './field-walk.ts'
import { MessageHead, resetHead } from './message-head.ts'

/** '' for valid lines; each ends in CRLF. */
export function trailerProblem(lines: string): string {
  if (lines === '') return ''
  const section = new TrailerSection(noFields)
  const limits = { headBytes: lines.length + 2, uriBytes: 0, fields: mostTrailers }
  resetHead(section, `${lines}\r\n`, limits)
  const size = walkFields(section, 0, limits)
  if (size === lines.length + 2) return ''
  return section.reason === '' ? 'malformed trailer' : `${section.reason} (in a trailer)`
}

/** The lines without those that must not follow a body. */
export function keptTrailers(lines: string): string {
  let kept = ''
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf('\r\n', start) + 2
    const name = lines.slice(start, lines.indexOf(':', start)).toLowerCase().replaceAll('_', '-')
    if (!isForbidden(name)) kept += lines.slice(start, end)
    start = end
  }
  return kept
}

const mostTrailers = 100 // as many as header fields of a request

/** Trailers are rare, so they are walked into a head of their own. */
class TrailerSection extends MessageHead {
  reason = ''

  override refuse(reason: string): -1 {
    this.reason = reason
    return -1
  }

  override refuseSize(reason: string): -1 {
    this.reason = reason
    return -1
  }

  override note(): number {
    return 0
  }
}

const noFields = new FieldTable({})

const forbiddenPrefixes = [
  'x-bkapi-',
  'x-forwarded-',
  'proxy-',
  'content-',
  'if-',
  'access-control-',
]

const forbidden: ReadonlySet<string> = new Set([
  // framing and connection
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  // routing
  'host',
  'forwarded',
  'via',
  'x-real-ip',
  // credentials and state
  'authorization',
  'www-authenticate',
  'authentication-info',
  'cookie',
  'set-cookie',
  'x-api-key',
  // how to handle the message
  'age',
  'cache-control',
  'date',
  'expect',
  'expires',
  'link',
  'location',
  'max-forwards',
  'pragma',
  'range',
  'retry-after',
  'vary',
  'warning',
  // identity of the exchange
  'traceparent',
  'tracestate',
  'x-request-id',
])

function isForbidden(name: string): boolean {
  return forbidden.has(name) || forbiddenPrefixes.some((prefix) => name.startsWith(prefix))
}
