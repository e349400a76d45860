/** Which resource a path below the stage belongs to. The order is the old system's (exact literal,
 *  longest literal prefix, priority, method) without its defects: a literal dot is a dot, and `%2F`
 *  is never decoded. A look-up costs the same for ten routes and for ten thousand. */
import type { Method } from '../model/release.ts'
import { definableMethods, MethodMap } from './route-methods.ts'
import { NearMisses } from './route-near-misses.ts'
import { routePattern } from './route-pattern.ts'
import { RouteTrie } from './route-trie.ts'

export { compileBackendPath } from './route-backend-path.ts'
export { nearestNames } from './route-near-misses.ts'

export interface RouteEntry<T> {
  readonly method: Method
  readonly path: string
  readonly matchSubpath: boolean
  readonly value: T
}

export interface RouteMatch<T> {
  readonly value: T
  /** Still encoded, in order of appearance. */
  readonly variables: readonly string[]
  /** What a sub-path matched, without its leading slash. */
  readonly rest: string
  /** The path went on behind the resource's own: `/a/` and `/a/b` of a sub-path resource `/a`. */
  readonly hasRest: boolean
  /** Only this path leads here, and always does: worth remembering. */
  readonly isLiteral: boolean
}

export type RouteMiss =
  | { readonly kind: 'method_not_allowed'; readonly allow: string[] }
  | { readonly kind: 'resource_not_found'; readonly nearest: { method: Method; path: string }[] }

const noVariables: readonly string[] = Object.freeze([])

type LiteralPaths<T> = Map<string, MethodMap<RouteMatch<T>>>

export class RouteTable<T> {
  /** Literal paths with and without their trailing slash. */
  readonly #literals: LiteralPaths<T> = new Map()
  /** Those of sub-path resources, which come second on the same path. */
  readonly #literalSubpaths: LiteralPaths<T> = new Map()
  readonly #trie = new RouteTrie<T>()
  readonly #nearMisses = new NearMisses()

  constructor(entries: readonly RouteEntry<T>[]) {
    for (const entry of entries) this.add(entry)
  }

  /** Only before the first look-up: a table of thousands is made in portions. */
  add(entry: RouteEntry<T>): void {
    const pattern = routePattern(entry.path)
    this.#nearMisses.add(entry, pattern.segments)
    const isLiteral = pattern.variableNames.length === 0
    if (isLiteral) {
      this.#addLiteral(pattern.path, entry, false)
      // `/a/` of a sub-path is `/a/*` with an empty rest: the longest prefix there can be.
      this.#addLiteral(`${pattern.path}/`, entry, entry.matchSubpath)
    }
    if (isLiteral && !entry.matchSubpath) return
    this.#trie.add(pattern, entry.method, entry.matchSubpath, entry.value)
  }

  /** `path` is the encoded path below the stage: '' or beginning with '/'. */
  find(method: string, path: string): RouteMatch<T> | null {
    const literal =
      this.#literals.get(path)?.get(method) ?? this.#literalSubpaths.get(path)?.get(method)
    if (literal !== undefined) return literal
    const found = this.#trie.find(method, path)
    if (found === null) return null
    const { leaf, variables, restStart } = found
    const hasRest = restStart >= 0 && restStart < path.length
    return {
      value: leaf,
      variables,
      rest: hasRest ? path.slice(restStart + 1) : '',
      hasRest,
      isLiteral: false,
    }
  }

  /** Why `find` gave nothing. */
  explain(method: string, path: string): RouteMiss {
    const allow = definableMethods.filter(
      (known) => known !== method && this.find(known, path) !== null,
    )
    if (allow.length > 0) return { kind: 'method_not_allowed', allow }
    return { kind: 'resource_not_found', nearest: this.#nearMisses.nearest(method, path) }
  }

  #addLiteral(
    path: string,
    { method, matchSubpath, value }: RouteEntry<T>,
    hasRest: boolean,
  ): void {
    const paths = matchSubpath ? this.#literalSubpaths : this.#literals
    let methods = paths.get(path)
    if (methods === undefined) paths.set(path, (methods = new MethodMap()))
    methods.add(
      method,
      Object.freeze({ value, variables: noVariables, rest: '', hasRest, isLiteral: true }),
    )
  }
}
