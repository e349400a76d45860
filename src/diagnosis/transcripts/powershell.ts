import { readBareBody } from './bare-body.ts'
import { failureOf } from './call-failures.ts'
import { readHttpLines } from './http-lines.ts'
import { emptyHop, responseOnly, type HopDraft } from './transcript.ts'

/** Reads what PowerShell prints: the object of `Invoke-WebRequest`, or its error, English or Chinese,
 *  with or without the answer's body. undefined where the text is none of it. */
export function readPowershell(text: string): HopDraft[] | undefined {
  if (
    !/Invoke-(?:WebRequest|RestMethod)|^StatusCode\s+:|^RawContent\s+: HTTP\/|CategoryInfo\s+:/im.test(
      text,
    )
  )
    return undefined
  const raw = rawContent(text)
  if (raw !== undefined) return readHttpLines(raw)
  const url =
    /Invoke-(?:WebRequest|RestMethod)\b[^\n]*?\b(https?:\/\/[^\s'"]+)/i.exec(text)?.[1] ?? ''
  const status = statusIn(text)
  const body = readBareBody(withoutErrorRecord(text))?.response
  if (body !== undefined && (body.status !== 200 || status !== 0))
    return [{ ...emptyHop(), url, response: { ...body, status: status || body.status } }]
  if (status !== 0)
    return [{ ...emptyHop(), url, response: { ...responseOnly(status, ''), bodySeen: false } }]
  const failure = text.split('\n').flatMap((line) => failureOf(line) ?? [])[0]
  return failure === undefined ? undefined : [{ ...emptyHop(), url, failure }]
}

/** `RawContent : HTTP/1.1 200 OK`: header and body, indented. */
function rawContent(text: string): string | undefined {
  const start = /^RawContent\s*:\s*(?=HTTP\/)/m.exec(text)
  if (start === null) return undefined
  const lines = text.slice(start.index + start[0].length).split('\n')
  const end = lines.findIndex((line) => /^[A-Z]\w+\s*: /.test(line))
  const inside = end === -1 ? lines : lines.slice(0, end)
  return inside.map((line) => line.trim()).join('\n')
}

/** `(502) Bad Gateway`, `(502) 错误的网关`, `success: 502 (Bad Gateway)`, `StatusCode : 502`. */
function statusIn(text: string): number {
  const found =
    /\(([1-5]\d\d)\)/.exec(text) ??
    /StatusCode\s*:\s*(\d{3})/.exec(text) ??
    /: (\d{3}) \(/.exec(text)
  return Number(found?.[1] ?? 0)
}

/** The error's place and category, and the cmdlet's name, are PowerShell's words and not the answer's. */
function withoutErrorRecord(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:\+|At line:|所在位置|Line \||\d+ \|)|^\s+\| +~+/.test(line))
    .join('\n')
    .replace(/^Invoke-(?:WebRequest|RestMethod)\s*[:：]\s*/i, '')
}
