import { failureOf, isFailureNote } from './call-failures.ts'
import { curlCommandUrl } from './curl-command.ts'
import { statusLine } from './http-lines.ts'
import { continuesElsewhere, emptyHop, responseWith, type HopDraft } from './transcript.ts'

/** Reads `curl -v`, also with `-L`: each exchange of the chain is a hop. */
export function readCurlVerbose(text: string): HopDraft[] {
  const reader: Reader = { hops: [], hop: emptyHop(), inHead: false, wasSent: false }
  for (const line of text.split('\n')) readLine(reader, line)
  push(reader)
  return reader.hops
}

export function looksLikeCurlVerbose(text: string): boolean {
  if (/^< (?:HTTP\/|[\w-]+: )/im.test(text)) return true
  if (/^> (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) \S+ HTTP\//m.test(text)) return true
  return /^\*\s+(?:Trying|Connected to|Could not resolve|connect to|Host |Hostname |Closing connection|Connection #|Empty reply|Recv failure|Operation timed out|Failed to connect|Issue another request|TLSv1|SSL )/m.test(
    text,
  )
}

interface Reader {
  readonly hops: HopDraft[]
  hop: HopDraft
  /** Inside the response's header lines. */
  inHead: boolean
  wasSent: boolean
}

function readLine(reader: Reader, line: string): void {
  if (line.startsWith('< ') || line === '<') return readReceived(reader, line.slice(2).trimEnd())
  if (line.startsWith('> ') || line === '>') return readSent(reader, line.slice(2).trimEnd())
  if (/^\*\s/.test(line)) return readNote(reader, line.slice(2))
  if (/^curl: \(\d+\)/.test(line)) return noteFailure(reader, line)
  if (/^[{}] \[\d+ bytes data\]$/.test(line) || progressMeter.test(line)) return
  const command = curlCommandUrl(line)
  if (command !== undefined) {
    if (reader.hop.response !== undefined) push(reader)
    reader.hop.url = command
    return
  }
  if (reader.hop.response !== undefined && !reader.inHead)
    reader.hop.response.body += `${line.replace(gluedNote, '')}\n`
  else if (line.startsWith('^C')) reader.hop.failure ??= { key: 'call_interrupted', says: '^C' }
}

const progressMeter = /^\s*% Total|^\s*Dload|(?:--:--:--|\d:\d\d:\d\d) +(?:--:--:--|\d+:\d\d:\d\d)/

/** curl's note follows right behind a body without a line end. */
const gluedNote = /\* (?:Connection #\d+ to host|Closing connection|Excess found).*$/

function readReceived(reader: Reader, line: string): void {
  const status = statusLine.exec(line)
  if (status !== null) {
    if ((reader.hop.response?.status ?? 0) >= 200) push(reader) // its request was cut out
    reader.hop.response = responseWith(
      Number(status[1]),
      status[2] ?? '',
      reader.hop.method !== 'HEAD',
    )
    reader.inHead = true
    return
  }
  if (line === '') {
    reader.inHead = false
    return
  }
  const field = /^([\w-]+):\s?(.*)$/.exec(line)
  if (field?.[1] === undefined) return
  if (reader.hop.response === undefined) {
    reader.hop.response = responseWith(0, '', true) // its first line was cut off
    reader.inHead = true
  }
  reader.hop.response.headers.push([field[1], (field[2] ?? '').trim()])
}

function readSent(reader: Reader, line: string): void {
  const request = /^([A-Z]+) (\S+) HTTP\/[\d.]+$/.exec(line)
  if (request !== null) {
    if (reader.hop.response !== undefined) push(reader)
    reader.hop.method = request[1] ?? ''
    const path = request[2] ?? ''
    if (!reader.hop.url.startsWith('http')) reader.hop.url = path
    reader.wasSent = true
    return
  }
  const field = /^([\w-]+):\s?(.*)$/.exec(line)
  const name = field?.[1]?.toLowerCase()
  if (name === 'host') reader.hop.host = (field?.[2] ?? '').trim()
  if (name === 'content-type') reader.hop.contentType = (field?.[2] ?? '').trim()
}

/** `* …`: where curl connects to, that it follows a redirect, and what went wrong. */
function readNote(reader: Reader, note: string): void {
  const next = /Issue another request to this URL: '([^']+)'/.exec(note)
  if (next !== null) {
    push(reader)
    reader.hop.url = next[1] ?? ''
    return
  }
  const place = /Connected to (\S+) \([^)]*\) port (\d+)/.exec(note)
  if (place !== null) {
    reader.hop.failure = undefined // another address of the name had failed before
    if (reader.hop.host === '') reader.hop.host = place[1] ?? ''
    if (reader.hop.scheme === '' && place[2] === '80') reader.hop.scheme = 'http'
  }
  if (/SSL connection using|TLS handshake/.test(note)) reader.hop.scheme = 'https'
  if (isFailureNote(note) && reader.hop.response === undefined)
    reader.hop.failure ??= failureOf(note)
}

function noteFailure(reader: Reader, line: string): void {
  const failure = failureOf(line)
  if (failure === undefined) return
  const { response } = reader.hop
  if (response !== undefined && continuesElsewhere(response, failure.key)) push(reader)
  reader.hop.failure = failure
}

function push(reader: Reader): void {
  const { hop } = reader
  if (hop.response === undefined && hop.failure === undefined && reader.wasSent)
    hop.failure = { key: 'call_interrupted', says: 'the text ends after the request' }
  if (hop.response !== undefined || hop.failure !== undefined || hop.url !== '')
    reader.hops.push(hop)
  reader.hop = emptyHop()
  reader.inHead = false
  reader.wasSent = false
}
