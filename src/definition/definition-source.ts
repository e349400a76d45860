import {
  type Alias,
  Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
} from 'yaml'
import { type Path, pathText, type ProblemList, type Report } from './definition-problem.ts'
import { parseYaml } from './parse-yaml.ts'
import { readJson } from './read-json.ts'
import { type Place, TextPlaces } from './text-places.ts'
import { type Expansion, type Marks, plainValue } from './yaml-value.ts'

/** One definition file as plain values, with the way back from a value to its line and column. */
export interface DefinitionSource {
  readonly file: string
  /** After expansion. */
  readonly value: unknown
  /** As written, `${NAME}` included. */
  readonly written: unknown
  readonly marks: Marks
  readonly report: Report
  /** 1-based line, for messages that name a second place. */
  readonly lineOf: (path: Path) => number
}

export interface DefinitionText {
  /** Shown in problems; relative references in it are read from its folder. */
  readonly file: string
  readonly text: string
}

/** A text that was made from another one: the file that people have before them. */
export interface Origin {
  /** From a place in the text that is read to its place in the file. */
  placeAt(offset: number): Place
  /** Of the text's root, where it is one value of the file. */
  readonly path: Path
}

export type TextSource = DefinitionSource & {
  /** Where the value of a path begins in the text that was read. */
  offsetIn(path: Path): number
}

/** undefined: not YAML; the problems say why. */
export function readSource(
  { file, text }: DefinitionText,
  expansion: Expansion,
  problems: ProblemList,
  origin: Origin = originOf(text),
): TextSource | undefined {
  const add = (offset: number, path: Path, message: string, suggestion: string) => {
    const place = origin.placeAt(offset)
    const whole = pathText([...origin.path, ...path])
    problems.add({ file, ...place, path: whole, message, suggestion })
  }
  const json = readJson(text)
  const parsed = json === undefined ? parseYaml(text) : undefined
  if (parsed?.ok === false) {
    const { offset, message, suggestion } = parsed.error
    add(offset, [], message, suggestion)
    return undefined
  }
  let document: Document | undefined = parsed?.document
  const targets = new Map<Alias, Node>()
  // of JSON, places are looked for where something is wrong only
  const offsetAt = (path: Path, at: 'key' | undefined): number => {
    const found = (document ??= documentOf(text))
    return offsetOf(found, targets, path, at)
  }
  const report: Report = (path, message, suggestion = '', at) => {
    if (problems.isFull) return problems.drop()
    const words = typeof suggestion === 'string' ? suggestion : suggestion()
    add(offsetAt(path, at), path, message, words)
  }
  const offsetIn = (path: Path) => offsetAt(path, undefined)
  const lineOf = (path: Path) => origin.placeAt(offsetIn(path)).line
  const placed = { file, report, lineOf, offsetIn }
  if (parsed === undefined) return { ...placed, value: json, written: json, marks: new WeakMap() }
  const read = plainValue(parsed.document, expansion, targets, report)
  const { value, marks, hasReferences } = read
  const kept = hasReferences ? plainValue(parsed.document, 'keep', targets, ignore) : read
  const written = kept.value
  return { ...placed, value, written, marks }
}

/** Of a text that is JSON. Should YAML not take it all the same, every place is its beginning. */
function documentOf(text: string): Document {
  const parsed = parseYaml(text)
  return parsed.ok ? parsed.document : new Document()
}

function originOf(text: string): Origin {
  const places = new TextPlaces(text)
  return { placeAt: (offset) => places.at(offset), path: [] }
}

function ignore(): void {
  // the first reading reported everything already
}

/** Where the value of `path` stands, or the key of a collection; where it is missing, the innermost
 *  collection that is there. */
function offsetOf(
  document: Document,
  targets: ReadonlyMap<Alias, Node>,
  path: Path,
  at: 'key' | undefined,
): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const [index, step] of path.entries()) {
    const found = memberOf(resolved(node, targets), step, targets)
    if (found === undefined) break
    const isLast = index === path.length - 1
    node = found.value
    const start = startOf(node)
    const atKey = start === undefined || isCollection(node) || (at === 'key' && isLast)
    offset = (atKey ? (found.keyStart ?? start) : start) ?? offset
  }
  return offset ?? 0
}

interface Member {
  readonly keyStart: number | undefined
  readonly value: unknown
}

function memberOf(
  node: unknown,
  step: string | number,
  targets: ReadonlyMap<Alias, Node>,
): Member | undefined {
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
    return { keyStart: undefined, value: node.items[step] }
  }
  if (!isMap(node)) return undefined
  // the last one of a key written twice: that is the one reported
  const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === step)
  if (pair !== undefined) return { keyStart: startOf(pair.key), value: pair.value }
  for (const { key, value } of node.items) {
    if (!isScalar(key) || key.value !== '<<') continue
    const merged = resolved(value, targets)
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const found = memberOf(resolved(source, targets), step, targets)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function resolved(node: unknown, targets: ReadonlyMap<Alias, Node>): unknown {
  return isAlias(node) ? targets.get(node) : node
}

function startOf(node: unknown): number | undefined {
  if (!isScalar(node) && !isCollection(node) && !isAlias(node)) return undefined
  // an empty value has no text of its own: its range is empty
  const [start, end] = node.range ?? []
  return start === end && isScalar(node) ? undefined : start
}
