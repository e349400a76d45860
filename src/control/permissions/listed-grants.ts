import { createHash } from 'node:crypto'
import type { ControlState, StoredGrant } from '../../definition/control-state.ts'
import { gatewayIn } from '../../definition/state-index.ts'
import type { Grant } from '../../model/release.ts'
import { covers, endOf, isoOrNull } from './grant-end.ts'
import { liveResources } from './visible-gateway.ts'

/** The permissions on a gateway, those of its definition file and those that people gave, in one list. */
export interface ListedGrant {
  readonly id: string
  readonly app: string
  readonly owner: string
  /** null: the whole gateway. */
  readonly resources: readonly string[] | null
  /** Those of them that no stage serves: not in force until one does. */
  readonly absent: readonly string[]
  /** null: never. */
  readonly expiresAt: string | null
  readonly expired: boolean
  readonly source: GrantSource
  /** Who gave it last, when and why; '' and null of a file, whose history is its own. */
  readonly by: string
  readonly at: string | null
  readonly reason: string
}

export const grantSources = ['file', 'given', 'approved', 'renewed'] as const
type GrantSource = (typeof grantSources)[number]

export interface GrantFilter {
  readonly app?: string
  /** Only grants that cover it. */
  readonly resource?: string
  readonly expired?: boolean
  readonly source?: GrantSource
}

/** Newest first, those of the file last. */
export function listedGrants(
  state: ControlState,
  gateway: string,
  filter: GrantFilter,
  nowMs: number,
): ListedGrant[] {
  const { app, resource, expired, source } = filter
  const owners = new Map(state.apps.map(({ code, owner }) => [code, owner]))
  const live = liveNames(state, gateway)
  return allGrants(state, (grant) => grant.gateway === gateway)
    .filter(({ grant }) => app === undefined || grant.app === app)
    .filter(({ grant }) => resource === undefined || covers(grant, resource))
    .filter(({ grant }) => expired === undefined || endOf(grant) <= nowMs === expired)
    .filter((one) => source === undefined || one.source === source)
    .map((one) => shown(one, owners.get(one.grant.app) ?? '', live, nowMs))
    .toSorted((one, other) => (one.id > other.id ? -1 : 1))
}

/** Those of one application on all gateways: what it may call is its owner's to know, wherever it is. */
export function grantsOfApp(
  state: ControlState,
  app: string,
  nowMs: number,
): (Omit<ListedGrant, 'app' | 'owner'> & { readonly gateway: string })[] {
  return allGrants(state, (grant) => grant.app === app)
    .map((one) => {
      const { gateway } = one.grant
      const { app: _app, owner: _owner, ...rest } = shown(one, '', liveNames(state, gateway), nowMs)
      return { gateway, ...rest }
    })
    .toSorted((one, other) => (one.id > other.id ? -1 : 1))
}

export type LiveNames = Pick<ReadonlyMap<string, unknown>, 'has'>

export function liveNames(state: ControlState, name: string): LiveNames {
  const gateway = gatewayIn(state, name)
  return gateway === undefined ? new Map() : liveResources(gateway)
}

/** A grant of either kind. */
export type AnyGrant = Omit<StoredGrant, 'source'> & { readonly source: GrantSource }

export function allGrants(
  { gateways, granted }: ControlState,
  isWanted: (grant: Grant) => boolean,
): readonly AnyGrant[] {
  const ofFiles = gateways.flatMap(({ grants }) => grants.filter(isWanted))
  return [...granted.filter(({ grant }) => isWanted(grant)), ...ofFiles.map(fileGrant)]
}

export function isOfFile(id: string): boolean {
  return id.startsWith(filePrefix)
}

/** Sorts behind the others, which are `grant-…`. */
const filePrefix = 'file-'

/** Files give no ids: what a grant says is its name. */
function fileGrant(grant: Grant): AnyGrant {
  const { app, gateway, resources, expiresAtMs } = grant
  const text = JSON.stringify([app, gateway, resources, expiresAtMs])
  const id = filePrefix + createHash('sha256').update(text).digest('hex').slice(0, 16)
  return { id, grant, source: 'file', by: '', atMs: 0, reason: '' }
}

export function shown(
  { id, grant, source, by, atMs, reason }: AnyGrant,
  owner: string,
  live: LiveNames,
  nowMs: number,
): ListedGrant {
  const { app, resources, expiresAtMs } = grant
  return {
    id,
    app,
    owner,
    resources,
    absent: (resources ?? []).filter((name) => !live.has(name)),
    expiresAt: isoOrNull(expiresAtMs),
    expired: endOf(grant) <= nowMs,
    source,
    by,
    at: source === 'file' ? null : isoOrNull(atMs),
    reason,
  }
}
