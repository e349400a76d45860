import { headerOf } from '../received-response.ts'
import type { Hop, TranscriptKind } from './transcript.ts'

/** A body that ends too early in a text that ends behind it. */
export interface ShortBody {
  readonly seenBytes: number
  /** -1 where the header does not say it. */
  readonly promisedBytes: number
}

/** Far less of the body than the header promises, or JSON that stops in the middle. A body that was not
 *  shown at all (HEAD, `-o`, `-D -`) tells nothing, nor do a few bytes: pasting changes line ends,
 *  indentation and escapes. undefined where nothing is clearly missing. */
export function shortBody({ response }: Hop, kind: TranscriptKind): ShortBody | undefined {
  if (response === undefined || !showsWholeBodies.has(kind)) return undefined
  const { body, bodySeen, headers, status } = response
  const mayHaveBody = status >= 200 && status !== 204 && status !== 304
  if (body === '' || !bodySeen || !mayHaveBody || headers.length === 0) return undefined
  const type = headerOf(response, 'content-type')
  if (headerOf(response, 'content-encoding') !== '' || isNoPlainText.test(type)) return undefined
  const seenBytes = new TextEncoder().encode(body).length
  const promised = headerOf(response, 'content-length')
  const promisedBytes = /^\d+$/.test(promised) ? Number(promised) : -1
  const isShort = promisedBytes > seenBytes * 1.5 + 32 && !isWhole.test(body)
  return isShort || stopsInside(body) ? { seenBytes, promisedBytes } : undefined
}

/** Others shorten what they show, or show it as they stored it. */
const showsWholeBodies: ReadonlySet<TranscriptKind> = new Set([
  'http',
  'curl-include',
  'curl-verbose',
  'curl-command',
  'httpie',
])

/** Terminals leave out what they cannot show. */
const isNoPlainText =
  /^(?:image|audio|video|font)\/|octet-stream|zip|pdf|protobuf|grpc|utf-?(?:16|32)/i

/** Pages and JSON that were written anew with less indentation end as they should. */
const isWhole = /^<[^]*>$|^\{[^]*\}$|^\[[^]*\]$/

function stopsInside(body: string): boolean {
  return /^(?:\{\s*"|\[\s*[{["\d])/.test(body) && !/[}\]]/.test(body.slice(-endChars))
}

/** Room for a sentence, a prompt or a mark of the terminal behind the end. */
const endChars = 200
