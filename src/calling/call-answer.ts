import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import { readHttpLines } from '../diagnosis/transcripts/http-lines.ts'
import { ChunkedDecoder } from '../wire/chunked.ts'
import { FieldTable } from '../wire/field-table.ts'
import { parseResponseHead, ResponseHead, type BodyFraming } from '../wire/response-head.ts'
import type { Field } from './call-request.ts'

/** An answer as it came over the connection. */
export interface CallAnswer {
  readonly status: number
  readonly reason: string
  /** `HTTP/1.1`, or '' where the head could only be guessed at. */
  readonly version: string
  readonly headers: readonly Field[]
  /** Statuses of 1xx answers before it. */
  readonly interim: readonly number[]
  readonly framing: BodyFraming
  /** -1 where the length was not declared. */
  readonly expectedBytes: number
  readonly receivedBytes: number
  /** The beginning of the body, framing taken off, Content-Encoding still on. */
  readonly kept: Buffer
  readonly trailers: string
  readonly isComplete: boolean
  /** Bytes came behind the end of the answer. */
  readonly hasExcess: boolean
}

/** Takes a piece of the body of the answer that has this status and these fields. */
export type BodyReceiver = (bytes: Buffer, status: number, headers: readonly Field[]) => void

/** What breaks the rules of HTTP in an answer. */
export interface AnswerProblem {
  readonly key: ErrorKey
  readonly facts: Facts
}

/** As of the gateway for answers of backends (a head of 64 KiB and 200 fields, chunk lines of 1 KiB). */
const headLimits = { headBytes: 65_536, uriBytes: 0, fields: 200 }
const chunkedLimits = { lineBytes: 1_024, trailerBytes: 8_192 }
const mostInterim = 100
/** Of the body, for the picture, the verdict and a HAR; all of it goes to the file of `-o`. */
const mostKeptBytes = 1_048_576

/** Reads one answer as strictly as the gateway does. What it refuses is kept and read again leniently:
 *  a person must see what came. */
export class AnswerReader {
  part: 'head' | 'body' | 'complete' | 'refused' = 'head'
  problem: AnswerProblem | undefined
  /** The answer began to arrive; 1xx are none. */
  hasBegun = false
  readonly #method: string
  readonly #onBody: BodyReceiver
  readonly #head = new ResponseHead(noOwnFields)
  readonly #interim: number[] = []
  readonly #kept: Buffer[] = []
  #keptBytes = 0
  #receivedBytes = 0
  #text = ''
  #decoder = new ChunkedDecoder(chunkedLimits)
  #framing: BodyFraming = 'none'
  #headers: readonly Field[] = []
  #hasExcess = false

  /** `onBody` gets every piece of the body, framing taken off. */
  constructor(method: string, onBody: BodyReceiver) {
    this.#method = method
    this.#onBody = onBody
  }

  get interimCount(): number {
    return this.#interim.length
  }

  /** The first bytes of an answer that has no acceptable head yet. */
  get headText(): string {
    return this.#text
  }

  feed(bytes: Buffer): void {
    if (this.part === 'body') this.#bodyBytes(bytes)
    else if (this.part === 'complete') this.#hasExcess ||= bytes.length > 0
    else this.#headBytes(bytes)
  }

  /** FIN: with a close-delimited body it is the only end there is. */
  finish(): void {
    if (this.part === 'body' && this.#framing === 'close') this.part = 'complete'
  }

  /** undefined where no head came, or nothing that resembles one. */
  answer(): CallAnswer | undefined {
    if (this.part === 'refused') return this.#guessed()
    if (this.part === 'head') return undefined
    return this.#read()
  }

  #read(): CallAnswer {
    const { status, reason, minor, contentLength } = this.#head
    return {
      status,
      reason: utf8Where(reason),
      version: `HTTP/1.${minor}`,
      headers: this.#headers,
      interim: this.#interim,
      framing: this.#framing,
      expectedBytes: this.#framing === 'length' ? contentLength : -1,
      receivedBytes: this.#receivedBytes,
      kept: Buffer.concat(this.#kept),
      trailers: this.#decoder.trailers,
      isComplete: this.part === 'complete',
      hasExcess: this.#hasExcess,
    }
  }

  #headBytes(bytes: Buffer): void {
    this.hasBegun = true
    const room = headLimits.headBytes * 2 - this.#text.length
    this.#text += bytes.toString('latin1', 0, Math.min(bytes.length, room))
    while (this.part === 'head') {
      const size = parseResponseHead(this.#head, this.#text, headLimits)
      if (size === 0) return
      if (size < 0) return this.#refuse(this.#head.problem)
      const { status } = this.#head
      const rest = bytes.subarray(bytes.length - (this.#text.length - size))
      if (status >= 200 || status === 101) return this.#begin(rest)
      this.#interim.push(status)
      if (this.#interim.length > mostInterim) return this.#refuse(tooManyInterim)
      this.#text = this.#text.slice(size)
      this.hasBegun = this.#text !== ''
    }
  }

  #refuse(problem: AnswerProblem | null): void {
    this.part = 'refused'
    this.problem = problem ?? { key: 'backend_invalid_head', facts: {} }
  }

  #begin(rest: Buffer): void {
    const head = this.#head
    this.#headers = Array.from({ length: head.fieldCount }, (_, index) => [
      head.name(index),
      utf8Where(head.value(index)),
    ])
    this.#framing = head.bodyFraming(this.#method)
    this.part = 'body'
    const isEmpty = this.#framing === 'length' && head.contentLength === 0
    if (this.#framing === 'none' || isEmpty) {
      this.part = 'complete'
      this.#hasExcess = rest.length > 0 && head.status !== 101
    } else this.#bodyBytes(rest)
  }

  #bodyBytes(bytes: Buffer): void {
    if (bytes.length === 0) return
    if (this.#framing === 'chunked') return this.#chunkedBytes(bytes)
    const left = this.#head.contentLength - this.#receivedBytes
    const end = this.#framing === 'length' ? Math.min(bytes.length, left) : bytes.length
    this.#payload(bytes.subarray(0, end))
    if (this.#framing !== 'length' || end < left) return
    this.part = 'complete'
    this.#hasExcess = end < bytes.length
  }

  #chunkedBytes(bytes: Buffer): void {
    const decoder = this.#decoder
    const end = decoder.decode(bytes, 0, bytes.length, (from, start, stop) =>
      this.#payload(Buffer.from(from.subarray(start, stop))),
    )
    if (decoder.problem !== '')
      this.problem = { key: 'backend_body_invalid', facts: { reason: decoder.problem } }
    if (!decoder.done) return
    this.part = 'complete'
    this.#hasExcess = end < bytes.length
  }

  #payload(bytes: Buffer): void {
    this.#receivedBytes += bytes.length
    const kept = Buffer.from(bytes.subarray(0, mostKeptBytes - this.#keptBytes))
    if (kept.length > 0) this.#kept.push(kept)
    this.#keptBytes += kept.length
    this.#onBody(bytes, this.#head.status, this.#headers)
  }

  /** A head that breaks a rule, as a lenient program would take it. */
  #guessed(): CallAnswer | undefined {
    const found = readHttpLines(this.#text.replaceAll('\r\n', '\n')).at(0)?.response
    if (found === undefined) return undefined
    const body = Buffer.from(found.body, 'latin1')
    return {
      status: found.status,
      reason: found.reason,
      version: '',
      headers: found.headers,
      interim: this.#interim,
      framing: 'close',
      expectedBytes: -1,
      receivedBytes: body.length,
      kept: body,
      trailers: '',
      isComplete: false,
      hasExcess: false,
    }
  }
}

const noOwnFields = new FieldTable({})
const tooManyInterim: AnswerProblem = {
  key: 'backend_invalid_head',
  facts: { reason: `more than ${mostInterim} interim answers` },
}

/** Fields are bytes; most that are not ASCII are UTF-8. */
function utf8Where(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8')
  return text.includes('\uFFFD') ? latin1 : text
}
