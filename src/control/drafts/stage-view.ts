import { shownHash } from '../keyed-hash.ts'
import { partAt, partPath, partsIn } from '../../definition/document-parts.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { listReleases } from '../../storage/release-history.ts'
import type { WorkerState } from '../../carrier/worker-state.ts'
import type { EditedGateway } from './draft.ts'
import { type Pending, liveRelease, stageDiff } from './pending.ts'
import type { Refusal, RefusedReleases } from './refused-releases.ts'

/** A stage as it is: which release is served, by how many workers, since when, and what it does not serve
 *  yet. */
export interface StageView {
  readonly name: string
  readonly description: string
  /** null: it is not served. */
  readonly release: ServedRelease | null
  readonly live: LiveOn | null
  /** Of the newest release that a worker could not take, until one is taken. */
  readonly lastRefusal: Refusal | null
  /** null: all of the draft is served. */
  readonly pending: Pending | null
}

interface ServedRelease {
  readonly number: number
  readonly hash: string
  readonly madeBy: string
  readonly comment: string
}

export interface LiveOn {
  /** That serve it now; one that is being started does not yet. */
  readonly workers: number
  readonly of: number
  readonly since: string
}

export interface StageViewParts {
  readonly plugins: readonly Plugin[]
  readonly history: ControlDatabase
  readonly workers: { readonly states: readonly Pick<WorkerState, 'state'>[] }
  readonly refused: RefusedReleases
}

/** Stages of the definition, then those that are only served. */
export function stageNames({ document, stored }: EditedGateway): string[] {
  const defined = partsIn(document, 'stages').map(({ name }) => String(name))
  return [...new Set([...defined, ...stored.stages.map(({ name }) => name)])]
}

export async function stageView(
  parts: StageViewParts,
  edited: EditedGateway,
  name: string,
): Promise<StageView> {
  const gateway = edited.stored.name
  const live = liveRelease(edited, name)
  const { pending } = stageDiff(edited, name, parts.plugins)
  const description = partAt(edited.document, partPath('stages', name))?.['description']
  const said = {
    name,
    description: typeof description === 'string' ? description : '',
    lastRefusal: parts.refused.of(gateway, name) ?? null,
    pending,
  }
  if (live === undefined) return { ...said, release: null, live: null }
  const { number, hash } = live
  const stage = { gateway, stage: name }
  const [kept] = await listReleases(parts.history, stage, { before: number + 1, limit: 1 })
  const { madeBy = '', comment = '', madeAtMs = 0 } = kept ?? {}
  const release = { number, hash: shownHash(hash), madeBy, comment }
  return { ...said, release, live: liveOn(parts, madeAtMs) }
}

/** A worker that runs serves what was published last. */
export function liveOn({ workers }: Pick<StageViewParts, 'workers'>, sinceMs: number): LiveOn {
  const running = workers.states.filter(({ state }) => state === 'running')
  const since = new Date(sinceMs).toISOString()
  return { workers: running.length, of: workers.states.length, since }
}
