import { didYouMean } from '../../definition/nearest-word.ts'
import type { Release, Resource } from '../../model/release.ts'
import { ApiProblem } from '../problem.ts'
import type { DebugOrder } from './debug-order.ts'

/** Where a debug call goes: always the gateway's own listener, always below the gateway and stage that
 *  the caller may maintain. */
export interface DebugTarget {
  readonly method: string
  readonly url: URL
}

export function targetOf(order: DebugOrder, release: Release, listener: string): DebugTarget {
  const resource = order.resource === undefined ? undefined : resourceOf(order.resource, release)
  if ((resource === undefined) === (order.path === undefined)) {
    throw wrong('resource', 'name a resource, or give a path; one of them.')
  }
  const path = resource === undefined ? freePath(order.path ?? '') : pathOf(resource, order)
  const prefix = `/api/${release.gateway}/${release.stage}`
  const url = new URL(`${prefix}${path}`, listener)
  const query = (order.query ?? '').replace(/^\?/, '')
  if (query.includes('#')) throw wrong('query', 'a # must be written as %23.')
  url.search = query
  // what URL makes of dots, backslashes and line ends is refused above; this is the net below it
  const isBelow = url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)
  if (url.origin !== new URL(listener).origin || !isBelow) {
    throw wrong('path', 'it leaves the stage.')
  }
  return { method: methodOf(order, resource), url }
}

function methodOf({ method }: DebugOrder, resource: Resource | undefined): string {
  const ofResource = resource === undefined || resource.method === 'ANY' ? 'GET' : resource.method
  const wanted = (method ?? ofResource).toUpperCase()
  if (wanted === 'CONNECT') throw wrong('method', 'CONNECT opens a tunnel, which no resource does.')
  return wanted
}

function resourceOf(name: string, { resources, gateway, stage }: Release): Resource {
  const found = resources.find((resource) => resource.name === name)
  if (found !== undefined) return found
  const known = resources.map((resource) => resource.name)
  const where = `${gateway}/${stage}`
  const detail = `There is no resource "${name}" in what is live at ${where}. ${didYouMean(name, known)}`
  throw new ApiProblem('unknown_resource', detail.trim())
}

/** The path of a resource with its variables filled in. */
function pathOf({ name, path, matchSubpath }: Resource, order: DebugOrder): string {
  const given = order.pathParameters ?? {}
  const wanted = [...path.matchAll(variable)].map(([, variableName = '']) => variableName)
  const unknown = Object.keys(given).find((each) => !wanted.includes(each))
  if (unknown !== undefined) {
    throw wrong(`pathParameters.${unknown}`, `the path of ${name} is ${path}.`)
  }
  const filled = path.replaceAll(variable, (_all, each: string) => {
    const value = given[each] ?? ''
    if (value === '') throw wrong(`pathParameters.${each}`, `${path} needs it.`)
    if (/^\.{1,2}$/.test(value))
      throw wrong(`pathParameters.${each}`, 'dots alone change the path.')
    return encodeURIComponent(value)
  })
  const { subpath = '' } = order
  if (subpath === '') return filled
  if (!matchSubpath) throw wrong('subpath', `${name} does not match what is below ${path}.`)
  return `${filled.replace(/\/$/, '')}${freePath(subpath.startsWith('/') ? subpath : `/${subpath}`)}`
}

const variable = /\{([^}]+)\}/g

/** `new URL` would take these for something else than what was typed, and the gateway refuses them. */
function freePath(path: string): string {
  if (path !== '' && !path.startsWith('/')) throw wrong('path', 'it begins with a /.')
  if (/[?#]/.test(path))
    throw wrong('path', 'a ? or # in it is written as %3F or %23; what follows ? is the query.')
  if (/[\\\p{Cc}]/u.test(path))
    throw wrong('path', 'a backslash or control character is written as %XX.')
  if (/(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    throw wrong('path', 'the gateway refuses "." and ".." in paths; write where it leads.')
  }
  return path
}

function wrong(member: string, why: string): ApiProblem {
  return new ApiProblem('invalid_body', `${member}: ${why}`)
}
