import { objectOf } from '../diagnosis/gateway-mark.ts'
import { fieldOf, type CallRequest } from './call-request.ts'
import type { SecretMask } from './call-secrets.ts'

/** Keeps the secrets in the query and the body of a request out of what is shown. */
export function maskMembers(mask: SecretMask, request: CallRequest): void {
  for (const [name, value] of [...request.url.searchParams, ...members(request)])
    mask.addMember(name, value)
}

/** Top-level members of a form or a JSON object: some of them are secrets. */
function members({ fields, body }: CallRequest): [string, string][] {
  if (body === undefined || body.length > mostReadBytes) return []
  const text = body.toString()
  if (fieldOf(fields, 'content-type').includes('x-www-form-urlencoded') && !/^\s*[[{]/.test(text))
    return [...new URLSearchParams(text)]
  return Object.entries(objectOf(text) ?? {}).map(([name, value]) => [name, String(value)])
}

const mostReadBytes = 65_536
