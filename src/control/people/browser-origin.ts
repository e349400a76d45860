import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { ApiProblem } from '../problem.ts'
import { isFromThisMachine } from '../request-origin.ts'
import { equalInConstantTime } from './secret-text.ts'

/** Whether a request comes from our own console and over a way that nobody listens in on. */
const csrfField = 'x-faultline-csrf'

/** Follows from the session's secret, so nothing more is kept, and only who has the session can ask for it. */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('csrf').digest('base64url')
}

/** A browser sends the cookie with whatever makes it send a request; a page of another site can neither
 *  read the token nor set the field. Throws where it is missing. */
export function requireOwnPage(request: FastifyRequest, csrfToken: string): void {
  if (isSafe(request.method)) return
  refuseOtherSites(request)
  const sent = request.headers[csrfField]
  if (typeof sent === 'string' && equalInConstantTime(sent, csrfToken)) return
  const detail = 'Send the header X-Faultline-CSRF with the csrfToken of GET /api/v1/session.'
  throw new ApiProblem('csrf_refused', detail)
}

/** What browsers say of themselves (Fetch Metadata, or Origin where they know no better); other programs say
 *  nothing. Throws. */
export function refuseOtherSites({ headers, protocol, host }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  const isOwn =
    site === undefined
      ? origin === undefined || origin.toLowerCase() === `${protocol}://${host}`.toLowerCase()
      : site === 'same-origin' || site === 'none'
  if (isOwn) return
  throw new ApiProblem('csrf_refused', 'A page of another site sent this request; it was not done.')
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/** A password or a session over plain http can be read on the way. From this machine there is no way; a
 *  proxy in front of us is believed where --trusted-proxies names it. Throws. */
export function requirePrivateWay(request: FastifyRequest): void {
  if (request.protocol === 'https' || isFromThisMachine(request)) return
  const detail =
    'This address is plain http, where others can read a password. Put a proxy with https in front, let it send X-Forwarded-Proto, and name its address with --trusted-proxies; or sign in on the machine itself.'
  throw new ApiProblem('https_needed', detail)
}
