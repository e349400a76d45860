import type { FastifyInstance } from 'fastify'
import { problemKeysOf, type Route } from './api-document.ts'
import { asCurl, type BadRequest } from './bad-requests.ts'

/** What every answer of the management API keeps to, whatever was asked. */
export interface CheckedAnswer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Problems of a server that has too much to do now, which no request is to blame for. */
const busy: ReadonlySet<string> = new Set([
  'import_busy',
  'diagnosis_busy',
  'diagnosis_timeout',
  'log_engine_away',
  'gateway_starting',
  'sign_in_busy',
  'provider_away',
])

const answerLimitMs = 30_000

export async function answerTo(app: FastifyInstance, request: BadRequest): Promise<CheckedAnswer> {
  const { method, url, headers, body } = request
  const response = await app.inject({
    method: method as 'GET', // or another one of the document
    url,
    headers,
    ...(body === undefined ? {} : { body }),
    payloadAsStream: true,
    signal: AbortSignal.timeout(answerLimitMs),
  })
  const type = response.headers['content-type']?.toString() ?? ''
  const stream = response.stream()
  if (type.startsWith('text/event-stream')) {
    stream.destroy() // it never ends by itself
    return { status: response.statusCode, type, text: '' }
  }
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(Buffer.from(piece as Uint8Array))
  return { status: response.statusCode, type, text: Buffer.concat(pieces).toString('utf8') }
}

/** What is wrong with an answer, with the request that makes it again; '' if nothing is. */
export function faultOf(route: Route, request: BadRequest, answer: CheckedAnswer): string {
  const fault = faultIn(route, answer)
  if (fault === '') return ''
  const { status, text } = answer
  return `${fault}\n  answered ${status}: ${text.slice(0, 500)}\n  again: ${asCurl(request)}`
}

function faultIn({ path, operation }: Route, { status, type, text }: CheckedAnswer): string {
  if (status < 400) return ''
  if (!path.startsWith('/api/')) return status < 500 ? '' : 'a page failed'
  const problem = problemIn(type, text)
  if (problem === undefined) return 'a failure that is no problem (RFC 9457) with a key'
  const { key, detail } = problem
  if (status >= 500 && !busy.has(key)) return `the server failed: ${key}`
  if (detail === '') return `the problem ${key} says nothing`
  const documented = problemKeysOf(operation).get(status) ?? []
  if (!documented.includes(key)) {
    return `the problem ${key} (${status}) is not documented: add it to \`problems: [...]\` in the config of the route`
  }
  if (key === 'invalid_body' && !namesMember.test(detail)) {
    return 'the problem of a body does not begin with the member that is wrong (see json-body.ts)'
  }
  return key !== 'invalid_parameter' || namesParameter.test(detail)
    ? ''
    : 'the problem of a parameter does not name it: begin its detail with `name: `'
}

/** `body: it is empty`, `hosts[0].url: …`, `["odd name"]: …`. */
const namesMember = /^(?:[\w.-]|\[\d+\]|\["(?:[^"\\]|\\.)*"\])+: /

/** `querystring/limit must be integer`, `cursor: it is …`, `There is no parameter "x"`, or what a body lacks. */
const namesParameter =
  /^(?:params|querystring|headers)\b|^[\w.[\]-]+: |There is no parameter "|as the body/

function problemIn(type: string, text: string): { key: string; detail: string } | undefined {
  if (!type.startsWith('application/problem+json')) return undefined
  try {
    const { key, detail } = JSON.parse(text) as { key?: unknown; detail?: unknown }
    return typeof key === 'string' && typeof detail === 'string' ? { key, detail } : undefined
  } catch {
    return undefined // no JSON is no problem
  }
}
