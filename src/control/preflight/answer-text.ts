import type { ReceivedResponse } from '../../diagnosis/received-response.ts'

/** The bytes of a probe's answer (latin1) as the rules of diagnosis read it: leniently, because what a
 *  strange host says is what the probe is about. */
export function answerOf(text: string): ReceivedResponse | undefined {
  const parts = partsOf(text)
  if (parts === undefined) return undefined
  const { status, reason, headers, raw } = parts
  const bytes = isChunked(headers) ? dechunked(raw) : raw
  return {
    status,
    reason,
    headers,
    body: Buffer.from(bytes, 'latin1').toString('utf8'),
    complete: isWhole(text),
    bodyKept: isWhole(text),
    bodySeen: true,
  }
}

/** All that the answer announced has arrived; false where only the end of the connection tells. */
export function isWhole(text: string): boolean {
  const parts = partsOf(text)
  if (parts === undefined) return false
  const { status, headers, raw } = parts
  if (status === 204 || status === 304) return true
  if (isChunked(headers)) return /(^|\r\n)0+(;[^\r\n]*)?\r\n/.test(raw) && raw.endsWith('\r\n\r\n')
  const length = valueOf(headers, 'content-length')
  return /^\d{1,15}$/.test(length) && raw.length >= Number(length)
}

type Fields = readonly (readonly [string, string])[]

interface Parts {
  readonly status: number
  readonly reason: string
  readonly headers: Fields
  /** What stands behind the head, as it was sent. */
  readonly raw: string
}

/** undefined until a whole head is there; 1xx are none (RFC 9110 section 15.2). */
function partsOf(text: string): Parts | undefined {
  let rest = text
  for (let heads = 0; heads < mostInterim; heads++) {
    const parts = firstPartsOf(rest)
    if (parts === undefined || parts.status >= 200) return parts
    rest = parts.raw
  }
  return undefined
}

const mostInterim = 20

function firstPartsOf(text: string): Parts | undefined {
  const end = text.indexOf('\r\n\r\n')
  const found = /^HTTP\/1\.\d (\d{3})(?: ([^\r\n]*))?\r\n/.exec(text)
  if (end === -1 || found === null) return undefined
  const status = Number(found[1])
  const raw = text.slice(end + 4)
  const lines = text.slice(0, end).split('\r\n').slice(1)
  const headers = lines.flatMap((line): Fields => {
    const [, name, value = ''] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
    return name === undefined ? [] : [[name, value]]
  })
  return { status, reason: found[2] ?? '', headers, raw }
}

function isChunked(headers: Fields): boolean {
  return /\bchunked\b/i.test(valueOf(headers, 'transfer-encoding'))
}

function valueOf(headers: Fields, name: string): string {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? ''
}

/** As far as it is there. */
function dechunked(raw: string): string {
  const line = /([\da-f]{1,8})[^\r\n]*\r\n/iy
  let body = ''
  for (;;) {
    const size = Number.parseInt(line.exec(raw)?.[1] ?? '0', 16)
    if (size === 0) return body
    body += raw.slice(line.lastIndex, line.lastIndex + size)
    line.lastIndex += size + 2
  }
}
