import { objectOf, textOf } from '../gateway-mark.ts'
import { serviceJsonOf } from '../service-json.ts'
import { emptyHop, responseOnly, type HopDraft } from './transcript.ts'

/** A body without its header: the page or JSON itself often tells the status. */
export function readBareBody(text: string): HopDraft | undefined {
  const body = bodyIn(text)
  if (body === undefined) return undefined
  const unwrapped = innerJson(body)
  return { ...emptyHop(), response: responseOnly(statusIn(unwrapped), unwrapped) }
}

/** The body within what stands around it: a command before, a sentence after. */
function bodyIn(text: string): string | undefined {
  const trimmed = text.trim()
  if (objectOf(trimmed) !== undefined || /^[[{<]/.test(trimmed)) return joined(trimmed)
  const start = trimmed.search(/^\s*(?:<!doctype|<html|<\?xml|\{\s*")/im)
  if (start !== -1) return joined(balanced(trimmed.slice(start)))
  const known =
    /^(?:Server Error \(500\)|Bad Request \(400\)|no healthy upstream|upstream (?:connect error|request timeout).*|404 page not found|default backend - 404)$/
  return known.test(trimmed) ? trimmed : undefined
}

/** Up to the closing brace, where the JSON is followed by words. */
function balanced(text: string): string {
  if (!text.startsWith('{')) return text
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '"') inString = !inString
    else if (!inString && character === '{') depth++
    else if (!inString && character === '}' && --depth === 0) return text.slice(0, index + 1)
  }
  return text
}

/** JSON that a terminal wrapped parses once its line ends are gone. */
export function joined(body: string): string {
  if (!body.startsWith('{') || objectOf(body) !== undefined) return body
  const oneLine = body.replaceAll('\n', '')
  return objectOf(oneLine) === undefined ? body : oneLine
}

/** `{"error": "{…}"}`: a log or a client that wrapped the whole answer, and nothing else. */
function innerJson(body: string): string {
  const outer = objectOf(body)
  const values = outer === undefined ? [] : Object.values(outer)
  const inner = textOf(values[0])
  if (values.length !== 1) return body
  return objectOf(inner) === undefined ? body : inner
}

function statusIn(body: string): number {
  const page =
    /<title>\s*(?:HTTP Status |Error )?(\d{3})\b/i.exec(body) ??
    /<h1>\s*(?:Error |HTTP Status )?(\d{3})\b/i.exec(body) ??
    /<h2>HTTP ERROR (\d{3})/.exec(body) ??
    /\((4\d\d|5\d\d)\)(?:<\/title>|<\/h1>|<\/span>|\s*$)/.exec(body)
  if (page !== null) return Number(page[1])
  if (/<pre>Cannot [A-Z]+ |<title>Not Found<\/title>|404 page not found/.test(body)) return 404
  return jsonStatus(body)
}

function jsonStatus(body: string): number {
  const json = objectOf(body)
  for (const name of ['status', 'statusCode', 'status_code']) {
    const value = Number(json?.[name])
    if (Number.isInteger(value) && value >= 200 && value <= 599) return value
  }
  const gatewayCode = /"code_name"/.test(body)
    ? /"code"\s*:\s*16([45]\d\d)\d\d\b/.exec(body)?.[1]
    : undefined
  if (gatewayCode !== undefined) return Number(gatewayCode)
  const detail = textOf(json?.['detail'])
  const known = detailStatuses.find(([pattern]) => pattern.test(detail))
  if (known !== undefined) return known[1]
  if (isFieldList(json)) return 400
  return serviceJsonOf(responseLike(body))?.isError === true ? 0 : json === undefined ? 0 : 200
}

/** `{"name": ["This field is required."]}`: a form or serializer that refuses its input. */
function isFieldList(json: Readonly<Record<string, unknown>> | undefined): boolean {
  const values = json === undefined ? [] : Object.values(json)
  const isList = (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  return values.length > 0 && values.every(isList)
}

const detailStatuses: readonly (readonly [RegExp, number])[] = [
  [/^Not found\.?$/i, 404],
  [/^Unsupported media type/, 415],
  [/^Method .*not allowed/i, 405],
  [/^Authentication credentials|^Not authenticated/, 401],
  [/permission/, 403],
  [/throttled/, 429],
  [/parse error/, 400],
]

function responseLike(body: string): Parameters<typeof serviceJsonOf>[0] {
  return {
    status: 0,
    reason: '',
    headers: [],
    body,
    complete: true,
    bodyKept: true,
    bodySeen: true,
  }
}
