import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { ApiProblem } from './problem.ts'

/** Who may use a route: `token` is the default; `open` needs none; `loopback` needs none from this
 *  machine itself. */
export type Access = 'token' | 'open' | 'loopback'

/** Throws the problem to answer with where the caller may not pass. */
export function checkAccess(request: FastifyRequest, access: Access, token: string): void {
  if (access === 'open') return
  if (access === 'loopback' && isFromThisMachine(request)) return
  const sent = bearerOf(request.headers.authorization)
  if (sent === '') {
    throw new ApiProblem('token_missing', 'Send the header "Authorization: Bearer TOKEN".')
  }
  if (!equalInConstantTime(sent, token)) {
    throw new ApiProblem('token_wrong', 'The token sent is not a management token of this server.')
  }
}

/** The scheme is case-insensitive (RFC 9110 section 11.1). */
function bearerOf(field: string | undefined): string {
  return /^bearer +(\S+) *$/i.exec(field ?? '')?.[1] ?? ''
}

/** Hashes have one length, so neither length nor content shows in the time taken. */
function equalInConstantTime(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** A proxy on this machine speaks for others: then the peer's address says nothing. */
function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers, socket } = request
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false
  const address = socket.remoteAddress ?? ''
  const family = isIP(address)
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
