/** Credentials as callers send them: the JSON of X-Bkapi-Authorization, the parameters of a query, or
 *  the members of a body. Reading only; nothing here decides whether they are true. */

export interface Credentials {
  readonly appCode: string
  readonly appSecret: string
  /** Login cookie's value of the user. */
  readonly userToken: string
  /** A user's name without proof. */
  readonly username: string
  /** undefined: not sent, which is not the same as sent empty. */
  readonly accessToken: string | undefined
  /** A JWT issued by one of our gateways. */
  readonly gatewayToken: string
}

/** undefined: the header is no JSON object. */
export function credentialsInHeader(header: string): Credentials | undefined {
  const parsed = parseJson(utf8Of(header))
  return parsed === undefined ? undefined : credentialsOf((name) => textOf(parsed[name]), true)
}

/** undefined: the parameters hold no credentials. `text` is a query or an urlencoded form. */
export function credentialsInParameters(text: string): Credentials | undefined {
  if (!mayHoldCredentials.test(text)) return undefined
  const parameters = new URLSearchParams(text)
  return usable(credentialsOf((name) => parameters.get(name) ?? undefined, false))
}

/** undefined: the body is of another type or holds no credentials. */
export function credentialsInBody(body: Uint8Array, contentType: string): Credentials | undefined {
  const kind = bodyKind(contentType)
  if (kind === 'other') return undefined
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  if (kind === 'form') return credentialsInParameters(text)
  const parsed = parseJson(text)
  if (parsed === undefined) return undefined
  return usable(credentialsOf((name) => textOf(parsed[name]), false))
}

/** Media types compare without case (RFC 9110 section 8.3.1). */
export function bodyKind(contentType: string): 'form' | 'json' | 'other' {
  const type = contentType.toLowerCase()
  if (type.startsWith('application/x-www-form-urlencoded')) return 'form'
  return type.startsWith('application/json') ? 'json' : 'other'
}

/** Value of the cookie of this name, '' if there is none (RFC 6265 section 5.4: `a=1; b=2`). */
export function cookieValue(cookies: string, name: string): string {
  for (const pair of cookies.split(';')) {
    const cookie = pair.trim()
    if (cookie.startsWith(`${name}=`)) return cookie.slice(name.length + 1)
  }
  return ''
}

const mayHoldCredentials = /bk_|app_code|app_secret|access_token|%/

function credentialsOf(read: (name: string) => string | undefined, isHeader: boolean): Credentials {
  return {
    appCode: read('bk_app_code') ?? read('app_code') ?? '',
    appSecret: read('bk_app_secret') ?? read('app_secret') ?? '',
    userToken: read('bk_token') ?? read('bk_ticket') ?? '',
    // `username` and `jwt` are common words: as parameters they are the backend's.
    username: read('bk_username') ?? (isHeader ? read('username') : undefined) ?? '',
    accessToken: read('access_token'),
    gatewayToken: (isHeader ? read('jwt') : undefined) ?? '',
  }
}

function usable(credentials: Credentials): Credentials | undefined {
  const { appCode, appSecret, userToken, username, accessToken } = credentials
  const isEmpty = appCode + appSecret + userToken + username === '' && accessToken === undefined
  return isEmpty ? undefined : credentials
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    return { ...parsed }
  } catch {
    return undefined // JSON.parse says by throwing that it is no JSON
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : undefined
}

/** Heads are latin1 text; JSON in them is UTF-8 (RFC 8259 section 8.1). */
function utf8Of(header: string): string {
  return /[\u0080-\u00ff]/.test(header) ? Buffer.from(header, 'latin1').toString('utf8') : header
}
