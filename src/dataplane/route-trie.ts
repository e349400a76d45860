/** The routes of one stage that have variables or match sub-paths, as a trie of segments. */
import type { Method } from '../model/release.ts'
import { MethodMap } from './route-methods.ts'
import type { RoutePattern } from './route-pattern.ts'

export interface TrieMatch<V> {
  readonly leaf: V
  readonly variables: readonly string[]
  /** Where the sub-path begins in the path, -1 without one; at the end where nothing follows. */
  readonly restStart: number
}

interface Leaf<V> {
  readonly leaf: V
  readonly weight: number
}

class Node<V> {
  readonly literals = new Map<string, Node<V>>()
  variable: Node<V> | undefined
  /** Routes that end here. */
  ends: MethodMap<V> | undefined
  /** Routes that match everything from here on. */
  subpaths: MethodMap<Leaf<V>> | undefined
}

export class RouteTrie<V> {
  readonly #root = new Node<V>()
  /** Nodes passed by literals only, reused by every look-up. */
  readonly #spine: Node<V>[] = []
  readonly #spineEnds: number[] = []
  readonly #search = new Search<V>()

  add(pattern: RoutePattern, method: Method, isSubpath: boolean, leaf: V): void {
    let node = this.#root
    for (const segment of pattern.segments) {
      if (segment === undefined) node = node.variable ??= new Node<V>()
      else {
        let next = node.literals.get(segment)
        if (next === undefined) node.literals.set(segment, (next = new Node<V>()))
        node = next
      }
    }
    if (isSubpath) (node.subpaths ??= new MethodMap()).add(method, { leaf, weight: pattern.weight })
    else (node.ends ??= new MethodMap()).add(method, leaf)
  }

  /** The longest literal prefix that leads to a match wins; among routes that share one, those that
   *  end with the path go before sub-paths, and of these the longest. */
  find(method: string, path: string): TrieMatch<V> | null {
    const depth = this.#walkLiterals(path)
    for (let index = depth; index >= 0; index--) {
      const node = this.#spine[index]
      if (node === undefined || (node.variable === undefined && node.subpaths === undefined))
        continue
      const found = this.#search.run(node, method, path, this.#spineEnds[index] ?? 0)
      if (found !== null) return found
    }
    return null
  }

  #walkLiterals(path: string): number {
    let node = this.#root
    let end = 0
    let depth = 0
    this.#spine[0] = node
    this.#spineEnds[0] = 0
    while (end < path.length && node.literals.size > 0) {
      const stop = segmentEnd(path, end + 1)
      const next = node.literals.get(path.slice(end + 1, stop))
      if (next === undefined) break
      node = next
      end = stop
      depth++
      this.#spine[depth] = node
      this.#spineEnds[depth] = end
    }
    return depth
  }
}

/** Looks below one literal prefix. Literal segments are tried before variables, from left to right,
 *  so that of two routes that both end here the more specific wins. */
class Search<V> {
  #method = ''
  #path = ''
  #variables: string[] = []
  #best: Leaf<V> | undefined
  #bestVariables: readonly string[] = []
  #bestRest = 0

  /** `at` is the index of the slash behind the prefix, or the length of the path. */
  run(prefix: Node<V>, method: string, path: string, at: number): TrieMatch<V> | null {
    this.#method = method
    this.#path = path
    this.#variables = []
    this.#best = undefined
    this.#noteSubpath(prefix, at)
    const end =
      prefix.variable === undefined ? undefined : this.#throughVariable(prefix.variable, at)
    if (end !== undefined) return { leaf: end, variables: this.#variables, restStart: -1 }
    return this.#bestSubpath()
  }

  #bestSubpath(): TrieMatch<V> | null {
    if (this.#best === undefined) return null
    const { leaf } = this.#best
    return { leaf, variables: this.#bestVariables, restStart: this.#bestRest }
  }

  #below(node: Node<V>, at: number): V | undefined {
    this.#noteSubpath(node, at)
    if (node.ends !== undefined && at >= this.#path.length - 1) {
      // The end of the path, or its one trailing slash.
      const end = node.ends.get(this.#method)
      if (end !== undefined) return end
    }
    if (at >= this.#path.length) return undefined
    if (node.literals.size > 0) {
      const stop = segmentEnd(this.#path, at + 1)
      const next = node.literals.get(this.#path.slice(at + 1, stop))
      const found = next === undefined ? undefined : this.#below(next, stop)
      if (found !== undefined) return found
    }
    return node.variable === undefined ? undefined : this.#throughVariable(node.variable, at)
  }

  #throughVariable(node: Node<V>, at: number): V | undefined {
    const stop = segmentEnd(this.#path, at + 1)
    if (stop <= at + 1) return undefined // a variable is never empty
    this.#variables.push(this.#path.slice(at + 1, stop))
    const found = this.#below(node, stop)
    if (found === undefined) this.#variables.pop()
    return found
  }

  #noteSubpath(node: Node<V>, at: number): void {
    const found = node.subpaths?.get(this.#method)
    if (found === undefined) return
    if (this.#best !== undefined && this.#best.weight >= found.weight) return
    this.#best = found
    this.#bestVariables = [...this.#variables]
    this.#bestRest = at
  }
}

function segmentEnd(path: string, start: number): number {
  const slash = path.indexOf('/', start)
  return slash < 0 ? path.length : slash
}
