import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { type Caller, nobody, tokenAdministrator } from './caller.ts'
import { ApiProblem } from './problem.ts'

/** Who may use a route. */
export type Access =
  /** Everyone. */
  | 'open'
  /** Programs of this machine that speak for themselves; else an administrator. */
  | 'loopback'
  /** Whoever is known; the route itself looks at what is theirs. */
  | 'signed-in'
  | 'administrator'
  /** May read the gateway that the path names. */
  | 'viewer'
  /** May change the gateway that the path names. */
  | 'maintainer'
  /** Owns the application that the path names. */
  | 'app-owner'

/** Nobody has to say who they are. */
export function isOpenTo(request: FastifyRequest, access: Access): boolean {
  return access === 'open' || (access === 'loopback' && isFromThisMachine(request))
}

/** Throws the problem to answer with where the caller may not pass. */
export function checkAccess(request: FastifyRequest, access: Access): void {
  const { caller } = request
  if (caller.isAdministrator) return
  if (caller === nobody) {
    throw new ApiProblem('token_missing', 'Send the header "Authorization: Bearer TOKEN".')
  }
  if (mayPass(caller, access, request.params as Readonly<Record<string, string>>)) return
  throw new ApiProblem('not_permitted', 'Ask an administrator, or who maintains it, to do it.')
}

/** A gateway or an application that the caller may not see is not told from one that is not there. */
function mayPass(
  caller: Caller,
  access: Access,
  params: Readonly<Record<string, string>>,
): boolean {
  const { gateway = '', app = '' } = params
  switch (access) {
    case 'open':
    case 'signed-in':
      return true
    case 'viewer':
      if (caller.mayView(gateway)) return true
      throw new ApiProblem('not_found', 'There is no gateway of this name that you may see.')
    case 'maintainer':
      if (caller.mayMaintain(gateway)) return true
      if (caller.mayView(gateway)) return false
      throw new ApiProblem('not_found', 'There is no gateway of this name that you may see.')
    case 'app-owner':
      if (caller.owns(app)) return true
      throw new ApiProblem('not_found', 'There is no application of this code that is yours.')
    case 'administrator':
    case 'loopback':
      return false
  }
}

/** Who sends the request. Throws where it says so wrongly. */
export function callerOf(request: FastifyRequest, token: string): Caller {
  const sent = bearerOf(request.headers.authorization)
  if (sent === '') return nobody
  if (equalInConstantTime(sent, token)) return tokenAdministrator
  throw new ApiProblem('token_wrong', 'The token sent is not a management token of this server.')
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
