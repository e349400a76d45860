import { errorCodeField } from '../../model/answer-marks.ts'
import {
  hasErrorWords,
  isEnvelope,
  isThing,
  membersOf,
  type JsonObject,
} from '../answer-members.ts'
import type { Outcome } from '../body-outcome.ts'
import { objectOf, textOf } from '../gateway-mark.ts'
import { isFailure, serviceJsonOf } from '../service-json.ts'

/** The status that a body was sent with, as far as it says so itself. 0: it does not. */
export function statusOfBody(body: string): number {
  const page =
    /<title>\s*(?:HTTP(?: Status |状态 ?)|Error )?(\d{3})\b/i.exec(body) ??
    /<h1>\s*(?:Error |HTTP(?: Status |状态 ?))?(\d{3})\b/i.exec(body) ??
    /<h2>HTTP ERROR (\d{3})/.exec(body) ??
    /\(?(?:status=)?(4\d\d|5\d\d)\)(?:\.|<\/title>|<\/h1>|<\/span>|<\/small>|<\/div>|\s*$)/.exec(
      body,
    )
  if (page !== null) return Number(page[1])
  if (
    /<pre>Cannot [A-Z]+ |<title>Not Found<\/title>|^404 page not found|default backend - 404/.test(
      body,
    )
  )
    return 404
  if (djangoDebug.every((part) => body.includes(part))) return 500
  return statusOfJson(objectOf(body), body)
}

/** Django's page of an exception, shown with DEBUG = True; its page of a 404 names the status. */
const djangoDebug = ['Exception Type:</th>', '<code>DEBUG = True</code>']

/** A gateway's own error code holds the status (1650200), Proxy-Status that of what it relays (RFC 9209 2.1.5),
 *  and a challenge comes with one status only (RFC 9110 11.6). */
export function statusOfHeaders(headers: readonly (readonly [string, string])[]): number {
  const valueOf = (wanted: string): string =>
    headers.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1] ?? ''
  const found =
    /^16([45]\d\d)\d\d$/.exec(valueOf(errorCodeField).trim()) ??
    /;\s*received-status=(\d{3})\b/.exec(valueOf('proxy-status'))
  if (found !== null) return Number(found[1])
  if (valueOf('www-authenticate') !== '') return 401
  return valueOf('proxy-authenticate') === '' ? 0 : 407
}

/** Of a body that is nothing but the phrase of its status. */
export function statusOfPhrase(body: string): number {
  return phraseStatuses.get(body.trim().toLowerCase()) ?? 0
}

const phraseStatuses: ReadonlyMap<string, number> = new Map([
  ['bad request', 400],
  ['unauthorized', 401],
  ['forbidden', 403],
  ['not found', 404],
  ['method not allowed', 405],
  ['unsupported media type', 415],
  ['too many requests', 429],
  ['internal server error', 500],
  ['bad gateway', 502],
  ['service unavailable', 503],
  ['gateway timeout', 504],
])

export function callsItselfError(body: string): boolean {
  return isFailure(serviceJsonOf(responseLike(body)))
}

/** What a body says of its call, 'silent' where it is no JSON. */
export function outcomeInBody(body: string): Outcome {
  return serviceJsonOf(responseLike(body))?.outcome ?? 'silent'
}

function statusOfJson(json: Readonly<Record<string, unknown>> | undefined, body: string): number {
  const stated = json === undefined ? 0 : statedStatus(json)
  if (stated !== 0) return stated
  const gatewayCode = ownGatewayCode(json, body)
  if (gatewayCode !== undefined) return Number(gatewayCode)
  const detail = textOf(json?.['detail'])
  const known = detailStatuses.find(([pattern]) => pattern.test(detail))
  if (known !== undefined) return known[1]
  return isFieldList(json) ? 400 : 0
}

/** Of an object its own members count; of one that was cut, what stands before a nested one. */
function ownGatewayCode(json: JsonObject | undefined, body: string): string | undefined {
  if (json !== undefined)
    return Object.hasOwn(json, 'code_name')
      ? /^16([45]\d\d)\d\d$/.exec(String(json['code']))?.[1]
      : undefined
  const own = /^\s*\{[^{[]*/.exec(body)?.[0] ?? ''
  return own.includes('"code_name"') ? /"code"\s*:\s*16([45]\d\d)\d\d\b/.exec(own)?.[1] : undefined
}

/** An order has a `status` too, and its number need not be one of HTTP: of an error, words stand beside it. */
function statedStatus(json: JsonObject): number {
  for (const name of ['status', 'statusCode', 'status_code']) {
    const value = Number(json[name])
    if (!Number.isInteger(value) || value < 200 || value > 599) continue
    if (value < 400 || isAboutAnswer(json)) return value
  }
  return 0
}

function isAboutAnswer(json: JsonObject): boolean {
  const members = membersOf(json)
  return isEnvelope(members) || (hasErrorWords(members) && !isThing(json, members))
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
