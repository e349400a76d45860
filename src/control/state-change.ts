import { shownHash } from './keyed-hash.ts'
import { canonicalJson } from '../definition/canonical-json.ts'
import type { ControlState, StoredGateway, StoredGrant } from '../definition/control-state.ts'
import type { DetailedChange } from '../definition/plan-changes.ts'
import { contentText } from '../definition/release-content.ts'
import { maskSecrets } from '../diagnosis/mask-secrets.ts'
import { listDifference } from '../model/list-difference.ts'
import type { Release } from '../model/release.ts'
import type { AuditedChange, Author, ControlChange } from '../storage/control-change.ts'
import { gatewayDocument } from './stored-state.ts'
import { withoutSecrets } from './without-secrets.ts'

/** From one control state to the next, as the store keeps it: what differs, and who did it. */
export interface StateChange {
  readonly before: ControlState
  readonly next: ControlState
  /** What people think was changed; a new release is added to it here. */
  readonly details: readonly DetailedChange[]
  readonly author: Author
  readonly comment: string
  /** Texts of releases as far as they were made already, by hash. */
  readonly contents?: ReadonlyMap<string, string>
  /** How releases come about; each is told with it. */
  readonly releasedBy: 'create' | 'rollback' | 'take-over'
}

export function controlChange(change: StateChange, atMs: number = Date.now()): ControlChange {
  const { before, next, author } = change
  const comment = maskSecrets(change.comment)
  const apps = changedParts('code', before.apps, next.apps)
  const gateways = changedParts('name', before.gateways, next.gateways)
  const stages = gateways.flatMap(({ old, now }) => changedStages(old, now))
  const released = stages.flatMap(({ now }) => (now === undefined ? [] : [now]))
  return {
    atMs,
    author,
    documents: [
      ...apps.map(({ name, now }) => {
        const body = now === undefined ? null : JSON.stringify(now)
        return { kind: 'app' as const, name, body }
      }),
      ...gateways.map(({ name, now }) => {
        const body = now === undefined ? null : gatewayDocument(now)
        return { kind: 'gateway' as const, name, body }
      }),
      ...changedGrants(before.granted, next.granted),
    ],
    releases: released.map((release) => {
      const { gateway, stage, number, hash } = release
      return {
        gateway,
        stage,
        number,
        hash,
        content: change.contents?.get(hash) ?? contentText(release),
        comment,
      }
    }),
    live: stages.map(({ gateway, stage, now }) => ({
      gateway,
      stage,
      number: now?.number ?? null,
    })),
    audit: [
      ...change.details.map(auditedChange),
      ...stages.flatMap((stage) => auditedRelease(stage, { ...change, comment })),
    ],
  }
}

function changedGrants(
  before: readonly StoredGrant[],
  next: readonly StoredGrant[],
): ControlChange['documents'] {
  const { gone, come } = listDifference(before, next)
  const kept = new Set(come.map(({ id }) => id))
  const removed = gone.filter(({ id }) => !kept.has(id))
  return [
    ...removed.map(({ id }) => ({ kind: 'grant' as const, name: id, body: null })),
    ...come.map((grant) => ({
      kind: 'grant' as const,
      name: grant.id,
      body: JSON.stringify(grant),
    })),
  ]
}

interface Changed<Part> {
  readonly name: string
  readonly old: Part | undefined
  readonly now: Part | undefined
}

/** A plan leaves what it does not touch the same object. */
function changedParts<Key extends string, Part extends Readonly<Record<Key, string>>>(
  key: Key,
  before: readonly Part[],
  next: readonly Part[],
): Changed<Part>[] {
  const old = new Map<string, Part>(before.map((part) => [part[key], part]))
  const now = new Map<string, Part>(next.map((part) => [part[key], part]))
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => ({ name, old: old.get(name), now: now.get(name) }))
}

interface ChangedStage {
  readonly gateway: string
  readonly stage: string
  readonly old: Release | undefined
  /** undefined: the stage is gone. */
  readonly now: Release | undefined
}

function changedStages(
  old: StoredGateway | undefined,
  now: StoredGateway | undefined,
): ChangedStage[] {
  const gateway = (now ?? old)?.name ?? ''
  return changedParts('name', old?.stages ?? [], now?.stages ?? [])
    .filter(({ old: was, now: is }) => was?.release.number !== is?.release.number)
    .map(({ name, old: was, now: is }) => ({
      gateway,
      stage: name,
      old: was?.release,
      now: is?.release,
    }))
}

export function auditedChange({
  kind,
  path,
  action,
  before,
  after,
}: DetailedChange): AuditedChange {
  const shownBefore = withoutSecrets(before) ?? null
  const shownAfter = withoutSecrets(after) ?? null
  const isUnseen = action === 'update' && canonicalJson(shownBefore) === canonicalJson(shownAfter)
  return {
    gateway: /^gateways\/([^/]+)/.exec(path)?.[1] ?? '',
    kind,
    path,
    action,
    before: shownBefore,
    after: isUnseen ? { ...Object(shownAfter), changed: 'a hidden value' } : shownAfter,
  }
}

function auditedRelease(
  { gateway, stage, old, now }: ChangedStage,
  change: StateChange,
): AuditedChange[] {
  if (now === undefined) return []
  const { comment, releasedBy } = change
  return [
    {
      gateway,
      kind: 'release',
      path: `gateways/${gateway}/stages/${stage}/releases/${now.number}`,
      action: releasedBy,
      before: old === undefined ? null : { number: old.number, hash: shownHash(old.hash) },
      after: { number: now.number, hash: shownHash(now.hash), comment },
    },
  ]
}
