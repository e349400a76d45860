import { errorCodeField } from '../model/answer-marks.ts'
import { hasHeader, type ReceivedResponse } from './received-response.ts'

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
}

const envelopeFields = ['code', 'code_name', 'message', 'result', 'data'] as const

/** 16, then a status of an error, then two digits: 1640001. gRPC's own 16 is none. */
const gatewayCode = /^16[45]\d\d\d\d$/

export function gatewayMarkOf(response: ReceivedResponse): GatewayMark | undefined {
  const inHeader = hasHeader(response, errorCodeField)
  const body = objectOf(response.body)
  const header =
    response.headers.find(([name]) => name.toLowerCase() === errorCodeField.toLowerCase())?.[1] ??
    ''
  const code = body === undefined ? cutCode(response.body) : body['code']
  const codeText = gatewayCode.test(String(code)) ? String(code) : header.trim()
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
  }
}

/** `code_name` and `result` are the fields that services with seven-digit codes of their own lack. */
function looksLikeEnvelope(
  body: Readonly<Record<string, unknown>> | undefined,
  text: string,
  fields: number,
): boolean {
  if (body !== undefined)
    return Object.hasOwn(body, 'code_name') && (fields >= 4 || isOurProblem(body))
  return /"code_name"\s*:\s*"[A-Z_]+"/.test(text)
}

/** The same error as a problem document (RFC 9457), for callers that asked for one. */
function isOurProblem({ type, key }: Readonly<Record<string, unknown>>): boolean {
  return typeof key === 'string' && textOf(type).endsWith(`/errors/${key}`)
}

function messageField(response: ReceivedResponse): string {
  return (
    response.headers.find(([name]) => name.toLowerCase() === 'x-bkapi-error-message')?.[1] ?? ''
  )
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
