import { objectOf } from '../gateway-mark.ts'
import { readBareBody, successOf } from './bare-body.ts'
import { bodyAlone } from './body-alone.ts'
import { cleanText } from './clean-text.ts'
import { curlCommandIn, withoutCurlCommands, withoutRestOfCommand } from './curl-command.ts'
import { looksLikeCurlVerbose, readCurlVerbose } from './curl-verbose.ts'
import { lastFailure } from './failure-in-text.ts'
import { readHar } from './har.ts'
import {
  looksHeadless,
  looksLikePanel,
  readHeadlessLines,
  readHttpLines,
  requestLine,
  statusLine,
} from './http-lines.ts'
import { readJsonExchange } from './json-exchange.ts'
import { readLogLines } from './log-lines.ts'
import { withPanelPairs } from './panel-pairs.ts'
import { readPowershell } from './powershell.ts'
import { readPrintedResponse } from './printed-response.ts'
import { statusInWords } from './status-in-words.ts'
import { statusOfBody, statusOfHeaders, statusOfPhrase } from './status-of-body.ts'
import {
  emptyHop,
  finishedHop,
  responseOnly,
  type CallFailure,
  type HopDraft,
  type Transcript,
  type TranscriptKind,
} from './transcript.ts'
import { readWget, wgetStart } from './wget.ts'

/** Which kind of text is this, and which exchanges does it show? Never throws: a text that shows
 *  nothing has no hops. */
export function readTranscript(pasted: string): Transcript {
  const text = withPanelPairs(cleanText(pasted))
  const har = readHar(text)
  if (har !== undefined) return { ...finished('har', har.hops), isCut: har.isCut }
  if (hasLine(text, wgetStart)) return finished('wget', readWget(text))
  if (looksLikeCurlVerbose(text)) return finished('curl-verbose', readCurlVerbose(text))
  const powershell = readPowershell(text)
  if (powershell !== undefined) return finished('powershell', powershell)
  if (hasLine(text, statusLine) || looksLikePanel(text)) return ofHttp(text, pasted)
  const printed = readPrintedResponse(text)
  if (printed !== undefined) return finished('http', printed)
  if (looksHeadless(text)) return finished('http', readHeadlessLines(text))
  return withoutHead(text)
}

function ofHttp(text: string, pasted: string): Transcript {
  const hops = readHttpLines(text)
  const command = curlCommandIn(text)
  const [first] = hops
  if (command !== undefined && first !== undefined && first.method === '') {
    first.method = command.method
    first.contentType ||= command.contentType
  }
  return finished(kindOfHttp(text, pasted, hops), hops)
}

function withoutHead(text: string): Transcript {
  const request = requestAlone(text)
  if (request !== undefined) return finished('http', request)
  const command = curlCommandIn(text)
  const logged = command === undefined ? readLogLines(text) : undefined
  if (logged !== undefined) return finished('body', logged)
  const exchange = readJsonExchange(text)
  if (exchange !== undefined) return finished('http', exchange)
  const asked = { ...emptyHop(), ...command }
  const rest = command === undefined ? withoutRestOfCommand(text) : withoutCurlCommands(text)
  const body = readBareBody(rest)
  if (body !== undefined)
    return finished(command === undefined ? 'body' : 'curl-command', [
      { ...asked, response: body.response },
    ])
  const failure = lastFailure(rest)
  if (failure !== undefined)
    return finished(kindOfFailure(failure, rest), [failedHop(asked, failure, rest)])
  return statusAlone(asked, rest, command === undefined ? 'body' : 'curl-command')
}

/** A request with a body of its own (an .http file, a proxy's window), and nothing that came of it. */
function requestAlone(text: string): HopDraft[] | undefined {
  const [head = '', ...behind] = text.trimStart().split(/\n[ \t]*\n/)
  const isRequest = requestLine.test(head.split('\n')[0] ?? '')
  const bringsBody = /^(?:content-type|content-length)\s*:/im.test(head)
  return isRequest && bringsBody && behind.length > 0 ? readHttpLines(head) : undefined
}

function failedHop(request: HopDraft, failure: CallFailure, text: string): HopDraft {
  if (failure.logged !== undefined) {
    const { method, url } = failure.logged
    return { ...request, method, url, failure }
  }
  const url = request.url || (/\bhttps?:\/\/[^\s'"<>()\]]+/.exec(text)?.[0] ?? '')
  const status = failure.key === 'status_only' ? statusInFailure(failure.says) : 0
  const response = status === 0 ? undefined : { ...responseOnly(status, ''), bodySeen: false }
  return { ...request, url, response, failure }
}

function statusInFailure(says: string): number {
  const found =
    /(?:HTTP Error |: \[|! HTTP\/[\d.]+ |\$\w+: |too many )([2-5]\d\d)\b/.exec(says) ??
    /(?<!\(-|port=)\b([2-5]\d\d)\b(?!\d|\.\d|[:\]])/.exec(says.replace(/^curl: \(\d+\)/, ''))
  return Number(found?.[1] ?? 0)
}

function kindOfFailure({ logged }: CallFailure, text: string): TranscriptKind {
  if (logged !== undefined) return 'proxy-log'
  return /^curl: \(\d+\)/m.test(text) ? 'curl-error' : 'client-error'
}

/** `502`, as `curl -w '%{http_code}'` prints it, and nothing else. */
function statusAlone(request: HopDraft, text: string, kind: TranscriptKind): Transcript {
  const status = text.length > longestStatusLine ? 0 : statusInWords(text) || statusFirst(text)
  if (status === 0) return { kind, hops: [], isCut: false }
  const failure: CallFailure = { key: 'status_only', says: text.trim() }
  const response = { ...responseOnly(status, ''), bodySeen: false }
  return finished(kind, [{ ...request, response, failure: status >= 400 ? failure : undefined }])
}

const longestStatusLine = 200

function statusFirst(text: string): number {
  return Number(/^[ \t]*([2-5]\d\d)(?:[ ,;|]+[\d.]+)?[ \t]*$/m.exec(text)?.[1] ?? 0)
}

function kindOfHttp(text: string, pasted: string, hops: readonly HopDraft[]): TranscriptKind {
  if (/^User-Agent: HTTPie\//im.test(text) || hops.some(isSorted)) return 'httpie'
  if (curlCommandIn(text) !== undefined) return hasLine(text, requestLine) ? 'http' : 'curl-command'
  return pasted.includes('\r\n') || hasLine(text, requestLine) ? 'http' : 'curl-include'
}

/** httpie prints the header in alphabetical order; servers do not send it so. */
function isSorted({ response }: HopDraft): boolean {
  const names = (response?.headers ?? []).map(([name]) => name.toLowerCase())
  return (
    names.length >= 5 &&
    names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name)
  )
}

function hasLine(text: string, pattern: RegExp): boolean {
  return text.split('\n').some((line) => pattern.test(line))
}

function finished(kind: TranscriptKind, drafts: readonly HopDraft[]): Transcript {
  const hops = drafts.slice(-mostHops).map((draft) => {
    const { response } = draft
    if (response === undefined) return finishedHop(draft)
    response.body = bodyAlone(response)
    if (response.status === 0 && response.headers.length > 0) {
      response.headCut = true
      response.status =
        statusOfHeaders(response.headers) ||
        statusOfBody(response.body) ||
        statusOfPhrase(response.body)
      if (response.status === 0 && successOf(response.body) !== 0) {
        response.status = 200
        response.statusUnseen = true
      }
    }
    if (response.status === 0) response.status = statusOfBody(response.body)
    return finishedHop(draft)
  })
  return { kind, hops, isCut: drafts.length > mostHops }
}

/** More exchanges than a browser records in an hour; the last ones count. Bounds the time. */
const mostHops = 3_000

/** A flow record as the API or the log gives it. */
export function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const whole = objectOf(text) ?? objectOf(text.trim().split('\n')[0] ?? '')
  const inner = whole?.['record']
  const record =
    typeof inner === 'object' && inner !== null ? Object.fromEntries(Object.entries(inner)) : whole
  return record !== undefined &&
    'answered_by' in record &&
    'attempts' in record &&
    'request_id' in record
    ? record
    : undefined
}
