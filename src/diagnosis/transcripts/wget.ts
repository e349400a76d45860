import { failureOf } from './call-failures.ts'
import { statusLine } from './http-lines.ts'
import { emptyHop, responseWith, type HopDraft } from './transcript.ts'

/** Reads wget's report, with or without `-S` (header fields are indented by two), English or Chinese. */
export function readWget(text: string): HopDraft[] {
  const hops: HopDraft[] = []
  let hop = emptyHop()
  for (const line of text.split('\n')) {
    const begin = wgetStart.exec(line)
    if (begin !== null) {
      if (hasContent(hop)) hops.push(hop)
      hop = { ...emptyHop(), method: 'GET', url: begin[1] ?? '' }
      continue
    }
    readLine(hop, line)
  }
  if (hasContent(hop)) hops.push(hop)
  return hops
}

export const wgetStart = /^--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--\s+(\S+)/

function hasContent(hop: HopDraft): boolean {
  return hop.url !== ''
}

/** Also where the line of the connection was lost. */
const hasGoneOn =
  /\.\.\. (?:connected\.|已连接)|^(?:Length|长度)[:：]|^(?:Saving to|正在保存至)[:：]|(?:saved|已保存) \[\d/

/** What `-S` prints of a header; a certificate's sentences have colons too. */
const receivedField =
  /^ {2}(?:Server|Date|Content-[\w-]+|Connection|Keep-Alive|Transfer-Encoding|Location|Set-Cookie|WWW-Authenticate|X-[\w-]+): /i

function readLine(hop: HopDraft, line: string): void {
  const status = statusLine.exec(line)
  if (status !== null) {
    hop.response = responseWith(Number(status[1]), status[2] ?? '', false)
    return
  }
  const field = /^ {2}([\w-]+): (.*)$/.exec(line)
  if (field?.[1] !== undefined && (hop.response !== undefined || receivedField.test(line))) {
    hop.response ??= responseWith(0, '', false) // its first line was cut out
    hop.response.headers.push([field[1], (field[2] ?? '').trim()])
    return
  }
  // without -S: `HTTP request sent, awaiting response... 502 Bad Gateway`, `已发出 HTTP 请求，正在等待回应... 502`
  const short =
    /(?:awaiting response|等待回应)\.\.\. (\d{3})(?: (.*))?$/.exec(line) ??
    / (?:ERROR|错误) (\d{3})[:：] ?(.*?)\.?$/.exec(line)
  if (short !== null && (hop.response === undefined || hop.response.status === 0)) {
    const { headers = [] } = hop.response ?? {}
    hop.response = { ...responseWith(Number(short[1]), short[2] ?? '', false), headers }
    if (headers.length > 0) hop.response.headCut = true
    return
  }
  // another address of the name had failed before
  if (hasGoneOn.test(line)) hop.failure = undefined
  if (hop.response === undefined) hop.failure ??= failureOf(line)
}
