import { canonicalHash } from './canonical-json.ts'
import type { Written } from './definition.ts'
import { isRecord } from './shape.ts'

/** A gateway's definition by the parts that people edit one at a time: each stage, backend and resource by
 *  its name, and the settings that a release holds. What is left (description, maintainers, grants, `x-*`)
 *  is no part: it needs no release. */
export type PartKind = 'stages' | 'backends' | 'resources' | 'settings'

/** Such as `resources/get_order` and `settings/userAuth`. */
export type PartPath = `${PartKind}/${string}`

export type Part = Readonly<Record<string, unknown>>

/** null: the part is gone. */
export type PartChanges = ReadonlyMap<PartPath, Part | null>

export const listKinds = ['backends', 'stages', 'resources'] as const
type ListKind = (typeof listKinds)[number]

const settingNames = ['userAuth', 'references'] as const

export function partPath(kind: PartKind, name: string): PartPath {
  return `${kind}/${name}`
}

export function splitPath(path: PartPath): readonly [PartKind, string] {
  const slash = path.indexOf('/')
  // a PartPath begins with a kind
  return [path.slice(0, slash) as PartKind, path.slice(slash + 1)]
}

export function partsIn(document: Written, kind: ListKind): readonly Part[] {
  const list = document[kind]
  if (list === undefined && kind === 'backends') return impliedBackends
  return Array.isArray(list) ? (list as readonly Part[]) : [] // its shape was checked
}

/** Of a gateway that names none. */
const impliedBackends: readonly Part[] = [{ name: 'default' }]

export function partAt(document: Written, path: PartPath): Part | undefined {
  const [kind, name] = splitPath(path)
  if (kind !== 'settings') return byName(partsIn(document, kind)).get(name)
  const setting = Object.hasOwn(document, name) ? document[name] : undefined
  return isRecord(setting) ? setting : undefined
}

const indexes = new WeakMap<readonly Part[], ReadonlyMap<string, Part>>()

/** Lists are never changed, only replaced. */
export function byName(parts: readonly Part[]): ReadonlyMap<string, Part> {
  let index = indexes.get(parts)
  if (index === undefined) {
    index = new Map(parts.map((part) => [String(part['name']), part]))
    indexes.set(parts, index)
  }
  return index
}

/** The same document with these parts changed: each in its place, new ones last. Parts that stay are the
 *  same objects, so that what was found out about them holds on. */
export function withParts(document: Written, changes: PartChanges): Written {
  const changed: Record<string, unknown> = { ...document }
  for (const kind of listKinds) {
    const ofKind = new Map([...changes].filter(([path]) => splitPath(path)[0] === kind))
    if (ofKind.size > 0) changed[kind] = changedList(partsIn(document, kind), kind, ofKind)
  }
  for (const name of settingNames) {
    const setting = changes.get(partPath('settings', name))
    if (setting === null) delete changed[name]
    else if (setting !== undefined) changed[name] = setting
  }
  return changed
}

function changedList(parts: readonly Part[], kind: ListKind, changes: PartChanges): Part[] {
  const rest = new Map(changes)
  const list: Part[] = []
  for (const part of parts) {
    const path = partPath(kind, String(part['name']))
    const change = rest.get(path)
    rest.delete(path)
    if (change !== null) list.push(change ?? part)
  }
  for (const change of rest.values()) if (change !== null) list.push(change)
  return list
}

const hashes = new WeakMap<Part, string>()

/** What a part is known by, whatever the order of its members; '' for one that is not there. */
export function partHash(part: Part | undefined | null): string {
  if (part === undefined || part === null) return ''
  let hash = hashes.get(part)
  if (hash === undefined) {
    hash = canonicalHash(part).slice(0, 32)
    hashes.set(part, hash)
  }
  return hash
}
