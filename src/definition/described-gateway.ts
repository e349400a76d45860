import type { Written } from './definition.ts'
import { mergePatch } from './merge-patch.ts'
import { isRecord } from './shape.ts'

/** What a definition says of a gateway that takes effect without a release: for whom it is, who may change
 *  it, whom callers ask; and `x-*`. */
export type Description = Readonly<Record<string, unknown>>

/** Edited as parts of a draft, or given elsewhere. */
const otherKeys: ReadonlySet<string> = new Set([
  'name',
  'backends',
  'stages',
  'resources',
  'openapi',
  'userAuth',
  'references',
  'grants',
])

export function descriptionIn(written: Written): Description {
  return Object.fromEntries(Object.entries(written).filter(([key]) => !otherKeys.has(key)))
}

/** '' or the first key of a description that is none. */
export function strangeKey(description: object): string {
  return Object.keys(description).find((key) => otherKeys.has(key)) ?? ''
}

/** Changed in its place; new members stand before the parts. */
export function patchedDescription(written: Written, patch: Description): Written {
  const patched = mergePatch(descriptionIn(written), patch)
  const described: Description = isRecord(patched) ? patched : {}
  const result: Record<string, unknown> = {}
  const added = Object.entries(described).filter(([key]) => !Object.hasOwn(written, key))
  for (const [key, value] of Object.entries(written)) {
    if (key === 'name' || !otherKeys.has(key)) {
      if (key === 'name') result[key] = value
      else if (Object.hasOwn(described, key)) result[key] = described[key]
      continue
    }
    for (const [name, member] of added.splice(0)) result[name] = member
    result[key] = value
  }
  for (const [name, member] of added) result[name] = member
  return result
}
