import { checkPlugins } from './check-plugins.ts'
import {
  type Checking,
  isKnown,
  listIn,
  reportDuplicates,
  textIn,
  textsIn,
  valueIn,
} from './checking.ts'
import type { Path } from './definition-problem.ts'
import { didYouMean } from './nearest-word.ts'
import { backendPathProblem, frontPathProblem, pathPattern, variablesOf } from './path-template.ts'

/** Resources: names and requests told apart, paths that routing can match, backends that exist in
 *  every stage. */
export function checkResources(gateway: unknown, path: Path, checking: Checking): void {
  const resources = listIn(gateway, 'resources')
  const at = [...path, 'resources']
  const backends = backendNames(gateway)
  reportDuplicates(checking, at, 'name', textsIn(resources, 'name'), 'the resource')
  checkAlikeNames(resources, at, checking)
  checkRequests(resources, at, checking)
  for (const [index, resource] of resources.entries()) {
    const here = [...at, index]
    if (!isKnown(resource, checking)) checkResource(resource, here, checking)
    const name = textIn(valueIn(resource, 'backend'), 'name') ?? 'default'
    if (backends === undefined || backends.has(name)) continue
    const message = `there is no backend "${name.slice(0, 64)}" in this gateway`
    const suggestion = () => didYouMean(name, backends) || `Known: ${[...backends].join(', ')}.`
    checking.report([...here, 'backend', 'name'], message, suggestion)
  }
}

/** One resource by itself. */
export function checkResource(resource: unknown, at: Path, checking: Checking): void {
  checkPaths(resource, at, checking)
  checkAuth(resource, at, checking)
  checkPlugins(resource, at, checking)
}

/** Declared names; undefined where the list itself is broken, so that nothing can be said. */
export function backendNames(gateway: unknown): Set<string> | undefined {
  const declared = valueIn(gateway, 'backends')
  if (declared === undefined) return new Set(['default'])
  if (!Array.isArray(declared)) return undefined
  const names = textsIn(declared, 'name')
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined))
}

/** `getFoo` and `get_foo` would be one name in generated clients and documents. */
function checkAlikeNames(resources: readonly unknown[], at: Path, checking: Checking): void {
  const first = new Map<string, string>()
  for (const [index, name] of textsIn(resources, 'name').entries()) {
    if (name === undefined) continue
    const dashed = dashedName(name)
    const earlier = first.get(dashed)
    if (earlier === undefined) first.set(dashed, name)
    else if (earlier !== name) {
      const message = `"${name}" and "${earlier}" are one name in clients and documents (${dashed})`
      checking.report([...at, index, 'name'], message, 'Rename one of them.')
    }
  }
}

/** What generated clients and documents call a resource. */
export function dashedName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

/** Two resources that take the same requests: by variables' places and not by their names. */
function checkRequests(resources: readonly unknown[], at: Path, checking: Checking): void {
  const taken = new Map<string, Map<string, number>>()
  for (const [index, resource] of resources.entries()) {
    const method = textIn(resource, 'method')
    const path = textIn(resource, 'path')
    if (method === undefined || path === undefined) continue
    const pattern = pathPattern(path)
    const methods = taken.get(pattern) ?? new Map<string, number>()
    taken.set(pattern, methods)
    const other =
      methods.get(method) ??
      methods.get('ANY') ??
      (method === 'ANY' ? [...methods.values()][0] : undefined)
    if (other === undefined) {
      methods.set(method, index)
      continue
    }
    const name = textIn(resources[other], 'name') ?? `number ${other + 1}`
    const place = checking.placeOf([...at, other, 'path'])
    const message = `${method} ${path.slice(0, 100)} is taken by the resource "${name}" in ${place}`
    const isAny = methods.has('ANY') || method === 'ANY'
    const suggestion = isAny ? 'ANY takes every method; no other may stand on the same path.' : ''
    checking.report([...at, index, 'path'], message, suggestion)
  }
}

function checkPaths(resource: unknown, at: Path, checking: Checking): void {
  const path = textIn(resource, 'path')
  if (path === undefined) return
  const problem = frontPathProblem(path)
  if (problem !== undefined) checking.report([...at, 'path'], problem.message, problem.suggestion)
  const backendPath = textIn(valueIn(resource, 'backend'), 'path')
  if (backendPath === undefined) return
  const wrong = backendPathProblem(backendPath, variablesOf(path))
  if (wrong !== undefined)
    checking.report([...at, 'backend', 'path'], wrong.message, wrong.suggestion)
}

/** False: it was reported. */
export function checkAuth(resource: unknown, at: Path, checking: Checking): boolean {
  const auth = valueIn(resource, 'auth')
  if (valueIn(auth, 'app') !== false || valueIn(auth, 'permission') !== true) return true
  const suggestion = 'Remove `permission: true`, or `app: false`.'
  const message = 'a permission is granted to an application, which `app: false` does not ask for'
  checking.report([...at, 'auth', 'permission'], message, suggestion)
  return false
}
