import type { FastifyRequest } from 'fastify'
import type { Author } from '../storage/control-change.ts'
import { addressOf } from './request-origin.ts'

/** Who asks for a change, for the audit. */
export function authorOf(request: FastifyRequest): Author {
  return { actor: request.caller.name, address: addressOf(request) }
}
