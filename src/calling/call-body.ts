import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'
import type { Transform } from 'node:stream'
import type { Bilingual } from '../model/bilingual.ts'
import type { CallAnswer } from './call-answer.ts'
import { fieldOf } from './call-request.ts'

/** The beginning of a body as a person reads it: Content-Encoding taken off, within bounds. */
export interface ReadableBody {
  /** '' where it is binary. */
  readonly text: string
  readonly isBinary: boolean
  /** All of the body is in `text`. */
  readonly isWhole: boolean
  /** What kept a Content-Encoding from being taken off. */
  readonly problem: Bilingual | undefined
}

/** Decoded bytes at most: a few kilobytes of brotli can stand for gigabytes. */
const mostDecodedBytes = 1_048_576

export async function readableBody(answer: CallAnswer): Promise<ReadableBody> {
  const codings = fieldOf(answer.headers, 'content-encoding')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  let decoded: Decoded = { bytes: answer.kept, isCut: false, problem: undefined }
  for (const coding of codings.toReversed()) {
    if (decoded.problem === undefined && decoded.bytes.length > 0)
      decoded = await decode(decoded, coding)
  }
  const keptAll = answer.isComplete && answer.kept.length === answer.receivedBytes
  const { text, isBinary } = asText(decoded)
  const isWhole = keptAll && !decoded.isCut && decoded.problem === undefined
  return { text, isBinary, isWhole, problem: decoded.problem }
}

interface Decoded {
  readonly bytes: Buffer
  readonly isCut: boolean
  readonly problem: Bilingual | undefined
}

async function decode({ bytes, isCut }: Decoded, coding: string): Promise<Decoded> {
  const decoder = decoderOf(coding, bytes)
  if (decoder === undefined) {
    const name = coding.slice(0, 40)
    const problem: Bilingual = [
      `Content-Encoding ${name} is not known here`,
      `不认识的 Content-Encoding：${name}`,
    ]
    return { bytes, isCut, problem }
  }
  const pieces: Buffer[] = []
  let size = 0
  let problem: Bilingual | undefined
  decoder.end(bytes)
  try {
    for await (const piece of decoder) {
      const part = Buffer.from(piece).subarray(0, mostDecodedBytes - size)
      pieces.push(part)
      size += part.length
      if (size >= mostDecodedBytes) break
    }
  } catch {
    // what came before stays; a body that was cut off ends like this too
    if (size === 0)
      problem = [
        `the body is no ${coding}, as its Content-Encoding says`,
        `响应体不是其 Content-Encoding 所说的 ${coding}`,
      ]
  }
  return { bytes: Buffer.concat(pieces), isCut: isCut || size >= mostDecodedBytes, problem }
}

function decoderOf(coding: string, bytes: Buffer): Transform | undefined {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      return createZstdDecompress()
    case 'deflate': // meant with zlib's header (RFC 9110 section 8.4.1.2), often sent without
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      return undefined
  }
}

/** UTF-8 without control characters is text; a character cut at the end does not make it binary. */
function asText({ bytes, problem }: Decoded): { text: string; isBinary: boolean } {
  if (problem !== undefined) return { text: '', isBinary: bytes.length > 0 }
  const text = new TextDecoder().decode(bytes).replace(/\uFFFD{1,3}$/, '')
  const sample = text.slice(0, 4_096)
  const controls = sample.match(/[\uFFFD\p{Cc}]/gu) ?? []
  const odd = controls.filter((character) => !textControls.includes(character)).length
  const isBinary = odd * 50 > sample.length || sample.includes('\u0000')
  return isBinary ? { text: '', isBinary } : { text, isBinary }
}

const textControls = '\n\r\t\f\u001b'
