/** What is different between two values of JSON, member by member: what a person wants to know of a change. */
export interface Difference {
  /** Such as `stages[prod].timeoutMs`; '' is the whole. */
  readonly path: string
  /** undefined: there was none. */
  readonly before: unknown
  /** undefined: there is none any more. */
  readonly after: unknown
}

function differencesOf(before: unknown, after: unknown, path = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => differencesOf(before[name], after[name], member(path, name)))
  }
  const [wereNamed, areNamed] = [named(before), named(after)]
  if (wereNamed !== undefined && areNamed !== undefined) {
    const names = [...new Set([...wereNamed.keys(), ...areNamed.keys()])]
    return names.flatMap((name) =>
      differencesOf(wereNamed.get(name), areNamed.get(name), `${path}[${name}]`),
    )
  }
  if (isSame(before, after)) return []
  return [{ path, before, after }]
}

/** Where one side is nothing at all, its members are shown one by one too. */
export function changesOf(before: unknown, after: unknown): Difference[] {
  if (before === null && after === null) return []
  return differencesOf(before ?? (isObject(after) ? {} : undefined), after ?? {})
}

/** A value as a person reads it in a table. */
export function valueText(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string' && value !== '') return value
  return JSON.stringify(value, null, typeof value === 'object' && value !== null ? 1 : 0)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A list whose items all have names of their own: an item that moved is not a change of those between. */
function named(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!Array.isArray(value)) return undefined
  const items = value as readonly unknown[]
  const entries = items.map((item) => [nameOf(item), item] as const)
  const names = new Set(entries.map(([name]) => name))
  return names.has('') || names.size < items.length ? undefined : new Map(entries)
}

function nameOf(item: unknown): string {
  if (!isObject(item)) return ''
  const names = ['name', 'code', 'id', 'url', 'type'].map((key) => item[key])
  return names.filter((name) => typeof name === 'string').find((name) => name !== '') ?? ''
}

function member(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
