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
  /** The body calls itself a failure. */
  readonly isError: boolean
}

export function serviceJsonOf(response: ReceivedResponse): ServiceJson | undefined {
  const body = objectOf(response.body)
  if (body === undefined) return cutJson(response)
  const code = codeOf(body)
  const says = saysOf(body)
  const own =
    ownFields.some((name) => Object.hasOwn(body, name)) ||
    code !== '' ||
    Object.keys(body).length > 3
  return { kind: own ? 'own' : 'plain', code, says, isError: isError(body, code) }
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

function codeOf(body: Readonly<Record<string, unknown>>): string {
  for (const name of ['code', 'bk_error_code', 'error_code', 'errcode', 'errorCode']) {
    const value = body[name]
    if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
      return String(value)
  }
  return ''
}

function saysOf(body: Readonly<Record<string, unknown>>): string {
  for (const name of [
    'message',
    'msg',
    'error',
    'bk_error_msg',
    'error_description',
    'detail',
    'errmsg',
    'title',
  ])
    if (textOf(body[name]) !== '') return textOf(body[name])
  return ''
}

/** 0, 00 and 200 are what services call success. */
function isError(body: Readonly<Record<string, unknown>>, code: string): boolean {
  if (body['result'] === false || body['success'] === false || body['ok'] === false) return true
  if (isFilled(body['error']) || isFilled(body['errors'])) return true
  if (/^(?:error|fail(?:ed|ure)?)$/i.test(textOf(body['status']))) return true
  if (body['result'] === true || body['success'] === true) return false
  const failed = code !== '' && !/^(?:0+|200|ok|success)$/i.test(code)
  return failed && saysOf(body) !== ''
}

/** `[]`, `{}`, `""`, `"0"`, 0, false and null are how services say that there is none. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return !/^(?:|0+|ok|none|null|false|success)$/i.test(value.trim())
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value === true
}

function cutJson(response: ReceivedResponse): ServiceJson | undefined {
  const typed = /\bjson\b/i.test(headerOf(response, 'content-type'))
  if (!/^\s*[{[]\s*["{[]/.test(response.body) && !(typed && /^\s*[{[]/.test(response.body)))
    return undefined
  return { kind: 'plain', code: '', says: '', isError: false }
}
