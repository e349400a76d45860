import { objectOf, textOf } from '../gateway-mark.ts'
import { failureOf } from './call-failures.ts'
import { asObject, cutObjectOf, objectTextAt, type JsonObject } from './json-pieces.ts'
import { emptyHop, responseWith, type HopDraft } from './transcript.ts'

export interface HarRead {
  readonly hops: HopDraft[]
  /** Entries are missing. */
  readonly isCut: boolean
}

/** Reads a HAR of a browser: every entry is a hop. Of a HAR that was cut, the entries that are left.
 *  undefined where the text is no HAR. */
export function readHar(text: string): HarRead | undefined {
  if (!/"(?:log|entries|startedDateTime|httpVersion|redirectURL)"\s*:/.test(text)) return undefined
  const whole = entriesOf(wholeObject(text), text)
  const entries = whole ?? cutEntries(text)
  if (entries === undefined) return undefined
  const hops = entries.flatMap((entry) => {
    const read = asObject(entry)
    return read === undefined ? [] : [hopOf(read)]
  })
  return { hops, isCut: whole === undefined }
}

/** The JSON among a person's sentences, also where a terminal broke its lines. */
function wholeObject(text: string): JsonObject | undefined {
  const whole = objectOf(text)
  if (whole !== undefined) return whole
  const start = text.indexOf('{')
  if (start === -1) return undefined
  const inner = objectTextAt(text, start)
  return objectOf(inner) ?? objectOf(inner.replaceAll('\n', ''))
}

function entriesOf(har: JsonObject | undefined, text: string): readonly unknown[] | undefined {
  const entries = asObject(har?.['log'])?.['entries'] ?? har?.['entries']
  if (Array.isArray(entries)) return entries
  // one entry, as some browsers copy it; else the first that is whole among others
  const isEntry =
    asObject(har?.['request']) !== undefined && asObject(har?.['response']) !== undefined
  const parts = [...text.matchAll(/"(?:request|response)"\s*:/g)].length
  return isEntry && parts === 2 && /\}\s*$/.test(text) ? [har] : undefined
}

/** Pairs of request and response that are still whole, and a last response that breaks off. */
function cutEntries(text: string): readonly unknown[] | undefined {
  const parts = [...text.matchAll(/"(request|response)"\s*:\s*(?=\{)/g)]
  if (
    !parts.some(([, name]) => name === 'response') ||
    !/"(?:headersSize|httpVersion|statusText)"/.test(text)
  )
    return undefined
  const entries: JsonObject[] = []
  let request: JsonObject | undefined
  for (const [index, part] of parts.entries()) {
    const start = part.index + part[0].length
    const piece = text.slice(start, parts[index + 1]?.index)
    const value = cutObjectOf(objectTextAt(piece, 0))
    if (part[1] === 'request') request = value
    else if (value !== undefined && Object.hasOwn(value, 'status')) {
      entries.push({ request, response: value })
      request = undefined
    }
  }
  return entries
}

function hopOf(entry: JsonObject): HopDraft {
  const request = asObject(entry['request'])
  const response = asObject(entry['response'])
  const hop: HopDraft = {
    ...emptyHop(),
    method: textOf(request?.['method']),
    url: textOf(request?.['url']),
  }
  const status = Number(response?.['status'] ?? 0)
  const fields = pairs(request?.['headers'])
  hop.contentType = fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (!(status >= 100 && status <= 599)) {
    const says =
      textOf(response?.['_error']) || textOf(entry['_error']) || 'the browser got no response'
    hop.failure = failureOf(says) ?? { key: 'call_interrupted', says: says.slice(0, 200) }
    return hop
  }
  const content = asObject(response?.['content'])
  const body = contentOf(content)
  const isKept = body !== '' || Number(content?.['size'] ?? 0) <= 0
  hop.response = {
    ...responseWith(status, textOf(response?.['statusText']), hop.method !== 'HEAD' && isKept),
    headers: pairs(response?.['headers']),
    body,
  }
  return hop
}

function pairs(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown): [string, string][] => {
    const field = asObject(item)
    return field === undefined ? [] : [[textOf(field['name']), textOf(field['value'])]]
  })
}

function contentOf(content: JsonObject | undefined): string {
  const text = textOf(content?.['text'])
  if (content?.['encoding'] !== 'base64') return text
  try {
    return decodeURIComponent(
      Array.from(atob(text), (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join(
        '',
      ),
    )
  } catch {
    return '' // binary
  }
}
