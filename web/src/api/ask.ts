import { languageNow } from '../texts/language.ts'

/** A question to the management API: JSON in, JSON out; a problem of RFC 9457 is thrown. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly key: string

  constructor(status: number, key: string, detail: string) {
    super(detail)
    this.status = status
    this.key = key
  }
}

interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Given by the session; changes without it are refused. */
let csrfToken = ''

export function keepCsrfToken(token: string): void {
  csrfToken = token
}

export async function ask<Answer>(path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', query = {}, body, signal } = question
  const response = await fetch(`/api/v1${path}${queryText(query)}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'accept-language': languageNow(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'x-faultline-csrf': csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new Problem(0, 'unreachable', 'the server does not answer')
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parsed(text)
  if (response.ok) return answer as Answer // as the API documents it
  const { key = 'internal', detail = `status ${response.status}` } = (answer ?? {}) as {
    key?: string
    detail?: string
  }
  throw new Problem(response.status, key, detail)
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
