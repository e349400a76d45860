import {
  codeOf,
  isObject,
  membersOf,
  messageOf,
  type JsonObject,
  type Members,
} from './answer-members.ts'
import { innerAnswer, outcomeOf, type Outcome } from './body-outcome.ts'
import { objectOf, textOf } from './gateway-mark.ts'
import { headerOf, type ReceivedResponse } from './received-response.ts'

/** A service's own JSON. Access layers write pages or a short `message`; a code, an error list or a
 *  request id of its own tells an application. */
export interface ServiceJson {
  /** `own`: it has a shape that proxies do not write; `plain`: a proxy could have written it. */
  readonly kind: 'own' | 'plain'
  readonly code: string
  /** What it says went wrong, '' if nothing. */
  readonly says: string
  /** What it says of the call. */
  readonly outcome: Outcome
}

export function serviceJsonOf(response: ReceivedResponse): ServiceJson | undefined {
  const body = objectOf(response.body)
  if (body === undefined) return listOrCutJson(response)
  const answer = innerAnswer(body) ?? body
  const members = membersOf(answer)
  const own =
    ownFields.some((name) => Object.hasOwn(body, name)) ||
    hasOwnCode(body) ||
    Object.keys(body).length > 3
  return {
    kind: own ? 'own' : 'plain',
    code: codeOf(members),
    says: messageOf(members) || ofError(members) || ofProblem(members),
    outcome: outcomeOf(body),
  }
}

/** `{"error": {"message": …}}`, `{"errors": [{"message": …}]}` */
function ofError(members: Members): string {
  const errors = members.get('errors')
  const error: unknown = members.get('error') ?? (Array.isArray(errors) ? errors[0] : errors)
  return isObject(error) ? messageOf(membersOf(error)) : textOf(error)
}

function ofProblem(members: Members): string {
  return textOf(members.get('detail')) || textOf(members.get('title'))
}

/** The body calls the call a failure. */
export function isFailure(json: ServiceJson | undefined): boolean {
  return json?.outcome === 'failed' || json?.outcome === 'maybe_failed'
}

const ownFields = [
  'errors',
  'result',
  'success',
  'request_id',
  'requestId',
  'trace_id',
  'traceId',
  'bk_error_code',
  'error_code',
  'errcode',
  'details',
]

function hasOwnCode(body: JsonObject): boolean {
  return ['code', 'bk_error_code', 'error_code', 'errcode', 'errorCode'].some((name) => {
    const value = body[name]
    return typeof value === 'number' || (typeof value === 'string' && value !== '')
  })
}

function listOrCutJson(response: ReceivedResponse): ServiceJson | undefined {
  const typed = /\bjson\b/i.test(headerOf(response, 'content-type'))
  if (!/^\s*[{[]\s*["{[]/.test(response.body) && !(typed && /^\s*[{[]/.test(response.body)))
    return undefined
  return { kind: 'plain', code: '', says: '', outcome: outcomeOf(listOf(response.body)) }
}

function listOf(text: string): readonly unknown[] {
  if (!/^\s*\[/.test(text)) return []
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter(isObject) : []
  } catch {
    return [] // cut
  }
}
