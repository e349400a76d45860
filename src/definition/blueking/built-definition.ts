import type { Path, Report } from '../definition-problem.ts'
import type { DefinitionSource } from '../definition-source.ts'
import { withoutReferences } from '../references.ts'
import { isRecord } from '../shape.ts'
import type { Mark, Marks } from '../yaml-value.ts'
import type { Value } from './blueking-value.ts'

/** A mapping of our own format that is being made: its values, and the same as an export writes them,
 *  with `${NAME}` and `x-bk-*`. */
export interface Built {
  readonly value: Record<string, unknown>
  readonly written: Record<string, unknown>
}

/** Makes a definition of ours from values of the old system's files, and knows of each part where it
 *  came from, so that what is wrong is reported in the file that people have. */
export class DefinitionBuilder {
  readonly #origins = new WeakMap<object, Map<string | number, Value>>()
  readonly #marks: Marks = new WeakMap()

  mapping(): Built {
    return { value: {}, written: {} }
  }

  /** A value that was worked out from `origin`. */
  say(into: Built, key: string, said: unknown, origin: Value): void {
    this.#set(into, key, said, said, origin)
    const { raw } = origin
    const isFilled = typeof raw === 'string' && origin.settled(raw).isFilled
    if (isFilled) this.#mark(into.value, key, 'expanded')
  }

  /** A text of another file, where nothing is a reference to the environment. */
  sayText(into: Built, key: string, text: string, origin: Value): void {
    this.#set(into, key, text, withoutReferences(text), origin)
  }

  /** A key that must be there, and is not; reported already. */
  miss(into: Built, key: string, origin: Value): void {
    this.say(into, key, undefined, origin)
    this.#mark(into.value, key, 'broken')
  }

  /** A list of values that were worked out from one value each. */
  sayAll(
    into: Built,
    key: string,
    said: readonly unknown[],
    origins: readonly Value[],
    origin: Value,
  ): void {
    const list = [...said]
    this.say(into, key, list, origin)
    for (const [index, one] of origins.entries()) this.#remember(list, index, one)
  }

  /** A value as it is, whatever its type: checked later, as in a file of ours. */
  copy(into: Built, key: string, origin: Value | undefined): void {
    if (origin === undefined) return
    const copied = this.#copied(origin, into.value, key)
    this.#set(into, key, copied.value, copied.written, origin)
  }

  /** A number, which may be written in quotes. */
  copyNumber(into: Built, key: string, origin: Value | undefined): void {
    const isQuoted = typeof origin?.raw === 'string' && /^\d{1,9}$/.test(origin.raw)
    if (origin !== undefined && isQuoted) this.say(into, key, origin.number(), origin)
    else this.copy(into, key, origin)
  }

  /** What has no meaning here, for whoever goes back or reads on. */
  keep(into: Built, key: string, origin: Value): void {
    let name = key.startsWith('x-') ? key : `x-bk-${key}`
    while (Object.hasOwn(into.written, name)) name += '_' // two mappings there may be one here
    define(into.written, name, keptOf(origin))
  }

  nest(into: Built, key: string, part: Built, origin: Value): void {
    this.#set(into, key, part.value, part.written, origin)
  }

  list(into: Built, key: string, parts: readonly (readonly [Built, Value])[], origin: Value): void {
    const list = parts.map(([part]) => part.value)
    const written = parts.map(([part]) => part.written)
    for (const [index, [, at]] of parts.entries()) this.#remember(list, index, at)
    this.#set(into, key, list, written, origin)
  }

  source(root: Built, beginning: Value): DefinitionSource {
    const find = (path: Path) => this.#originOf(root.value, path, beginning)
    const report: Report = (path, message, suggestion, at) => {
      const { origin, rest } = find(path)
      origin.document.source.report([...origin.path, ...rest], message, suggestion, at)
    }
    const lineOf = (path: Path) => {
      const { origin, rest } = find(path)
      return origin.document.source.lineOf([...origin.path, ...rest])
    }
    const { value, written } = root
    return { file: beginning.file, value, written, marks: this.#marks, report, lineOf }
  }

  #set(into: Built, key: string, value: unknown, written: unknown, origin: Value): void {
    define(into.value, key, value)
    define(into.written, key, written)
    this.#remember(into.value, key, origin)
  }

  #remember(container: object, step: string | number, origin: Value): void {
    const steps = this.#origins.get(container) ?? new Map<string | number, Value>()
    this.#origins.set(container, steps.set(step, origin))
  }

  #originOf(root: unknown, path: Path, beginning: Value): { origin: Value; rest: Path } {
    let container = root
    let origin = beginning
    let rest: (string | number)[] = []
    for (const step of path) {
      const known = isObject(container) ? this.#origins.get(container)?.get(step) : undefined
      if (known === undefined) rest.push(step)
      else {
        origin = known
        rest = []
      }
      container = isObject(container) ? Reflect.get(container, step) : undefined
    }
    return { origin, rest }
  }

  /** Empty values of a mapping are left out, as the old system takes them for not there. */
  #copied(
    origin: Value,
    container: object,
    step: string | number,
  ): { value: unknown; written: unknown } {
    const { raw } = origin
    if (typeof raw === 'string') {
      const { value, written, isFilled } = origin.settled(raw)
      if (isFilled) this.#mark(container, step, 'expanded')
      return { value, written }
    }
    if (Array.isArray(raw)) {
      const list: unknown[] = []
      const parts = origin.items().map((item, index) => this.#copied(item, list, index))
      list.push(...parts.map(({ value }) => value))
      return { value: list, written: parts.map(({ written }) => written) }
    }
    if (!isRecord(raw)) return { value: raw, written: raw }
    const copy = { value: {}, written: {} }
    for (const [key, member] of origin.members()) {
      if (member.raw === null || member.raw === undefined) continue
      const name = member.settled(key).value
      const copied = this.#copied(member, copy.value, name)
      define(copy.value, name, copied.value)
      define(copy.written, name, copied.written)
    }
    return copy
  }

  #mark(container: object, step: string | number, mark: Mark): void {
    const marks = this.#marks.get(container) ?? new Map<string | number, Mark>()
    this.#marks.set(container, marks.set(step, mark))
  }
}

/** Below `x-*` nothing is a reference to the environment. */
export function keptOf(origin: Value): unknown {
  const { raw } = origin
  if (typeof raw === 'string') return origin.unsettled(raw)
  if (Array.isArray(raw)) return origin.items().map(keptOf)
  if (!isRecord(raw)) return raw
  const kept = {}
  for (const [key, member] of origin.members()) define(kept, origin.unsettled(key), keptOf(member))
  return kept
}

/** A key of a file never reaches a prototype. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
