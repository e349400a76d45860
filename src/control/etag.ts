import type { FastifyRequest } from 'fastify'
import { canonicalHash } from '../definition/canonical-json.ts'
import { keyedHash } from './keyed-hash.ts'
import { ApiProblem } from './problem.ts'

/** Optimistic concurrency (RFC 9110 section 13): what can be edited has an ETag, and whoever changes it
 *  says which one they saw, so that nothing of another's is overwritten unseen. */
export function etagOf(part: unknown): string {
  return `"${keyedHash('etag', canonicalHash(part)).slice(0, 32)}"`
}

/** Throws unless the request names what is there now; `*` is for those who mean to overwrite. `shown` is what is
 *  there, without secrets: with it a page can show both. */
export function requireMatch(
  { headers }: FastifyRequest,
  current: string,
  shown?: () => unknown,
): void {
  const sent = headers['if-match']
  if (sent === undefined || sent.trim() === '') {
    const detail =
      'Send If-Match with the ETag that you read, or "If-Match: *" to overwrite whatever is there.'
    throw new ApiProblem('precondition_required', detail, { etag: current })
  }
  const named = sent.split(',').map((tag) => tag.trim())
  if (named.includes('*') || named.includes(current)) return
  const detail = 'It was changed since you read it. Read it again, and make your change to that.'
  const more = shown === undefined ? {} : { current: shown() }
  throw new ApiProblem('changed_meanwhile', detail, { etag: current, ...more })
}
