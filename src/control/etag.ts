import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { canonicalHash } from '../definition/canonical-json.ts'
import { ApiProblem } from './problem.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Optimistic concurrency (RFC 9110 section 13): what can be edited has an ETag, and whoever changes it
 *  says which one they saw, so that nothing of another's is overwritten unseen. */
export function etagOf(part: unknown): string {
  const hash = canonicalHash(part)
  const isShown = canonicalHash(withoutSecrets(part)) === hash
  return `"${(isShown ? hash : keyed(hash)).slice(0, 32)}"`
}

/** Where something of it is hidden: whoever may read the rest could else try what a weak secret is. */
function keyed(hash: string): string {
  return createHmac('sha256', key).update(hash).digest('hex')
}

/** Of this process: after a restart such a part is read again before it is changed. */
const key = randomBytes(32)

/** Throws unless the request names what is there now; `*` is for those who mean to overwrite. */
export function requireMatch({ headers }: FastifyRequest, current: string): void {
  const sent = headers['if-match']
  if (sent === undefined || sent.trim() === '') {
    const detail =
      'Send If-Match with the ETag that you read, or "If-Match: *" to overwrite whatever is there.'
    throw new ApiProblem('precondition_required', detail, { etag: current })
  }
  const named = sent.split(',').map((tag) => tag.trim())
  if (named.includes('*') || named.includes(current)) return
  const detail = 'It was changed since you read it. Read it again, and make your change to that.'
  throw new ApiProblem('changed_meanwhile', detail, { etag: current })
}
