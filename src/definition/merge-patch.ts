import { isRecord } from './shape.ts'

/** RFC 7396. Members keep their order, new ones stand last; a patch can take away (null) and not set null. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    const before = Object.hasOwn(merged, name) ? merged[name] : undefined
    if (value === null) delete merged[name]
    else merged[name] = mergePatch(before, value)
  }
  return merged
}
