import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
} from 'yaml'
import type { Report } from './definition-problem.ts'
import { type Environment, expand } from './references.ts'

/** From YAML nodes to plain values. Own code and not `toJS`, because it notes what came from the
 *  environment, bounds what aliases multiply, reports a key written twice at its place, and never
 *  lets a key reach a prototype. */
export interface PlainValue {
  readonly value: unknown
  readonly marks: Marks
  readonly hasReferences: boolean
}

/** The value came from the environment, or could not be made (and was reported). */
export type Mark = 'expanded' | 'broken'
/** By the object or list that holds the value, then by key or index. */
export type Marks = WeakMap<object, Map<string | number, Mark>>
/** 'keep': leave `${NAME}` as written. undefined: refuse it. */
export type Expansion = Environment | undefined | 'keep'

/** Values that aliases may repeat in one file; 10,000 resources that share `auth: *open` need
 *  40,000. Without a bound ten lines of aliases make a billion values. */
const mostRepeatedValues = 300_000
/** Definitions need a dozen levels; an alias inside its own anchor would go on for ever. */
const deepestLevel = 64

/** `aliasTargets` is filled on the way, so that `report` can find places behind aliases. */
export function plainValue(
  document: Document.Parsed,
  expansion: Expansion,
  aliasTargets: Map<Alias, Node>,
  report: Report,
): PlainValue {
  const reading = new Reading(expansion, aliasTargets, report)
  const value = reading.read(document.contents)
  const { marks, hasReferences } = reading
  return { value, marks, hasReferences }
}

class Reading {
  readonly marks: Marks = new WeakMap()
  hasReferences = false
  readonly #aliasTargets: Map<Alias, Node>
  readonly #expansion: Expansion
  readonly #report: Report
  readonly #anchors = new Map<string, Node>()
  readonly #path: (string | number)[] = []
  /** Of the value read last, for whoever stores it. */
  #mark: Mark | undefined
  #aliasDepth = 0
  #repeatedValues = 0
  #hasStopped = false

  constructor(expansion: Expansion, aliasTargets: Map<Alias, Node>, report: Report) {
    this.#expansion = expansion
    this.#aliasTargets = aliasTargets
    this.#report = report
  }

  read(node: unknown): unknown {
    this.#mark = undefined
    if (this.#hasStopped) return null
    if (isAlias(node)) return this.#readAlias(node)
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null
    if (this.#aliasDepth > 0) {
      this.#repeatedValues += 1
      if (this.#repeatedValues > mostRepeatedValues) return this.#stop('aliases repeat too much')
    } else if (node.anchor !== undefined) {
      this.#anchors.set(node.anchor, node)
    }
    if (this.#path.length > deepestLevel) return this.#stop('values are nested too deeply here')
    if (isMap(node)) return this.#readMap(node.items)
    return isSeq(node) ? this.#readList(node.items) : this.#readScalar(node.value)
  }

  #readAlias(alias: Alias): unknown {
    const target = this.#aliasTargets.get(alias) ?? this.#anchors.get(alias.source)
    if (target === undefined) {
      this.#broken(`there is no anchor &${alias.source} above this alias`, '')
      return null
    }
    this.#aliasTargets.set(alias, target)
    this.#aliasDepth += 1
    const value = this.read(target)
    this.#aliasDepth -= 1
    return value
  }

  #readScalar(value: unknown): unknown {
    if (typeof value !== 'string' || !value.includes('${') || this.#isExtension()) return value
    this.hasReferences = true
    if (this.#expansion === 'keep') return value
    const expanded = expand(value, this.#expansion)
    if (expanded.kind === 'problem') {
      this.#broken(expanded.message, expanded.suggestion)
      return value
    }
    if (expanded.kind === 'expanded') this.#mark = 'expanded'
    return expanded.text
  }

  #readList(items: readonly unknown[]): unknown[] {
    const list: unknown[] = []
    for (const [index, item] of items.entries()) {
      list.push(this.#readMember(list, index, item))
    }
    this.#mark = undefined
    return list
  }

  #readMap(items: readonly Pair[]): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    const merged: unknown[] = []
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : ''
      if (name === '<<') merged.push(value)
      else if (name === '__proto__')
        this.#report([...this.#path, name], 'not a usable key', '', 'key')
      else if (Object.hasOwn(object, name)) {
        this.#report([...this.#path, name], `"${name}" is written twice here`, '', 'key')
      } else object[name] = this.#readMember(object, name, value)
    }
    for (const node of merged) this.#merge(object, this.read(node))
    this.#mark = undefined
    return object
  }

  #readMember(container: object, step: string | number, node: unknown): unknown {
    this.#path.push(step)
    const value = this.read(node)
    this.#path.pop()
    if (this.#mark !== undefined) this.#markMember(container, step, this.#mark)
    return value
  }

  #markMember(container: object, step: string | number, mark: Mark): void {
    const marks = this.marks.get(container) ?? new Map<string | number, Mark>()
    this.marks.set(container, marks.set(step, mark))
  }

  /** `<<` adds what is not written in the map itself, the first of several winning. */
  #merge(object: Record<string, unknown>, source: unknown): void {
    if (Array.isArray(source)) {
      for (const one of source) this.#merge(object, one)
      return
    }
    if (typeof source !== 'object' || source === null) {
      this.#report([...this.#path, '<<'], '"<<" merges mappings only', '', 'key')
      return
    }
    for (const [key, value] of Object.entries(source)) {
      if (Object.hasOwn(object, key)) continue
      object[key] = value
      const mark = this.marks.get(source)?.get(key)
      if (mark !== undefined) this.#markMember(object, key, mark)
    }
  }

  /** Below an `x-*` key nothing is ours to expand; below `config` such keys are header names. */
  #isExtension(): boolean {
    const first = this.#path.findIndex((step) => typeof step === 'string' && step.startsWith('x-'))
    return first !== -1 && !this.#path.slice(0, first).includes('config')
  }

  #broken(message: string, suggestion: string): void {
    this.#report([...this.#path], message, suggestion)
    this.#mark = 'broken'
  }

  #stop(message: string): null {
    this.#report([...this.#path], message, '')
    this.#hasStopped = true
    return null
  }
}
