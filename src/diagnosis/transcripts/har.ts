import { objectOf, textOf } from '../gateway-mark.ts'
import { failureOf } from './call-failures.ts'
import { emptyHop, type HopDraft } from './transcript.ts'

/** Reads a HAR of a browser: every entry is a hop. undefined where the text is no HAR. */
export function readHar(text: string): HopDraft[] | undefined {
  const log = asObject(objectOf(text)?.['log'])
  const entries = log?.['entries']
  if (!Array.isArray(entries)) return undefined
  return entries.flatMap((entry: unknown) => {
    const read = asObject(entry)
    return read === undefined ? [] : [hopOf(read)]
  })
}

type JsonObject = Readonly<Record<string, unknown>>

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined
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
  if (status === 0) {
    const says =
      textOf(response?.['_error']) || textOf(entry['_error']) || 'the browser got no response'
    hop.failure = failureOf(says) ?? { key: 'call_interrupted', says }
    return hop
  }
  hop.response = {
    status,
    reason: textOf(response?.['statusText']),
    headers: pairs(response?.['headers']),
    body: contentOf(asObject(response?.['content'])),
    bodySeen: hop.method !== 'HEAD',
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
