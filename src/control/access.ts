import type { FastifyRequest } from 'fastify'
import { type Caller, nobody } from './caller.ts'
import { ApiProblem } from './problem.ts'
import { isFromThisMachine } from './request-origin.ts'

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
    const detail = 'Sign in at the console, or send the header "Authorization: Bearer TOKEN".'
    throw new ApiProblem('token_missing', detail)
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
