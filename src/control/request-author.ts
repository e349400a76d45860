import type { FastifyRequest } from 'fastify'
import type { Author } from '../storage/control-change.ts'

/** Who asks for a change, for the audit. There is one token so far: the administrator's. */
export function authorOf({ socket }: FastifyRequest): Author {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '') // IPv4 on an IPv6 socket
  return { actor: 'token admin', address }
}
