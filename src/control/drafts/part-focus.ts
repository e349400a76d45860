import { pluginType } from '../../definition/check-plugins.ts'
import type { Part } from '../../definition/document-parts.ts'
import { isRecord } from '../../definition/shape.ts'
import { ApiProblem } from '../problem.ts'

/** What of a part a request is about: all of it, or something within, which has an ETag of its own, so that
 *  two people do not get in each other's way. */
export interface PartFocus {
  /** undefined: it is not there. */
  read(part: Part): unknown
  /** undefined: take it away. */
  write(part: Part, value: unknown): Part
}

export const wholePart: PartFocus = {
  read: (part) => part,
  write: (part, value) => (isRecord(value) ? value : part), // a part is taken away by its own route
}

/** `whenMissing`: what its absence means. */
export function memberFocus(key: string, whenMissing?: unknown): PartFocus {
  return {
    read: (part) => (Object.hasOwn(part, key) ? part[key] : whenMissing),
    write: (part, value) => withMember(part, key, value),
  }
}

export function backendFocus(name: string): PartFocus {
  const all = memberFocus('backends', {})
  return {
    read: (part) => memberOf(all.read(part), name),
    write: (part, value) => all.write(part, withMember(recordOf(all.read(part)), name, value)),
  }
}

/** A binding by the type of its plugin, with or without `bk-`. */
export function pluginFocus(type: string): PartFocus {
  const isIt = (binding: unknown): boolean =>
    isRecord(binding) && pluginType(String(binding['type'])) === pluginType(type)
  const bindingsOf = (part: Part): readonly unknown[] =>
    Array.isArray(part['plugins']) ? part['plugins'] : []
  return {
    read: (part) => bindingsOf(part).find(isIt),
    write(part, value) {
      const bindings = bindingsOf(part)
      const isNew = !bindings.some(isIt)
      if (value === undefined) return { ...part, plugins: bindings.filter((one) => !isIt(one)) }
      if (!isIt(value)) throw otherType(type)
      if (isNew) return { ...part, plugins: [...bindings, value] }
      return { ...part, plugins: bindings.map((one) => (isIt(one) ? value : one)) }
    },
  }
}

function otherType(type: string): ApiProblem {
  const detail = `type: expected ${JSON.stringify(type)}, as in the path. Bind another plugin under its own.`
  return new ApiProblem('part_invalid', detail)
}

function withMember(container: Part, key: string, value: unknown): Part {
  if (value !== undefined) return { ...container, [key]: value }
  const { [key]: _gone, ...rest } = container
  return rest
}

export function memberOf(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function recordOf(value: unknown): Part {
  return isRecord(value) ? value : {}
}
