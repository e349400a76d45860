import type { CallRequest, Field } from '../../calling/call-request.ts'
import { SecretMask } from '../../calling/call-secrets.ts'
import { maskMembers } from '../../calling/request-members.ts'
import { ApiProblem } from '../problem.ts'
import type { DebugIdentity } from './debug-credentials.ts'
import { type DebugOrder, mostBodyBytes } from './debug-order.ts'
import type { DebugTarget } from './debug-target.ts'

/** The request as it goes out, and what of it nobody may see. */
export interface DebugRequest {
  readonly request: CallRequest
  readonly mask: SecretMask
}

export function debugRequest(
  order: DebugOrder,
  { method, url }: DebugTarget,
  identity: DebugIdentity,
  mark: string,
): DebugRequest {
  const typed = typedFields(order)
  const isTyped = (name: string): boolean =>
    typed.some(([each]) => each.toLowerCase() === name.toLowerCase())
  const usual = (
    [
      ['User-Agent', 'faultline-debug'],
      ['Accept', '*/*'],
    ] as const
  ).filter(([name]) => !isTyped(name))
  const fields = [...usual, ...identity.fields, ...typed, ['X-Request-ID', mark] as const]
  const request = { method, url, fields, body: bodyOf(order) }
  const mask = new SecretMask()
  for (const [secret] of identity.secrets) mask.add(secret)
  for (const [name, value] of fields) mask.addField(name, value)
  maskMembers(mask, request)
  for (const [name, value] of Object.entries(order.pathParameters ?? {}))
    mask.addMember(name, value)
  return { request, mask }
}

function typedFields({ headers = {} }: DebugOrder): Field[] {
  return Object.entries(headers).flatMap(([name, values]) => {
    const why = reserved.get(name.toLowerCase()) ?? (forwarding.test(name) ? aboutWay : undefined)
    if (why !== undefined) throw new ApiProblem('invalid_body', `headers.${name}: ${why}`)
    return [values].flat().map((value): Field => [name, value])
  })
}

/** Of the connection, not of the request; and the mark by which the record of a debug call is known. */
const reserved: ReadonlyMap<string, string> = new Map([
  ['x-request-id', 'it is the mark of the debug call in its record.'],
  ['content-length', 'it follows from the body.'],
  ['transfer-encoding', 'the body is sent whole.'],
  ['connection', 'each call has a connection of its own.'],
])

/** Where this machine is a trusted proxy, they would let a caller be anybody, also in the record. */
const forwarding = /^(?:x-forwarded-.*|x-real-ip|forwarded|via)$/i
const aboutWay = 'proxies say so; callers of a debug call are this machine.'

function bodyOf({ body, bodyEncoding = 'utf8' }: DebugOrder): Buffer | undefined {
  if (body === undefined) return undefined
  if (bodyEncoding === 'base64' && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body)) {
    throw new ApiProblem('invalid_body', 'body: it is not base64.')
  }
  const bytes = Buffer.from(body, bodyEncoding)
  if (bytes.length <= mostBodyBytes) return bytes
  throw new ApiProblem('invalid_body', `body: it has ${bytes.length} bytes, at most 1 MiB.`)
}
