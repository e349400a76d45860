import { listDifference } from '../model/list-difference.ts'
import type { Directory, DirectoryChange, Grant, GrantsOfApp } from '../model/release.ts'

/** What differs between two directories, for workers that hold the first. With 100,000 grants a whole one
 *  would stop each of them for a third of a second (docs/decisions/permissions.md). */
export function directoryChange(before: Directory, after: Directory): DirectoryChange {
  const known = lastOf.get(before)
  if (known?.version === after.version) return known
  const apps = listDifference(before.apps, after.apps)
  const grants = listDifference(before.grants, after.grants)
  const keys = listDifference(before.keys, after.keys)
  const change = {
    version: after.version,
    apps: apps.come,
    goneApps: apps.gone.map(({ code }) => code),
    grants: grantsOfApps([...grants.gone, ...grants.come], after.grants),
    keys: keys.gone.length + keys.come.length === 0 ? null : after.keys,
  }
  lastOf.set(before, change)
  return change
}

/** Every worker is told the same. */
const lastOf = new WeakMap<Directory, DirectoryChange>()

/** Where a directory leads to with what `directoryChange` found. */
export function directoryAfter(before: Directory, change: DirectoryChange): Directory {
  const changedApps = new Set([...change.goneApps, ...change.apps.map(({ code }) => code)])
  const after = {
    version: change.version,
    apps: [...before.apps.filter(({ code }) => !changedApps.has(code)), ...change.apps],
    grants: grantsAfter(before.grants, change.grants),
    keys: change.keys ?? before.keys,
  }
  lastOf.set(before, change) // workers are told the same
  return after
}

function grantsAfter(before: readonly Grant[], changed: readonly GrantsOfApp[]): readonly Grant[] {
  if (changed.length === 0) return before
  const gateways = new Set(changed.map(({ gateway }) => gateway)) // a text for each grant takes longer
  const holders = new Set(changed.map(holderOf))
  const others = before.filter(
    (grant) => !gateways.has(grant.gateway) || !holders.has(holderOf(grant)),
  )
  return [...others, ...changed.flatMap(({ grants }) => grants)]
}

/** Of whoever the changed grants belong to: all that they have now. */
function grantsOfApps(changed: readonly Grant[], all: readonly Grant[]): GrantsOfApp[] {
  if (changed.length === 0) return []
  const found = new Map<string, Grant[]>(changed.map((grant) => [holderOf(grant), []]))
  const gateways = new Set(changed.map(({ gateway }) => gateway)) // a text for each grant takes longer
  for (const grant of all) if (gateways.has(grant.gateway)) found.get(holderOf(grant))?.push(grant)
  return [...found].map(([holder, grants]) => {
    const [app = '', gateway = ''] = holder.split(' ') // no name has a space
    return { app, gateway, grants }
  })
}

function holderOf({ app, gateway }: Pick<Grant, 'app' | 'gateway'>): string {
  return `${app} ${gateway}`
}
