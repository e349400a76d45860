/** Places within a definition, and a definition with another value at one place. Everything else of it stays the
 *  very same, in the same order: forms patch what was read and never write it anew. */
export type Path = readonly (string | number)[]

export type Members = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As the management API writes places: `plugins[0].config.apps["a b"]`. */
export function pathText(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (!/^[\w-]+$/.test(step)) text += `[${JSON.stringify(step)}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}

export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') at = at[step]
    else if (isRecord(at) && Object.hasOwn(at, String(step))) at = at[String(step)]
    else return undefined
  }
  return at
}

/** `next` undefined takes the member away, and with it a mapping that says nothing any more because of that. What
 *  is missing on the way is made. */
export function withValueAt(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return next
  if (typeof step === 'number') return withItem(Array.isArray(value) ? value : [], step, rest, next)
  const members = isRecord(value) ? value : {}
  const before = Object.hasOwn(members, step) ? members[step] : undefined
  const after = withValueAt(before, rest, next)
  const isEmptied = next === undefined && isRecord(after) && Object.keys(after).length === 0
  if (after !== undefined && !(isEmptied && rest.length > 0)) return { ...members, [step]: after }
  const { [step]: _gone, ...others } = members
  return others
}

function withItem(
  list: readonly unknown[],
  index: number,
  rest: Path,
  next: unknown,
): readonly unknown[] {
  if (rest.length === 0 && next === undefined) return list.toSpliced(index, 1)
  const after = withValueAt(list[index], rest, next)
  return index >= list.length ? [...list, after] : list.with(index, after)
}

/** A mapping with one key named otherwise, at the same place. */
export function withKeyNamed(members: Members, before: string, after: string): Members {
  const entries = Object.entries(members)
  return Object.fromEntries(entries.map(([key, value]) => [key === before ? after : key, value]))
}
