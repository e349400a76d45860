import { canonicalJson } from './canonical-json.ts'
import type { HashedContent } from './release-content.ts'
import { isRecord } from './shape.ts'

/** What is different between two releases, in the words of a definition: which resources, backends and
 *  plugins of the stage came, went or changed, and each field that did. */
export interface ReleaseDiff {
  readonly resources: PartsDiff
  readonly backends: PartsDiff
  readonly plugins: PartsDiff
  /** Of the stage itself, such as `variables.region`. */
  readonly settings: readonly FieldChange[]
}

export interface PartsDiff {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly name: string; readonly fields: readonly FieldChange[] }[]
}

export interface FieldChange {
  /** Such as `backend.path` or `plugins.rate-limit.config.rates`. */
  readonly field: string
  /** undefined: it was not there. */
  readonly before: unknown
  readonly after: unknown
}

export function releaseDiff(
  before: Partial<HashedContent>,
  after: Partial<HashedContent>,
): ReleaseDiff {
  const { resources: _r, backends: _b, plugins: _p, ...settingsBefore } = before
  const { resources, backends, plugins, ...settingsAfter } = after
  return {
    resources: partsDiff(before.resources, resources),
    backends: partsDiff(before.backends, backends),
    plugins: partsDiff(before.plugins, plugins),
    settings: fieldChanges(settingsBefore, settingsAfter, []),
  }
}

function partsDiff(before: readonly unknown[] = [], after: readonly unknown[] = []): PartsDiff {
  const old = named(before) ?? noMembers()
  const now = named(after) ?? noMembers()
  return {
    added: Object.keys(now).filter((name) => !(name in old)),
    removed: Object.keys(old).filter((name) => !(name in now)),
    changed: Object.keys(now).flatMap((name) => {
      if (!(name in old)) return []
      const fields = fieldChanges(old[name], now[name], [])
      return fields.length === 0 ? [] : [{ name, fields }]
    }),
  }
}

function fieldChanges(before: unknown, after: unknown, path: readonly string[]): FieldChange[] {
  if (canonicalJson(before) === canonicalJson(after)) return []
  const [old, now] = [membersOf(before), membersOf(after)]
  if (old === undefined || now === undefined) return [{ field: path.join('.'), before, after }]
  const names = new Set([...Object.keys(old), ...Object.keys(now)])
  const changes = [...names].flatMap((name) => fieldChanges(old[name], now[name], [...path, name]))
  // the same parts in another order: then the lists as wholes are what changed
  return changes.length === 0 ? [{ field: path.join('.'), before, after }] : changes
}

type Members = Readonly<Record<string, unknown>>

function membersOf(value: unknown): Members | undefined {
  if (Array.isArray(value)) return named(value)
  return isRecord(value) ? value : undefined
}

/** A list whose parts have names is compared by them, so that an insertion does not change all that
 *  follow; a name that comes again is counted (`cors#2`). undefined: a part has no name. */
function named(list: readonly unknown[]): Members | undefined {
  const members = noMembers()
  for (const part of list) {
    const name = isRecord(part) ? (part['name'] ?? part['type']) : undefined
    if (typeof name !== 'string') return undefined
    let free = name
    for (let count = 2; free in members; count++) free = `${name}#${count}`
    members[free] = part
  }
  return members
}

/** Not `{}`, in which a part named `constructor` would be found. */
function noMembers(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>
}
