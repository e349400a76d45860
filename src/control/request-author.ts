import type { FastifyRequest } from 'fastify'
import type { Author } from '../storage/control-change.ts'

/** Who asks for a change, for the audit. */
export function authorOf({ socket, caller }: FastifyRequest): Author {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '') // IPv4 on an IPv6 socket
  return { actor: caller.name, address }
}
