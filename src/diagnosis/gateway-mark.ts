import { errorCodeField, errorMessageField, requestIdField } from '../model/answer-marks.ts'
import { errorEntry, errorKeys, isErrorKey } from '../model/error-table.ts'
import type { JsonObject } from './answer-members.ts'
import { hasHeader, headerOf, type ReceivedResponse } from './received-response.ts'

/** The marks of a gateway's own error, of ours or of the system whose codes we keep: five fields in
 *  the body, two header fields. Behind our own gateway they are an imitation; in a pasted text they are
 *  what tells the gateway. */
export interface GatewayMark {
  readonly code: number
  readonly codeName: string
  readonly message: string
  /** Of the five fields of the envelope, how many are there. */
  readonly fields: number
  readonly inHeader: boolean
  /** Without the field of the code: the field of its message, or a link to our own page about it. */
  readonly besideCode: boolean
  /** What a gateway would not have written beside its code; '' if nothing. */
  readonly contradiction: '' | 'no_code' | 'other_code' | 'status' | 'body'
}

const envelopeFields = ['code', 'code_name', 'message', 'result', 'data'] as const

function isEnvelopeField(name: string): boolean {
  return envelopeFields.some((one) => one === name)
}

/** 16, then a status of an error, then two digits: 1640001. gRPC's own 16 is none. */
const gatewayCode = /^16[45]\d\d\d\d$/

export function gatewayMarkOf(response: ReceivedResponse): GatewayMark | undefined {
  const inHeader = hasHeader(response, errorCodeField)
  const body = objectOf(response.body)
  const header = headerOf(response, errorCodeField)
  const ofBody = String(body === undefined ? cutCode(response.body) : codeIn(body))
  const fields = fieldsOf(body, response.body)
  const besideCode = codeBeside(response)
  const isOfBody = gatewayCode.test(ofBody) && looksLikeEnvelope(body, response.body, fields)
  if (!inHeader && besideCode === 0 && !isOfBody) return undefined
  const codeText = gatewayCode.test(ofBody) ? ofBody : header || String(besideCode)
  const signs = { header: inHeader ? header : codeText, codeText, fields }
  const isMarked = inHeader || besideCode !== 0
  return {
    code: Number(codeText) || 0,
    codeName: textOf(body?.['code_name']),
    message: textOf(body?.['message']) || textOf(body?.['detail']) || messageField(response),
    fields,
    inHeader,
    besideCode: besideCode !== 0,
    contradiction: isMarked ? contradictionOf(response, signs) : '',
  }
}

function fieldsOf(body: JsonObject | undefined, text: string): number {
  return body === undefined
    ? cutFields(text)
    : envelopeFields.filter((name) => Object.hasOwn(body, name)).length
}

interface Signs {
  readonly header: string
  readonly codeText: string
  readonly fields: number
}

/** A gateway writes one code in both places, the status that the code names, and its own body or none. In the
 *  old system 1650070 stood for any status, and a plugin could make any status 200. */
function contradictionOf(
  { status, body, bodySeen }: ReceivedResponse,
  { header, codeText, fields }: Signs,
): GatewayMark['contradiction'] {
  if (!gatewayCode.test(header)) return 'no_code'
  if (header !== codeText) return 'other_code'
  const fitting = [0, 200, Number(header.slice(2, 5))]
  if (!fitting.includes(status) && header !== '1650070') return 'status'
  const isOther = body.trim() !== '' && fields === 0 && !cutObject.test(body)
  return bodySeen && isOther ? 'body' : ''
}

/** An object cut off before its first member tells nothing. */
const cutObject = /^\s*\{\s*$/

/** A field that only gateways set: whoever wrote it, the answer claims to have passed one. */
export function hasGatewayField(response: ReceivedResponse): boolean {
  return hasHeader(response, requestIdField) || hasHeader(response, errorCodeField)
}

/** What the service behind a gateway wrote: the fields that the gateway adds are no sign of it. Its Date, for
 *  an answer that had none, stands behind its Proxy-Status (dataplane/response-text.ts). */
export function withoutGatewayFields(response: ReceivedResponse): ReceivedResponse {
  if (!hasHeader(response, requestIdField)) return response
  const headers = response.headers.filter(([name], place) => {
    const before = response.headers[place - 1]?.[0] ?? ''
    const isOurDate = /^date$/i.test(name) && /^proxy-status$/i.test(before)
    return !isOurDate && !addedByGateway.test(name)
  })
  return { ...response, headers }
}

const addedByGateway = /^(?:x-bkapi-.*|x-request-id|proxy-status)$/i

/** `code_name` and `result` are the fields that services with seven-digit codes of their own lack; a
 *  body that lost some of them has the code's own message. */
function looksLikeEnvelope(body: JsonObject | undefined, text: string, fields: number): boolean {
  if (body !== undefined) {
    if (Object.hasOwn(body, 'code_name'))
      return fields >= 4 || isNameOfCode(body) || isOurProblem(body)
    return isMessageOfCode(Number(codeIn(body)), textOf(body['message']))
  }
  return /"code_name"\s*:\s*"[A-Z_]+"/.test(text)
}

function isMessageOfCode(code: number, message: string): boolean {
  return errorKeys.some((key) => {
    const entry = errorEntry(key)
    return entry.code === code && message.startsWith(entry.message)
  })
}

/** Fields were cut out. What is left are fields of our error alone, and the name goes with the code. */
function isNameOfCode(body: JsonObject): boolean {
  const code = codeIn(body)
  const isAlone = Object.keys(body).every((name) => isEnvelopeField(name))
  if (!isAlone) return false
  return errorKeys.some((key) => {
    const entry = errorEntry(key)
    return entry.code === code && entry.codeName === body['code_name']
  })
}

/** The same error as a problem document (RFC 9457), for callers that asked for one. */
function isOurProblem({ type, key }: Readonly<Record<string, unknown>>): boolean {
  return typeof key === 'string' && textOf(type).endsWith(`/errors/${key}`)
}

/** Beside a code that is not there: of the page that our own error links to (`Proxy-Status: faultline; error=…`
 *  stands in those only), else of the message, which goes with one status. 0: neither. */
function codeBeside(response: ReceivedResponse): number {
  const linked = /\/errors\/(\w+)>/.exec(headerOf(response, 'link'))?.[1] ?? ''
  if (isErrorKey(linked) && /^faultline\b.*;\s*error=/.test(headerOf(response, 'proxy-status')))
    return errorEntry(linked).code
  const message = messageField(response)
  if (message === '') return 0
  const key = errorKeys.find((one) => {
    const entry = errorEntry(one)
    return message.startsWith(entry.message) && [0, entry.status].includes(response.status)
  })
  return key === undefined ? 0 : errorEntry(key).code
}

/** The name, or the message with its detail, stands for the code where the line of the code was cut out. */
function codeIn(body: JsonObject): unknown {
  if (Object.hasOwn(body, 'code')) return body['code']
  const name = textOf(body['code_name'])
  const message = textOf(body['message'])
  const key = errorKeys.find((one) => {
    const entry = errorEntry(one)
    return name === '' ? message.startsWith(`${entry.message} [`) : entry.codeName === name
  })
  return key === undefined ? undefined : errorEntry(key).code
}

function messageField(response: ReceivedResponse): string {
  return headerOf(response, errorMessageField)
}

function cutCode(text: string): string {
  return /^\s*\{[^{]*"code"\s*:\s*(\d+)/.exec(text)?.[1] ?? ''
}

function cutFields(text: string): number {
  return /^\s*\{/.test(text)
    ? envelopeFields.filter((name) => text.includes(`"${name}"`)).length
    : 0
}

/** A JSON object, undefined for anything else (cut texts included). */
export function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined // cut or broken: the caller judges by the text
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
