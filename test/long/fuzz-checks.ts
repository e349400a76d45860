/** What must hold for any bytes: no exception, a size within the text, and one verdict however the
 *  bytes are split. */
import {
  droppedForBackend,
  requestFields,
  responseFields,
} from '../../src/dataplane/field-kinds.ts'
import { ChunkedDecoder } from '../../src/wire/chunked.ts'
import { keptFields } from '../../src/wire/kept-fields.ts'
import { parseRequestHead, RequestHead } from '../../src/wire/request-head.ts'
import { parseResponseHead, ResponseHead } from '../../src/wire/response-head.ts'

const requestLimits = { headBytes: 16_384, uriBytes: 8_192, fields: 100 }
const responseLimits = { headBytes: 65_536, uriBytes: 0, fields: 200 }
const requestHead = new RequestHead(requestFields)
const responseHead = new ResponseHead(responseFields)

type Random = (limit: number) => number
type Verdict = (text: string) => string

/** '' or what is wrong. */
export function check(text: string, below: Random): string {
  return (
    checkSplit('request', requestVerdict, text, below) ||
    checkSplit('response', responseVerdict, text, below) ||
    checkChunked(text, below)
  )
}

function checkSplit(what: string, verdictOn: Verdict, text: string, below: Random): string {
  const whole = verdictOn(text)
  if (whole.startsWith('!')) return `${what} ${whole}`
  if (verdictOn(text) !== whole) return `${what} differs the second time`
  const part = verdictOn(text.slice(0, below(text.length + 1)))
  return part === '' || part === whole ? '' : `${what}: ${part} of a prefix, ${whole} of the whole`
}

/** '' while incomplete; '!' begins what must never be. */
function requestVerdict(text: string): string {
  const head = requestHead
  const size = parseRequestHead(head, text, requestLimits)
  const { method, target, host, path, query, contentLength, chunked, keepAlive, upgrade } = head
  const message = { method, target, host, path, query, contentLength, chunked, keepAlive, upgrade }
  return verdict(head, size, text, message)
}

function responseVerdict(text: string): string {
  const head = responseHead
  const size = parseResponseHead(head, text, responseLimits)
  const { status, reason, contentLength, chunked, keepAlive, keepAliveTimeoutMs } = head
  const message = { status, reason, contentLength, chunked, keepAlive, keepAliveTimeoutMs }
  return verdict(head, size, text, { ...message, framing: head.bodyFraming('GET') })
}

function verdict(
  head: RequestHead | ResponseHead,
  size: number,
  text: string,
  message: object,
): string {
  if (size === 0) return ''
  // Only the size of a target that is too long grows with what has arrived.
  if (size < 0)
    return head.problem === null
      ? '!no problem set'
      : `${head.problem.key} ${head.problem.facts['reason']}`
  if (size > text.length || head.size !== size) return `!size ${size} of ${text.length}`
  if (!text.slice(0, size).endsWith('\r\n\r\n')) return '!the head does not end in an empty line'
  const kept = keptFields(head, droppedForBackend(false, false).butLength, [])
  if (/[^\r]\n|\r[^\n]|\r\n[ \t]|\0/.test(`${kept}X`)) return `!kept fields are not clean: ${kept}`
  return JSON.stringify({ size, ...message, kept })
}

function checkChunked(text: string, below: Random): string {
  const whole = decoded([text])
  const at = below(text.length + 1)
  const split = decoded([text.slice(0, at), text.slice(at)])
  return whole === split ? '' : `chunked: ${split} in two pieces, ${whole} in one`
}

function decoded(pieces: readonly string[]): string {
  const decoder = new ChunkedDecoder({ lineBytes: 1_024, trailerBytes: 8_192 })
  let payload = ''
  let consumed = 0
  for (const piece of pieces) {
    const bytes = Buffer.from(piece, 'latin1')
    consumed += decoder.decode(bytes, 0, bytes.length, (from, start, end) => {
      payload += Buffer.from(from.subarray(start, end)).toString('latin1')
    })
  }
  const { done, problem, trailers, payloadBytes } = decoder
  return JSON.stringify({ payload, consumed, done, problem, trailers, payloadBytes })
}
