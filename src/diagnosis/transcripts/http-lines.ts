import { emptyHop, type HopDraft } from './transcript.ts'
import { failureOf } from './call-failures.ts'

/** Reads requests and responses out of plain lines: raw HTTP, `curl -i`, httpie, wget -S. Lenient: a
 *  person cut, wrapped and mixed it. */
export function readHttpLines(text: string): HopDraft[] {
  const reader: Reader = { hops: [], hop: emptyHop(), part: 'between' }
  for (const line of text.split('\n')) readLine(reader, line)
  push(reader)
  return reader.hops
}

export const statusLine = /^\s*HTTP\/(?:[\d.]+) (\d{3})(?: (.*))?$/
export const requestLine =
  /^\s*(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|CONNECT) (\S+) HTTP\/[\d.]+\s*$/

interface Reader {
  readonly hops: HopDraft[]
  hop: HopDraft
  part: 'between' | 'request-head' | 'request-body' | 'response-head' | 'response-body'
}

function readLine(reader: Reader, line: string): void {
  const status = statusLine.exec(line)
  if (status !== null) return beginResponse(reader, Number(status[1]), status[2] ?? '')
  const request = requestLine.exec(line)
  if (request !== null) return beginRequest(reader, request[1] ?? '', request[2] ?? '')
  const failure = /^curl: \(\d+\)/.test(line) ? failureOf(line) : undefined
  if (failure !== undefined) {
    reader.hop.failure = failure
    reader.part = 'between'
    return
  }
  const command = curlCommandUrl(line)
  if (command !== undefined && reader.part !== 'response-head') return beginCommand(reader, command)
  if (reader.part === 'request-head' || reader.part === 'response-head')
    return readField(reader, line)
  if (reader.part === 'response-body' && reader.hop.response !== undefined)
    reader.hop.response.body += `${line}\n`
}

function beginResponse(reader: Reader, status: number, reason: string): void {
  const { response } = reader.hop
  // an interim answer belongs to the same request, any other begins a new exchange
  if (response !== undefined && response.status >= 200) push(reader)
  reader.hop.response = { status, reason: reason.trim(), headers: [], body: '', bodySeen: true }
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

/** The first address in a curl command line, with or without a prompt before it. */
export function curlCommandUrl(line: string): string | undefined {
  if (
    !/^(?:\S+@\S+[#$%]?\s|\[[^\]]+\][#$]\s*|[$#%>]\s*|PS [^>]*>\s*)?\s*curl(?:\.exe)?\s/.test(line)
  )
    return undefined
  return /\bhttps?:\/\/[^\s'"^\\]+/.exec(line)?.[0]
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
  if (headers.length >= mostFields) return
  const last = headers.at(-1)
  if (field?.[1] !== undefined && !isWrapped(field[1], last))
    headers.push([field[1], (field[2] ?? '').trim()])
  else if (/^\s*[{<[]/.test(line)) {
    reader.part = 'response-body' // the blank line was lost
    if (reader.hop.response !== undefined) reader.hop.response.body += `${line}\n`
  } else if (last !== undefined) last[1] += line // wrapped by the terminal
}

/** More fields than any server accepts are no response, and would only cost time. */
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
