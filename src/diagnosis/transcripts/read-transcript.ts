import { objectOf } from '../gateway-mark.ts'
import { joined, readBareBody } from './bare-body.ts'
import { failureOf } from './call-failures.ts'
import { cleanText } from './clean-text.ts'
import { looksLikeCurlVerbose, readCurlVerbose } from './curl-verbose.ts'
import { readHar } from './har.ts'
import { readHttpLines, requestLine, statusLine } from './http-lines.ts'
import {
  emptyHop,
  finishedHop,
  responseOnly,
  type HopDraft,
  type Transcript,
  type TranscriptKind,
} from './transcript.ts'
import { readWget, wgetStart } from './wget.ts'

/** Which kind of text is this, and which exchanges does it show? Never throws: a text that shows
 *  nothing has no hops. */
export function readTranscript(pasted: string): Transcript {
  const text = cleanText(pasted)
  const har = readHar(text)
  if (har !== undefined) return finished('har', har)
  if (wgetStart.test(firstFilled(text, wgetStart))) return finished('wget', readWget(text))
  if (looksLikeCurlVerbose(text)) return finished('curl-verbose', readCurlVerbose(text))
  if (hasLine(text, statusLine)) return finished(kindOfHttp(text, pasted), readHttpLines(text))
  return withoutHead(text)
}

function withoutHead(text: string): Transcript {
  const powershell = readPowershell(text)
  if (powershell !== undefined) return finished('powershell', powershell)
  const url = commandUrl(text)
  const body = readBareBody(withoutCommands(text))
  if (body !== undefined) return finished(url === '' ? 'body' : 'curl-command', [{ ...body, url }])
  const failures = text.split('\n').flatMap((line) => failureOf(line) ?? [])
  const last = failures.at(-1)
  if (last !== undefined) {
    const status = /returned error: (\d{3})/.exec(last.says)?.[1]
    const response =
      last.key === 'status_only' && status !== undefined
        ? { ...responseOnly(Number(status), ''), bodySeen: false }
        : undefined
    return finished('curl-error', [{ ...emptyHop(), url, response, failure: last }])
  }
  return { kind: url === '' ? 'body' : 'curl-command', hops: [] }
}

/** `Invoke-WebRequest : The remote server returned an error: (502) Bad Gateway.` */
function readPowershell(text: string): HopDraft[] | undefined {
  if (!/Invoke-(?:WebRequest|RestMethod)|^StatusCode\s+:/im.test(text)) return undefined
  const status = Number(
    /\((\d{3})\)|StatusCode\s+:\s*(\d{3})|: (\d{3}) \(/.exec(text)?.slice(1).find(Boolean) ?? 0,
  )
  const body = readBareBody(text.replace(/^Invoke-(?:WebRequest|RestMethod)\s*:\s*/i, ''))?.response
  if (body !== undefined && body.status !== 200)
    return [{ ...emptyHop(), response: { ...body, status: status || body.status } }]
  if (status === 0) return undefined
  return [{ ...emptyHop(), response: { ...responseOnly(status, ''), bodySeen: false } }]
}

function kindOfHttp(text: string, pasted: string): TranscriptKind {
  if (/^User-Agent: HTTPie\//im.test(text)) return 'httpie'
  if (/^(?:\S*[#$%>]\s*)?curl\s/m.test(text))
    return hasLine(text, requestLine) ? 'http' : 'curl-command'
  return pasted.includes('\r\n') || hasLine(text, requestLine) ? 'http' : 'curl-include'
}

function hasLine(text: string, pattern: RegExp): boolean {
  return text.split('\n').some((line) => pattern.test(line))
}

function firstFilled(text: string, pattern: RegExp): string {
  return text.split('\n').find((line) => pattern.test(line)) ?? ''
}

/** The address of a "copy as cURL", which runs over several lines. */
function commandUrl(text: string): string {
  if (!/(?:^|[#$%>]\s*)curl(?:\.exe)?\s/m.test(text)) return ''
  return /\bhttps?:\/\/[^\s'"^\\]+/.exec(text)?.[0] ?? ''
}

function withoutCommands(text: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /(?:^|[#$%>]\s*)curl(?:\.exe)?\s/.test(line))
  if (start === -1) return text
  let end = start
  while (/[\\^`]\s*$/.test(lines[end] ?? '') && end < lines.length) end++
  return lines.slice(end + 1).join('\n')
}

function finished(kind: TranscriptKind, drafts: readonly HopDraft[]): Transcript {
  const hops = drafts.map((draft) => {
    if (draft.response !== undefined) draft.response.body = joined(draft.response.body.trim())
    return finishedHop(draft)
  })
  return { kind, hops }
}

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
