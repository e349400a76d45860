import i18next from 'i18next'
import { languageNow } from '../texts/language.ts'

/** A question to the management API: JSON in, JSON out; a problem of RFC 9457 is thrown. */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** 0: the server does not answer. */
  readonly status: number
  readonly key: string
  /** What is wrong at which place of the body. */
  readonly errors: readonly FieldError[]
  /** The whole problem: some keys say more (`current`, `etag`, `findings`). */
  readonly members: Readonly<Record<string, unknown>>

  constructor(status: number, members: Readonly<Record<string, unknown>>) {
    super(typeof members['detail'] === 'string' ? members['detail'] : `status ${status}`)
    this.status = status
    this.key = typeof members['key'] === 'string' ? members['key'] : 'internal'
    this.errors = Array.isArray(members['errors']) ? (members['errors'] as FieldError[]) : [] // as the API documents it
    this.members = members
  }
}

export interface FieldError {
  readonly path: string
  readonly message: string
  readonly suggestion?: string
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  readonly body?: unknown
  /** A document in place of a body of JSON. */
  readonly text?: string
  /** The `ETag` of what a change was made upon; another version there is refused, and nothing overwritten. '': it
   *  was not there, and is made only where that still holds. */
  readonly ifMatch?: string
  /** Of a creation: sent again with the same key it makes nothing twice. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

/** What can be edited, and the version that was read. */
export interface Tagged<Answer> {
  readonly value: Answer
  readonly etag: string
}

/** Given by the session; changes without it are refused. */
let csrfToken = ''

export function keepCsrfToken(token: string): void {
  csrfToken = token
}

export async function ask<Answer>(path: string, question: Question = {}): Promise<Answer> {
  const { value } = await askTagged<Answer>(path, question)
  return value
}

export async function askTagged<Answer>(
  path: string,
  question: Question = {},
): Promise<Tagged<Answer>> {
  const { query = {}, body, text: sent, signal, method = 'GET' } = question
  const response = await fetch(`/api/v1${path}${queryText(query)}`, {
    method,
    credentials: 'same-origin',
    headers: fieldsOf(question),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new Problem(0, { key: 'unreachable', detail: i18next.t('serverAway') })
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parsed(text)
  if (!response.ok) throw new Problem(response.status, (answer ?? {}) as Record<string, unknown>)
  return { value: answer as Answer, etag: response.headers.get('etag') ?? '' } // as the API documents it
}

function fieldsOf({ method = 'GET', body, text, ifMatch, idempotencyKey }: Question): HeadersInit {
  return {
    accept: 'application/json',
    'accept-language': languageNow(),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(text === undefined ? {} : { 'content-type': 'application/yaml' }), // which JSON is, too
    ...(ifMatch === undefined || ifMatch === '' ? {} : { 'if-match': ifMatch }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(method === 'GET' ? {} : { 'x-faultline-csrf': csrfToken }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function queryText(query: NonNullable<Question['query']>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of [value].flat()) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
