import { randomBytes } from 'node:crypto'
import type { ControlState, StoredGrant } from '../../definition/control-state.ts'
import type { DetailedChange } from '../../definition/plan-changes.ts'
import type { Grant } from '../../model/release.ts'
import type { PlannedChange } from '../applier.ts'
import { ApiProblem } from '../problem.ts'
import { endOf, isoOrNull } from './grant-end.ts'

/** Permissions that people give, change and take. Of one application each resource of a gateway is in one
 *  grant at most, and so is the gateway as a whole: a new grant takes over from older ones what it lets
 *  last longer. Those of definition files stand beside them and are not touched. */
export interface PlannedGrant extends PlannedChange {
  /** What was given; undefined where everything was held for as long already. */
  readonly given: StoredGrant | undefined
}

/** Never shortens anything. */
export function planGiven(state: ControlState, added: StoredGrant): PlannedGrant {
  const older = state.granted.filter((one) => isAboutTheSame(one.grant, added.grant))
  const given = withoutHeldLonger(added, older)
  if (given === undefined) return { next: state, details: [], given }
  const replaced = new Map<string, StoredGrant | undefined>()
  for (const one of older) {
    const rest = withoutResources(one, given.grant.resources)
    if (rest !== one) replaced.set(one.id, rest)
  }
  return { ...planReplaced(state, replaced, given), given }
}

export interface GrantChange {
  readonly expiresAtMs?: number | null
  /** Fewer than there were. */
  readonly resources?: readonly string[]
  readonly by: string
  readonly atMs: number
  readonly reason?: string
}

/** Says until when, and of which of its resources: this one alone may shorten. */
export function planChanged(
  state: ControlState,
  one: StoredGrant,
  { expiresAtMs = one.grant.expiresAtMs, resources, by, atMs, reason }: GrantChange,
): PlannedChange & { readonly given: StoredGrant } {
  const grant = {
    ...one.grant,
    expiresAtMs,
    resources: fewer(one.grant.resources, resources),
  }
  const source = endOf(grant) > endOf(one.grant) ? ('renewed' as const) : one.source
  const given = { ...one, grant, source, by, atMs, reason: reason ?? one.reason }
  return { ...planReplaced(state, new Map([[one.id, given]])), given }
}

export function planTaken(state: ControlState, taken: readonly StoredGrant[]): PlannedChange {
  return planReplaced(state, new Map(taken.map(({ id }) => [id, undefined])))
}

/** `grants`: those of one gateway. */
export function findGrant<Found extends { readonly id: string }>(
  grants: readonly Found[],
  id: string,
): Found {
  const found = grants.find((one) => one.id === id)
  if (found !== undefined) return found
  throw new ApiProblem('not_found', 'This gateway has no such grant.')
}

/** Its time first, so that grants sort by it, then 40 bits of chance. */
export function newGrantId(nowMs: number): string {
  const chance = randomBytes(5).readUIntBE(0, 5)
  return `grant-${nowMs.toString(36).padStart(9, '0')}${chance.toString(36).padStart(8, '0')}`
}

/** As the audit has it. */
function shownGrant({ grant, source, by, reason }: StoredGrant): object {
  const { app, resources, expiresAtMs } = grant
  return { app, resources, expiresAt: isoOrNull(expiresAtMs), source, by, reason }
}

function isAboutTheSame(one: Grant, other: Grant): boolean {
  return (
    one.app === other.app &&
    one.gateway === other.gateway &&
    (one.resources === null) === (other.resources === null)
  )
}

function withoutHeldLonger(
  added: StoredGrant,
  older: readonly StoredGrant[],
): StoredGrant | undefined {
  const longer = older.map(({ grant }) => grant).filter((one) => endOf(one) >= endOf(added.grant))
  const { resources } = added.grant
  if (resources === null) return longer.length === 0 ? added : undefined
  const held = new Set(longer.flatMap((one) => one.resources ?? []))
  const left = resources.filter((name) => !held.has(name))
  return left.length === 0 ? undefined : { ...added, grant: { ...added.grant, resources: left } }
}

/** undefined: nothing is left of it. */
function withoutResources(
  one: StoredGrant,
  taken: readonly string[] | null,
): StoredGrant | undefined {
  const { resources } = one.grant
  if (resources === null || taken === null) return undefined
  const rest = resources.filter((name) => !taken.includes(name))
  if (rest.length === resources.length) return one
  return rest.length === 0 ? undefined : { ...one, grant: { ...one.grant, resources: rest } }
}

function fewer(
  before: readonly string[] | null,
  wanted: readonly string[] | undefined,
): readonly string[] | null {
  if (wanted === undefined) return before
  const unknown = wanted.find((name) => before?.includes(name) !== true)
  if (unknown === undefined) return wanted
  throw new ApiProblem(
    'invalid_body',
    `resources: "${unknown}" is not among those of this grant. Only some of them can be taken away here; give another grant for more.`,
  )
}

/** `undefined` in the map: it goes. All others stay the same objects. */
function planReplaced(
  state: ControlState,
  replaced: ReadonlyMap<string, StoredGrant | undefined>,
  added?: StoredGrant,
): PlannedChange {
  const details: DetailedChange[] = []
  const granted: StoredGrant[] = []
  for (const one of state.granted) {
    const now = replaced.has(one.id) ? replaced.get(one.id) : one
    if (now !== one) details.push(detailOf(one, now))
    if (now !== undefined) granted.push(now)
  }
  if (added !== undefined) {
    granted.push(added)
    details.push(detailOf(undefined, added))
  }
  return { next: { ...state, granted }, details }
}

function detailOf(before: StoredGrant | undefined, after: StoredGrant | undefined): DetailedChange {
  const one = after ?? before
  return {
    kind: 'grant',
    path: `gateways/${one?.grant.gateway ?? ''}/grants/${one?.id ?? ''}`,
    action: before === undefined ? 'create' : after === undefined ? 'delete' : 'update',
    before: before === undefined ? undefined : shownGrant(before),
    after: after === undefined ? undefined : shownGrant(after),
  }
}
