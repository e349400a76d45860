import type { Bilingual } from '../model/bilingual.ts'
import { fieldOf, type CallRequest, type Field } from './call-request.ts'
import { isSecretHeader } from './call-secrets.ts'

/** What an answer asks for next: the request that follows a redirect, with what was changed in it, or
 *  nothing. */
export interface NextRequest {
  readonly request: CallRequest | undefined
  /** Sentences about what a person would not expect. */
  readonly notes: readonly Bilingual[]
}

export function nextRequest(
  request: CallRequest,
  answer: { readonly status: number; readonly headers: readonly Field[] },
): NextRequest {
  const location = fieldOf(answer.headers, 'location')
  if (!redirectStatuses.has(answer.status) || location === '')
    return { request: undefined, notes: [] }
  const target = targetOf(location, request.url)
  if (target === undefined)
    return {
      request: undefined,
      notes: [
        [
          `Location is no address: ${location.slice(0, 200)}`,
          `Location 不是地址：${location.slice(0, 200)}`,
        ],
      ],
    }
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    return {
      request: undefined,
      notes: [
        [
          `not followed: ${target.protocol} is neither http nor https`,
          `未跟随：${target.protocol} 既不是 http 也不是 https`,
        ],
      ],
    }
  return followed(request, answer.status, target)
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Relative to the address called; a Location without a fragment keeps that of the address (RFC 9110
 *  section 10.2.2). */
function targetOf(location: string, from: URL): URL | undefined {
  if (!URL.canParse(location, from)) return undefined
  const target = new URL(location, from)
  if (target.hash === '') target.hash = from.hash
  return target
}

function followed(request: CallRequest, status: number, target: URL): NextRequest {
  const method = methodAfter(request.method, status)
  const dropsBody = method !== request.method
  const isElsewhere = target.origin !== request.url.origin
  const ofSameBody = dropsBody ? without(request.fields, aboutBody) : request.fields
  const fields = isElsewhere ? ofSameBody.filter((field) => !isOfOrigin(field)) : ofSameBody
  const body = dropsBody ? undefined : request.body
  const dropped = isElsewhere ? ofSameBody.filter(isOfOrigin) : []
  const notes: Bilingual[] = []
  if (dropsBody)
    notes.push([
      `${status} turned ${request.method} into ${method}, without a body`,
      `${status} 把 ${request.method} 变为 ${method}，且不带请求体`,
    ])
  if (dropped.length > 0)
    notes.push([
      `not sent on to ${target.origin}, another origin: ${namesOf(dropped)}`,
      `未发往另一来源 ${target.origin}：${namesOf(dropped)}`,
    ])
  if (isElsewhere && body !== undefined)
    notes.push([`the body is sent on to ${target.origin}`, `请求体会发往 ${target.origin}`])
  if (request.url.protocol === 'https:' && target.protocol === 'http:')
    notes.push([
      'the redirect leads from https to http: what follows is not encrypted',
      '跳转从 https 到 http：之后的内容没有加密',
    ])
  if (target.username !== '')
    notes.push(['user and password in Location are not used', '不使用 Location 中的用户名与密码'])
  target.username = ''
  target.password = ''
  return { request: { method, url: target, fields, body }, notes }
}

/** RFC 9110 section 15.4: 303 always asks for the other resource; 301 and 302 turn POST into GET, as
 *  every browser does; 307 and 308 keep the method. */
function methodAfter(method: string, status: number): string {
  if (status === 303 && method !== 'HEAD') return 'GET'
  return (status === 301 || status === 302) && method === 'POST' ? 'GET' : method
}

/** Fields that only one origin may see. Host is for the first address alone. */
function isOfOrigin([name]: Field): boolean {
  return isSecretHeader(name) || /^(host|x-bkapi-.*)$/i.test(name)
}

const aboutBody = /^(content-.*|transfer-encoding|expect|digest)$/i

function without(fields: readonly Field[], names: RegExp): readonly Field[] {
  return fields.filter(([name]) => !names.test(name))
}

function namesOf(fields: readonly Field[]): string {
  return fields.map(([name]) => name).join(', ')
}
