import { failureOf, isFailureNote } from './call-failures.ts'
import { curlCommandUrl } from './curl-command.ts'
import { statusLine } from './http-lines.ts'
import {
  continuesElsewhere,
  emptyHop,
  isBeforeAnswer,
  responseWith,
  type CallFailure,
  type HopDraft,
} from './transcript.ts'

/** Reads `curl -v`, also with `-L`: each exchange of the chain is a hop. */
export function readCurlVerbose(text: string): HopDraft[] {
  const reader: Reader = { hops: [], hop: emptyHop(), inHead: false, wasSent: false, place: '' }
  for (const line of text.split('\n')) readLine(reader, line)
  const last = reader.hops.at(-1)
  if (last !== undefined && isOnlyAnnounced(reader)) last.goesOn = true
  else push(reader)
  return reader.hops
}

/** The text ends where curl says that it follows a redirect: what answered is the last that is known. */
function isOnlyAnnounced({ hop, wasSent }: Reader): boolean {
  return hop.url !== '' && !wasSent && hop.response === undefined && hop.failure === undefined
}

export function looksLikeCurlVerbose(text: string): boolean {
  if (/^< (?:HTTP\/|[\w-]+: )/im.test(text)) return true
  if (/^> (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) \S+ HTTP\//m.test(text)) return true
  return /^\*\s+(?:Trying|Connected to|Established connection|Could not resolve|connect to|Host |Hostname |Closing connection|Connection #|Empty reply|Recv failure|Operation timed out|Failed to connect|Issue another request|TLSv1|SSL )/m.test(
    text,
  )
}

interface Reader {
  readonly hops: HopDraft[]
  hop: HopDraft
  /** Inside the response's header lines. */
  inHead: boolean
  wasSent: boolean
  /** Where the notes say that curl connects to. */
  place: string
}

function readLine(reader: Reader, printed: string): void {
  const line = printed.replace(meterBefore, '')
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
  if (reader.hop.response === undefined && beginsBody.test(line))
    reader.hop.response = responseWith(0, '', true) // its header was cut out
  if (reader.hop.response !== undefined && !reader.inHead) return readBody(reader, line)
  if (line.startsWith('^C')) reader.hop.failure ??= { key: 'call_interrupted', says: '^C' }
}

const beginsBody = /^\s*(?:<(?:!doctype|html|head|body|title|h1|center)\b|\{\s*"|\{$)/i

/** Without -s the first note stands behind the progress meter. */
const meterBefore =
  /^[ \d.kMGT]{1,80}(?:(?:--:--:--|\d{1,5}:\d\d:\d\d) {1,5}){3}[\d.kMGT]{1,9}(?=\* )/
const progressMeter = /^\s*% Total|^\s*Dload|(?:--:--:--|\d:\d\d:\d\d) +(?:--:--:--|\d+:\d\d:\d\d)/

/** curl's note follows right behind a body without a line end. */
const gluedNote =
  /\* (?:Connection #\d+ to host|Closing connection|Excess found|transfer closed with|Recv failure|Operation timed out after|Illegal or missing hexadecimal).*$/

function readBody(reader: Reader, line: string): void {
  const note = gluedNote.exec(line)
  if (reader.hop.response !== undefined)
    reader.hop.response.body += `${note === null ? line : line.slice(0, note.index)}\n`
  if (note !== null) readNote(reader, note[0].slice(2))
}

function readReceived(reader: Reader, line: string): void {
  const status = statusLine.exec(line)
  if (status !== null) {
    if ((reader.hop.response?.status ?? 0) >= 200) push(reader) // its request was cut out
    reader.hop.response = responseWith(
      Number(status[1]),
      status[2] ?? '',
      reader.hop.method !== 'HEAD',
    )
    // another address of the name had failed before
    if (reader.hop.failure !== undefined && isBeforeAnswer(reader.hop.failure))
      reader.hop.failure = undefined
    reader.inHead = true
    return
  }
  if (line === '') {
    reader.inHead = false
    if (opensTunnel(reader.hop)) beginInTunnel(reader)
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

/** What follows belongs to the call through the tunnel: its TLS, its answer. */
function opensTunnel({ method, response }: HopDraft): boolean {
  return method === 'CONNECT' && response !== undefined && Math.floor(response.status / 100) === 2
}

function beginInTunnel(reader: Reader): void {
  const place = reader.hop.url
  push(reader)
  reader.place = place
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
  reader.place = addressIn(note) || reader.place
  if (reader.hop.failure !== undefined && /^\s*Trying /.test(note)) reader.hop.goesOn = true
  const place =
    /Connected to (\S+) \([^)]*\) port (\d+)/.exec(note) ??
    /Established connection to (\S+) \(\S+ port (\d+)\)/.exec(note)
  if (place !== null) {
    reader.hop.failure = undefined // another address of the name had failed before
    delete reader.hop.goesOn
    if (reader.hop.host === '') reader.hop.host = place[1] ?? ''
    if (reader.hop.scheme === '' && place[2] === '80') reader.hop.scheme = 'http'
  }
  if (/SSL connection using|TLS handshake/.test(note)) reader.hop.scheme = 'https'
  if (isFailureNote(note) && !closesAnswer(reader.hop, note)) noteFailure(reader, note)
}

/** With -s the note is all that curl says of a failure, before an answer and within one; the number of
 *  the line `curl: (NN)` is finer. */
function noteFailure(reader: Reader, line: string): void {
  const failure = failureOf(line)
  if (failure === undefined) return
  const { hop } = reader
  delete hop.goesOn // the address it had turned to failed as well
  const isNote = !line.startsWith('curl: (')
  if (hop.response !== undefined && continuesElsewhere(hop.response, failure)) push(reader)
  else if (hop.failure !== undefined && (isNote || isSummary.test(line))) {
    if (!isOtherAddress(hop.failure, line)) return
  }
  reader.hop.failure = failure
}

/** No way to the first address, which is mostly that of IPv6; what the next one did counts. */
function isOtherAddress({ says }: CallFailure, note: string): boolean {
  return says.includes('Immediate connect fail') && note.startsWith('connect to ')
}

/** Behind notes that say why: no route, refused. */
const isSummary = /^curl: \(7\) .*Could(?:n't| not) connect to server/

/** How TLS ends behind an answer is no failure of the answer. */
function closesAnswer({ response }: HopDraft, note: string): boolean {
  return response !== undefined && /TLS alert/.test(note)
}

/** `Failed to connect to shop.test port 80 after …`: where no request was sent, a note has the address. */
function addressIn(note: string): string {
  const place = /^(?:Failed to connect|Connected) to (\S+) (?:\([^)]*\) )?port (\d+)/.exec(note)
  if (place !== null) return `${place[1]}:${place[2]}`
  return /^Could not resolve host: (\S+)/.exec(note)?.[1] ?? ''
}

function push(reader: Reader): void {
  const { hop } = reader
  if (hop.response === undefined && hop.failure === undefined && reader.wasSent)
    hop.failure = { key: 'call_interrupted', says: 'the text ends after the request' }
  if (hop.url === '' && hop.failure !== undefined) hop.url = reader.place
  if (hop.response !== undefined || hop.failure !== undefined || hop.url !== '')
    reader.hops.push(hop)
  reader.hop = emptyHop()
  reader.inHead = false
  reader.wasSent = false
  reader.place = ''
}
