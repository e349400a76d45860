import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'

/** Reads a parsed document where it stands, one member at a time. An OpenAPI document refers to itself in
 *  circles and by aliases without end, so nothing of it is ever put in place of a reference: only what is
 *  asked for is looked at, once. */
export interface Member {
  readonly key: string
  /** Where the key stands. */
  readonly offset: number
  readonly value: unknown
}

/** Members that `<<` may repeat in one document. Without a bound a few lines make a billion. */
const mostMergedMembers = 300_000

/** The document repeats itself by `<<` without end. */
export class MergedTooMuch extends Error {
  override readonly name = 'MergedTooMuch'
}

export class DocumentNodes {
  readonly root: unknown
  readonly #membersOf = new WeakMap<object, readonly Member[]>()
  readonly #byKey = new WeakMap<object, ReadonlyMap<string, Member>>()
  readonly #open = new Set<object>()
  #mergedMembers = 0
  #anchors: Map<string, Node[]> | undefined

  constructor(document: Document.Parsed) {
    this.root = document.contents
  }

  isMapping(node: unknown): boolean {
    return isMap(this.#resolved(node))
  }

  /** In the order they are written, a key written twice twice, merged ones last; none of what is no mapping. */
  members(node: unknown): readonly Member[] {
    const map = this.#resolved(node)
    if (!isMap(map) || this.#open.has(map)) return []
    const known = this.#membersOf.get(map)
    if (known !== undefined) return known
    this.#open.add(map)
    const own: Member[] = []
    const merged = new Map<string, Member>()
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue
      const name = String(key.value)
      if (name === '<<') this.#merge(value, merged)
      else own.push({ key: name, offset: startOf(key), value })
    }
    this.#open.delete(map)
    for (const { key } of own) merged.delete(key)
    const all = [...own, ...merged.values()]
    this.#membersOf.set(map, all)
    return all
  }

  /** The first of a key that is written twice. */
  member(node: unknown, key: string): Member | undefined {
    const map = this.#resolved(node)
    if (!isMap(map)) return undefined
    let byKey = this.#byKey.get(map)
    if (byKey === undefined) {
      byKey = new Map(
        this.members(map)
          .map((member) => [member.key, member] as const)
          .toReversed(),
      )
      this.#byKey.set(map, byKey)
    }
    return byKey.get(key)
  }

  items(node: unknown): readonly unknown[] {
    const list = this.#resolved(node)
    return isSeq(list) ? list.items : []
  }

  value(node: unknown, key: string): unknown {
    return this.member(node, key)?.value
  }

  /** What a person reads there, `3.0` where the number 3 is meant; undefined where no single word stands. */
  text(node: unknown): string | undefined {
    const resolved = this.#resolved(node)
    if (!isScalar(resolved)) return undefined
    const { value, source } = resolved
    if (typeof value === 'string') return value
    return typeof value === 'number' || typeof value === 'boolean'
      ? (source ?? String(value))
      : undefined
  }

  scalar(node: unknown): unknown {
    const resolved = this.#resolved(node)
    return isScalar(resolved) ? resolved.value : undefined
  }

  /** A JSON pointer within the document (RFC 6901, as a URI fragment): `#/paths/~1orders`. */
  pointed(reference: string): unknown {
    let node: unknown = this.root
    for (const step of reference.slice(1).split('/').slice(1)) {
      const key = decoded(step)
      const list = this.#resolved(node)
      node = isSeq(list) ? list.items[Number(key)] : this.value(node, key)
      if (node === undefined) return undefined
    }
    return node
  }

  /** A small part as plain values; undefined: it holds more than `mostValues`, or itself. */
  plain(node: unknown, mostValues: number): { readonly value: unknown } | undefined {
    let left = mostValues
    const read = (one: unknown): unknown => {
      left -= 1
      if (left < 0) return undefined
      const resolved = this.#resolved(one)
      if (isSeq(resolved)) return resolved.items.map(read)
      if (!isMap(resolved)) return isScalar(resolved) ? resolved.value : null
      const members = this.members(resolved).toReversed() // the first of a key counts
      return Object.fromEntries(members.map(({ key, value }) => [key, read(value)]))
    }
    const value = read(node)
    return left < 0 ? undefined : { value }
  }

  startOf(node: unknown): number {
    return startOf(node)
  }

  /** Of several sources the first that has a key. */
  #merge(value: unknown, merged: Map<string, Member>): void {
    const source = this.#resolved(value)
    for (const one of isSeq(source) ? source.items : [source]) {
      for (const member of this.members(one)) {
        this.#mergedMembers += 1
        if (this.#mergedMembers > mostMergedMembers) throw new MergedTooMuch()
        if (!merged.has(member.key)) merged.set(member.key, member)
      }
    }
  }

  #resolved(node: unknown): unknown {
    return isAlias(node) ? this.#target(node) : node
  }

  /** The last anchor of that name above the alias. */
  #target(alias: Alias): Node | undefined {
    this.#anchors ??= anchorsIn(this.root)
    const offset = startOf(alias)
    const nodes = this.#anchors.get(alias.source) ?? []
    let low = 0
    let high = nodes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (startOf(nodes[middle]) < offset) low = middle + 1
      else high = middle
    }
    return nodes[low - 1]
  }
}

function anchorsIn(root: unknown): Map<string, Node[]> {
  const anchors = new Map<string, Node[]>()
  const open: unknown[] = [root]
  while (open.length > 0) {
    const node = open.pop()
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) continue
    if (node.anchor !== undefined) {
      const nodes = anchors.get(node.anchor)
      if (nodes === undefined) anchors.set(node.anchor, [node])
      else nodes.push(node)
    }
    if (isSeq(node)) for (const item of node.items) open.push(item)
    if (isMap(node)) for (const { key, value } of node.items) open.push(key, value)
  }
  for (const nodes of anchors.values()) nodes.sort((a, b) => startOf(a) - startOf(b))
  return anchors
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}

/** The text of a fragment that is no URI is taken as it stands. */
function decoded(step: string): string {
  let text = step
  try {
    text = decodeURIComponent(step)
  } catch {
    // a bare %
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}
