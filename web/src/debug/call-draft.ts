import type { DebugOrder } from './debug-answers.ts'

/** A call as a form has it, and as the API takes it. Secrets stand here only while the page is open. */
export interface CallDraft {
  readonly stage: string
  readonly target: 'resource' | 'path'
  readonly resource: string
  readonly pathParameters: Readonly<Record<string, string>>
  readonly subpath: string
  readonly path: string
  /** '' is the resource's own. */
  readonly method: string
  readonly query: string
  readonly headers: readonly HeaderLine[]
  readonly body: string
  /** The body stands here as base64: it is no text. */
  readonly isBase64: boolean
  readonly identity: 'test' | 'app' | 'nobody'
  readonly app: string
  readonly secret: string
  readonly userToken: string
  readonly follow: 'gateway' | 'backends' | 'none'
}

export interface HeaderLine {
  /** Of the row of the form. */
  readonly id: number
  readonly name: string
  readonly value: string
}

export function draftOf(order: Partial<DebugOrder>): CallDraft {
  const { stage = '', resource = '', path = '', credentials, headers = {} } = order
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  )
  return {
    stage,
    target: path === '' ? 'resource' : 'path',
    resource,
    pathParameters: order.pathParameters ?? {},
    subpath: order.subpath ?? '',
    path,
    method: order.method ?? '',
    query: order.query ?? '',
    headers: lines.map((line, id) => ({ id, ...line })),
    body: order.body ?? '',
    isBase64: order.bodyEncoding === 'base64',
    identity: identityIn(credentials),
    app: credentials?.app ?? '',
    secret: '',
    userToken: '',
    follow: order.follow ?? 'gateway',
  }
}

/** Without words about who calls it is the test identity: nothing has to be known for it. */
function identityIn(credentials: DebugOrder['credentials']): CallDraft['identity'] {
  if (credentials === undefined || credentials.testIdentity === true) return 'test'
  return credentials.app === undefined ? 'nobody' : 'app'
}

export function orderOf(draft: CallDraft, variables: readonly string[]): DebugOrder {
  const { stage, target, resource, pathParameters, subpath, path, method, query, body } = draft
  const headers = headersOf(draft.headers)
  const filled = Object.fromEntries(variables.map((name) => [name, pathParameters[name] ?? '']))
  return {
    stage,
    ...(target === 'resource'
      ? {
          resource,
          ...(variables.length === 0 ? {} : { pathParameters: filled }),
          ...(subpath === '' ? {} : { subpath }),
        }
      : { path: path.startsWith('/') ? path : `/${path}` }),
    ...(method === '' ? {} : { method }),
    ...(query === '' ? {} : { query: query.replace(/^\?/, '') }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === '' ? {} : { body, ...(draft.isBase64 ? { bodyEncoding: 'base64' } : {}) }),
    credentials: credentialsOf(draft),
    follow: draft.follow,
  }
}

function credentialsOf(draft: CallDraft): NonNullable<DebugOrder['credentials']> {
  const { identity, app, secret, userToken } = draft
  return {
    ...(identity === 'test' ? { testIdentity: true } : {}),
    ...(identity === 'app' ? { app: app.trim(), secret } : {}),
    ...(userToken === '' ? {} : { userToken }),
  }
}

/** One field may stand there several times. */
function headersOf(lines: readonly HeaderLine[]): Record<string, string | string[]> {
  const headers: Record<string, string[]> = {}
  for (const { name, value } of lines) {
    const field = name.trim()
    if (field !== '') (headers[field] ??= []).push(value)
  }
  return Object.fromEntries(
    Object.entries(headers).map(([name, [value = '', ...more]]) =>
      more.length === 0 ? [name, value] : [name, [value, ...more]],
    ),
  )
}

/** `/orders/{id}` has the variable `id`. */
export function variablesOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
}
