import type { FastifyReply, FastifyRequest } from 'fastify'

/** Cookies of the console. `__Host-`: a browser takes it over https only (or from this machine itself), for
 *  this host alone and all of its paths, and no neighbour under the same domain can plant one. */
export const sessionCookie = '__Host-faultline'
/** Of a sign-in under way at the identity provider, whose answer comes from another site: Strict would
 *  keep it back. */
export const providerCookie = '__Host-faultline-oidc'

/** '' where there is none, or two: then one was planted. */
export function cookieIn({ headers }: FastifyRequest, name: string): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const found = pairs.filter((pair) => pair.startsWith(`${name}=`))
  return found.length === 1 ? (found[0]?.slice(name.length + 1) ?? '') : ''
}

export function setCookie(
  reply: FastifyReply,
  name: typeof sessionCookie | typeof providerCookie,
  value: string,
  maxAgeSeconds: number,
): void {
  const sameSite = name === sessionCookie ? 'Strict' : 'Lax'
  const attributes = `Path=/; Secure; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAgeSeconds}`
  const before = reply.getHeader('set-cookie')
  const all = [before ?? []].flat().map(String)
  reply.header('set-cookie', [...all, `${name}=${value}; ${attributes}`])
}
