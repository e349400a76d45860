import { failureOf } from './call-failures.ts'
import { curlCommandUrl } from './curl-command.ts'
import { continuesElsewhere, emptyHop, responseWith, type HopDraft } from './transcript.ts'

/** Reads requests and responses out of plain lines: raw HTTP, `curl -i`, httpie, the header panel of a
 *  browser. Lenient: a person cut, wrapped and mixed it. */
export function readHttpLines(text: string): HopDraft[] {
  const reader: Reader = { hops: [], hop: emptyHop(), part: 'between' }
  for (const line of text.split('\n')) readLine(reader, line)
  push(reader)
  return reader.hops
}

export const statusLine = /^\s*(?:<--- )?HTTP\/(?:[\d.]+) (\d{3})(?: (.*))?$/i
export const requestLine =
  /^\s*(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|CONNECT) (\S+) HTTP\/[\d.]+\s*$/
/** The header panel of a browser, English or Chinese, shows the same in words. */
const panelStatus = /^\s*(?:Status(?: Code)?|状态代码|状态码|状态)\s*[:：]\s*(\d{3})\b ?(.*)$/i
const panelUrl = /^\s*(?:Request URL|请求网址|请求 ?URL)\s*[:：]\s*(\S+)/i
const panelMethod = /^\s*(?:Request Method|请求方法)\s*[:：]\s*([A-Z]+)/i
const panelResponse = /^\s*(?:Response Headers|响应标头|响应头)/i
const panelRequest = /^\s*(?:Request Headers|请求标头|请求头)/i

/** A header whose status line was cut off: lines that only a response has. */
export function readHeadlessLines(text: string): HopDraft[] {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => anyField.test(line))
  return readHttpLines(`HTTP/1.1 000\n${lines.slice(Math.max(start, 0)).join('\n')}`)
}

export function looksLikePanel(text: string): boolean {
  const lines = text.split('\n')
  return (
    lines.some((line) => panelStatus.test(line)) &&
    lines.some((line) => panelUrl.test(line) || panelMethod.test(line))
  )
}

export function looksHeadless(text: string): boolean {
  const lines = text.split('\n').filter((line) => anyField.test(line))
  return lines.length >= 2 && lines.some((line) => responseField.test(line))
}

const anyField =
  /^\s*(?:server|date|content-[a-z-]+|connection|location|set-cookie|transfer-encoding|x-[\w-]+|via|vary|etag|keep-alive|cache-control|proxy-status|link|allow|retry-after|www-authenticate|access-control-[a-z-]+|strict-transport-security|referrer-policy|last-modified|accept-ranges|age|expires|pragma): ?\S/i
const responseField =
  /^\s*(?:server|location|set-cookie|x-bkapi-(?:error|request)[\w-]*|x-powered-by|etag|retry-after|www-authenticate|proxy-status|last-modified): ?\S/i

interface Reader {
  readonly hops: HopDraft[]
  hop: HopDraft
  part: 'between' | 'request-head' | 'request-body' | 'response-head' | 'response-body'
}

function readLine(reader: Reader, line: string): void {
  if (isOverfull(reader) && line !== '' && !line.startsWith('HTTP/')) return
  const status = statusLine.exec(line) ?? panelStatusIn(reader, line)
  if (status !== null) return beginResponse(reader, Number(status[1]), status[2] ?? '')
  const request = requestLine.exec(line)
  if (request !== null) return beginRequest(reader, request[1] ?? '', request[2] ?? '')
  if (/^(?:curl: \(\d+\)|http: (?:error|LogLevel))/.test(line)) return noteFailure(reader, line)
  const command = curlCommandUrl(line)
  if (command !== undefined && reader.part !== 'response-head') return beginCommand(reader, command)
  if (isPanel(reader, line)) return
  if (reader.part === 'request-head' || reader.part === 'response-head')
    return readField(reader, line)
  if (reader.part === 'response-body' && reader.hop.response !== undefined)
    reader.hop.response.body += `${line}\n`
}

function beginResponse(reader: Reader, status: number, reason: string): void {
  const { response } = reader.hop
  // an interim answer belongs to the same request, any other begins a new exchange
  const isOver = response !== undefined && (response.status >= 200 || response.status === 0)
  if (isOver || reader.hop.failure !== undefined) push(reader)
  reader.hop.response = responseWith(status, reason, reader.hop.method !== 'HEAD')
  reader.part = 'response-head'
}

function beginRequest(reader: Reader, method: string, url: string): void {
  if (reader.hop.response !== undefined || reader.hop.failure !== undefined) push(reader)
  reader.hop.method = method
  reader.hop.url = url
  reader.part = 'request-head'
}

function beginCommand(reader: Reader, url: string): void {
  if (reader.hop.response !== undefined || reader.hop.failure !== undefined) push(reader)
  reader.hop.url = url
  reader.part = 'between'
}

/** A response may have a field of that name. */
function panelStatusIn({ part }: Reader, line: string): RegExpExecArray | null {
  return part === 'between' ? panelStatus.exec(line) : null
}

const panelWords = /^\s*(?:Request|Response|请求|响应)/i

function isPanel(reader: Reader, line: string): boolean {
  const { hop } = reader
  if (!panelWords.test(line)) return false
  if (panelResponse.test(line) && hop.response !== undefined) reader.part = 'response-head'
  else if (panelRequest.test(line) && hop.response?.body === '') reader.part = 'request-head'
  else if (reader.part === 'response-body') return false
  else {
    const url = panelUrl.exec(line)?.[1]
    const method = panelMethod.exec(line)?.[1]
    if (url !== undefined) hop.url = url
    if (method !== undefined) hop.method = method
    return url !== undefined || method !== undefined
  }
  return true
}

function noteFailure(reader: Reader, line: string): void {
  const failure = failureOf(line)
  if (failure === undefined) return
  const { response } = reader.hop
  if (response !== undefined && continuesElsewhere(response, failure)) push(reader)
  reader.hop.failure = failure
  reader.part = 'between'
}

function readField(reader: Reader, line: string): void {
  const isRequest = reader.part === 'request-head'
  if (line.trim() === '') {
    reader.part = isRequest ? 'request-body' : 'response-body'
    return
  }
  const field = /^\s*([\w-]+):\s?(.*)$/.exec(line)
  if (isRequest) return requestField(reader.hop, field)
  const headers = reader.hop.response?.headers ?? []
  const last = headers.at(-1)
  if (field?.[1] !== undefined && !isWrapped(field[1], last))
    headers.push([field[1], (field[2] ?? '').trim()])
  else if (/^\s*[{<[]/.test(line)) {
    reader.part = 'response-body' // the blank line was lost
    if (reader.hop.response !== undefined) reader.hop.response.body += `${line}\n`
  } else if (last !== undefined) last[1] += line // wrapped by the terminal
}

/** More fields than any server accepts are no response, and would only cost time. */
function isOverfull({ hop, part }: Reader): boolean {
  return part === 'response-head' && (hop.response?.headers.length ?? 0) >= mostFields
}

const mostFields = 500

/** A terminal breaks lines anywhere; what then looks like a field begins in the middle of a quotation. */
function isWrapped(name: string, last: readonly [string, string] | undefined): boolean {
  if (last === undefined) return false
  const open = (last[1].match(/"/g)?.length ?? 0) % 2 === 1
  return open && /^[a-z]/.test(name)
}

function requestField(hop: HopDraft, field: RegExpExecArray | null): void {
  const name = field?.[1]?.toLowerCase()
  if (name === 'host') hop.host = (field?.[2] ?? '').trim()
  if (name === 'content-type') hop.contentType = (field?.[2] ?? '').trim()
}

function push(reader: Reader): void {
  const { hop } = reader
  if (
    hop.response !== undefined ||
    hop.failure !== undefined ||
    hop.method !== '' ||
    hop.url !== ''
  )
    reader.hops.push(hop)
  reader.hop = emptyHop()
  reader.part = 'between'
}
