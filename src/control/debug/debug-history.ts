import { isSecretHeader } from '../../calling/call-secrets.ts'
import { maskSecrets } from '../../diagnosis/mask-secrets.ts'
import { isSecretMember } from '../../model/secret-names.ts'
import { ApiProblem } from '../problem.ts'
import type { DebugAnswer } from './debug-call.ts'
import type { DebugOrder, MissingParts } from './debug-order.ts'

/** What is kept of a debug call: all but its secrets, and of large bodies the beginning. */
export interface KeptDebugCall {
  readonly order: DebugOrder
  /** Members of the order that held secrets, or were too long: to send the call again, they are given
   *  again. */
  readonly leftOut: readonly string[]
  readonly answer: DebugAnswer
}

export function keptCall(order: DebugOrder, answer: DebugAnswer): KeptDebugCall {
  const { credentials, headers, query, body, path, subpath, pathParameters, ...others } = order
  const leftOut: string[] = []
  const shown = (member: string, text: string, isSecret: boolean): string => {
    const kept = isSecret && text !== '' ? hidden : maskSecrets(text)
    if (kept !== text) leftOut.push(member)
    return kept
  }
  const keptHeaders = Object.entries(headers ?? {}).map(([name, values]) => {
    const masked = [values].flat().map((value) => {
      const kept = shown(`headers.${name}`, `${name}: ${value}`, false).slice(name.length + 2)
      if (!isSecretHeader(name) || value === '' || kept !== value) return kept
      leftOut.push(`headers.${name}`)
      return hidden
    })
    return [name, masked.length === 1 ? (masked[0] ?? '') : masked] as const
  })
  const keptParameters = Object.entries(pathParameters ?? {}).map(([name, value]) => {
    const isSecret = isSecretMember(name, value)
    return [name, shown(`pathParameters.${name}`, value, isSecret)] as const
  })
  const keptOrder: DebugOrder = {
    ...others,
    ...(path === undefined ? {} : { path: shown('path', path, false) }),
    ...(subpath === undefined ? {} : { subpath: shown('subpath', subpath, false) }),
    ...(pathParameters === undefined ? {} : { pathParameters: Object.fromEntries(keptParameters) }),
    ...(credentials === undefined ? {} : { credentials: keptCredentials(credentials, shown) }),
    ...(headers === undefined ? {} : { headers: Object.fromEntries(keptHeaders) }),
    ...(query === undefined ? {} : { query: shown('query', `?${query}`, false).slice(1) }),
    ...(body === undefined ? {} : keptBody(body, order, shown, leftOut)),
  }
  return { order: keptOrder, leftOut: [...new Set(leftOut)].toSorted(), answer: shortened(answer) }
}

type Shown = (member: string, text: string, isSecret: boolean) => string

function keptCredentials(
  { secret, userToken, ...named }: NonNullable<DebugOrder['credentials']>,
  shown: Shown,
): NonNullable<DebugOrder['credentials']> {
  return {
    ...named,
    ...(secret === undefined ? {} : { secret: shown('credentials.secret', secret, true) }),
    ...(userToken === undefined
      ? {}
      : { userToken: shown('credentials.userToken', userToken, true) }),
  }
}

function keptBody(
  body: string,
  { bodyEncoding = 'utf8' }: DebugOrder,
  shown: Shown,
  leftOut: string[],
): Pick<DebugOrder, 'body'> {
  const isText = bodyEncoding === 'utf8' && body.length <= longestBody
  if (isText) return { body: shown('body', body, false) }
  leftOut.push('body') // what is no text cannot be searched for secrets
  return { body: '' }
}

const hidden = '***'
/** Characters of a body, sent or received. A thousand calls of a gateway are kept. */
const longestBody = 16_384

function shortened(answer: DebugAnswer): DebugAnswer {
  const hops = answer.hops.map((hop) => {
    const { body } = hop
    if (body === null || body.text.length <= longestBody) return hop
    return { ...hop, body: { ...body, text: body.text.slice(0, longestBody), is_whole: false } }
  })
  return { ...answer, hops }
}

/** The same call once more, with what was left out of it. */
export function orderAgain({ order, leftOut }: KeptDebugCall, given: MissingParts): DebugOrder {
  const lacking = leftOut.filter((member) => !isGiven(member, given))
  if (lacking.length > 0) {
    const detail = `${lacking.join(', ')}: what may hold secrets is not kept, nor are long bodies; give it again.`
    throw new ApiProblem('invalid_body', detail)
  }
  const credentials = { ...order.credentials, ...given.credentials }
  const headers = { ...order.headers, ...given.headers }
  const pathParameters = { ...order.pathParameters, ...given.pathParameters }
  return {
    ...order,
    ...given,
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  }
}

function isGiven(member: string, given: MissingParts): boolean {
  const dot = member.indexOf('.')
  const [part, name] = dot < 0 ? [member, ''] : [member.slice(0, dot), member.slice(dot + 1)]
  const value = given[part as keyof MissingParts] // leftOut names nothing else
  return typeof value === 'object' ? Object.hasOwn(value, name) : value !== undefined
}
