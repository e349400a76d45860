/** What `faultline call` sends: one request as a person asked for it, and its bytes. */
export interface CallRequest {
  readonly method: string
  readonly url: URL
  /** In the order they are sent; Host and Content-Length are added where they are missing. */
  readonly fields: readonly Field[]
  readonly body: Buffer | undefined
}

export type Field = readonly [name: string, value: string]

/** The fields as they go out. */
export function sentFields({ method, url, fields, body }: CallRequest): readonly Field[] {
  const host: Field[] = hasField(fields, 'host') ? [] : [['Host', url.host]]
  return [...host, ...fields, ...framing(method, fields, body)]
}

function framing(method: string, fields: readonly Field[], body: Buffer | undefined): Field[] {
  if (hasField(fields, 'content-length') || hasField(fields, 'transfer-encoding')) return []
  if (body !== undefined) return [['Content-Length', String(body.length)]]
  // RFC 9110 section 8.6: a method that anticipates a body says that there is none
  return /^(POST|PUT|PATCH)$/.test(method) ? [['Content-Length', '0']] : []
}

/** Request line and fields as latin1 text; other characters of a value go as UTF-8, as curl sends them. */
export function requestHead(request: CallRequest): string {
  const lines = sentFields(request).map(([name, value]) => `${name}: ${utf8AsLatin1(value)}`)
  return [`${request.method} ${requestTarget(request)} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}

function requestTarget({ url }: CallRequest): string {
  return `${url.pathname}${url.search}`
}

/** The body as it goes out: one chunk where the caller asked for Transfer-Encoding. */
export function requestBody({ fields, body }: CallRequest): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  if (!/chunked/i.test(fieldOf(fields, 'transfer-encoding'))) return body
  const size = body.length === 0 ? '' : `${body.length.toString(16)}\r\n`
  const end = body.length === 0 ? '0\r\n\r\n' : '\r\n0\r\n\r\n'
  return Buffer.concat([Buffer.from(size), body, Buffer.from(end)])
}

export function hasField(fields: readonly Field[], lowerName: string): boolean {
  return fields.some(([name]) => name.toLowerCase() === lowerName)
}

/** First value of a field, '' where it is absent. */
export function fieldOf(fields: readonly Field[], lowerName: string): string {
  return fields.find(([name]) => name.toLowerCase() === lowerName)?.[1] ?? ''
}

function utf8AsLatin1(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}
