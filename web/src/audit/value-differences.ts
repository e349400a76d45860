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
  const [were, are] = [membersOf(before), membersOf(after)]
  const isOneKind =
    before === undefined || after === undefined || isObject(before) === isObject(after)
  const areParts = were !== undefined && are !== undefined && were.size + are.size > 0
  if (!areParts || !isOneKind) {
    return isSame(before, after) ? [] : [{ path, before, after }]
  }
  const isList = Array.isArray(before) || Array.isArray(after)
  const inner = [...new Set([...were.keys(), ...are.keys()])].flatMap((name) =>
    differencesOf(were.get(name), are.get(name), isList ? `${path}[${name}]` : below(path, name)),
  )
  return isList ? [...inner, ...otherOrder(were, are, path)] : inner
}

/** Of plugins, say, the order means something. */
function otherOrder(were: Members, are: Members, path: string): Difference[] {
  const before = [...were.keys()].filter((name) => are.has(name))
  const after = [...are.keys()].filter((name) => were.has(name))
  return isSame(before, after) ? [] : [{ path, before, after }]
}

type Members = ReadonlyMap<string, unknown>

/** Where one side is nothing at all, the members of the other are shown one by one. */
export function changesOf(before: unknown, after: unknown): Difference[] {
  return differencesOf(before ?? undefined, after ?? undefined)
}

/** A value as a person reads it in a table. */
export function valueText(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string' && value !== '') return value
  return JSON.stringify(value, null, typeof value === 'object' && value !== null ? 1 : 0)
}

/** Parts by their names: of an object, or of a list whose items all have one of their own, so that an item that moved is
 *  not a change of those between. Nothing has no parts; undefined: it is a value as a whole. */
function membersOf(value: unknown): Members | undefined {
  if (value === undefined) return new Map()
  if (isObject(value)) return new Map(Object.entries(value))
  if (!Array.isArray(value)) return undefined
  const entries = (value as readonly unknown[]).map((item) => [nameOf(item), item] as const)
  const named = new Map(entries)
  return named.has('') || named.size < entries.length ? undefined : named
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nameOf(item: unknown): string {
  if (!isObject(item)) return ''
  const names = ['name', 'code', 'id', 'url', 'type'].map((key) => item[key])
  return names.filter((name) => typeof name === 'string').find((name) => name !== '') ?? ''
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
