import { errorCodeField, requestIdField } from '../model/answer-marks.ts'
import { errorEntry, errorKeys } from '../model/error-table.ts'
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
  /** What a gateway would not have written beside its code; '' if nothing. */
  readonly contradiction: '' | 'no_code' | 'other_code' | 'status' | 'body'
}

const envelopeFields = ['code', 'code_name', 'message', 'result', 'data'] as const

/** 16, then a status of an error, then two digits: 1640001. gRPC's own 16 is none. */
const gatewayCode = /^16[45]\d\d\d\d$/

export function gatewayMarkOf(response: ReceivedResponse): GatewayMark | undefined {
  const inHeader = hasHeader(response, errorCodeField)
  const body = objectOf(response.body)
  const header = headerOf(response, errorCodeField)
  const code = body === undefined ? cutCode(response.body) : body['code']
  const codeText = gatewayCode.test(String(code)) ? String(code) : header
  const fields =
    body === undefined
      ? cutFields(response.body)
      : envelopeFields.filter((name) => Object.hasOwn(body, name)).length
  if (
    !inHeader &&
    (!gatewayCode.test(String(code)) || !looksLikeEnvelope(body, response.body, fields))
  )
    return undefined
  return {
    code: Number(codeText) || 0,
    codeName: textOf(body?.['code_name']),
    message: textOf(body?.['message']) || textOf(body?.['detail']) || messageField(response),
    fields,
    inHeader,
    contradiction: inHeader ? contradictionOf(response, { header, codeText, fields }) : '',
  }
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
  return bodySeen && body.trim() !== '' && fields === 0 ? 'body' : ''
}

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
function looksLikeEnvelope(
  body: Readonly<Record<string, unknown>> | undefined,
  text: string,
  fields: number,
): boolean {
  if (body !== undefined) {
    if (Object.hasOwn(body, 'code_name')) return fields >= 4 || isOurProblem(body)
    return isMessageOfCode(Number(body['code']), textOf(body['message']))
  }
  return /"code_name"\s*:\s*"[A-Z_]+"/.test(text)
}

function isMessageOfCode(code: number, message: string): boolean {
  return errorKeys.some((key) => {
    const entry = errorEntry(key)
    return entry.code === code && message.startsWith(entry.message)
  })
}

/** The same error as a problem document (RFC 9457), for callers that asked for one. */
function isOurProblem({ type, key }: Readonly<Record<string, unknown>>): boolean {
  return typeof key === 'string' && textOf(type).endsWith(`/errors/${key}`)
}

function messageField(response: ReceivedResponse): string {
  return headerOf(response, 'X-Bkapi-Error-Message')
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
