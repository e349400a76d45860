import { isRecord, type Path, valueAt, withValueAt } from './json-path.ts'

/** What somebody changed between reading and saving, so that it can be put upon what another made of it meanwhile. */
export interface MemberChange {
  readonly path: Path
  /** undefined: taken away. */
  readonly value: unknown
}

/** Mappings are compared member by member, all else as a whole: of a list nobody could say what became of what. */
export function changesBetween(
  before: unknown,
  after: unknown,
  path: Path = [],
): readonly MemberChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) =>
      changesBetween(valueAt(before, [key]), valueAt(after, [key]), [...path, key]),
    )
  }
  return isSame(before, after) ? [] : [{ path, value: after }]
}

export function changed(value: unknown, changes: readonly MemberChange[]): unknown {
  return changes.reduce((now, { path, value: next }) => withValueAt(now, path, next), value)
}

/** The places that both changed, and differently. */
export function disputed(
  mine: readonly MemberChange[],
  before: unknown,
  theirs: unknown,
): readonly MemberChange[] {
  return mine.filter(
    ({ path, value }) =>
      !isSame(valueAt(before, path), valueAt(theirs, path)) &&
      !isSame(value, valueAt(theirs, path)),
  )
}

export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]))
  }
  if (!isRecord(one) || !isRecord(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  )
}
