import type { WorkerAnswer } from '../../carrier/worker-state.ts'
import { shownHash } from '../keyed-hash.ts'
import type { ControlChange } from '../../storage/control-change.ts'

/** How far a change of what is served has come: `validated` → `prepared` (kept in the database, to be
 *  taken back) → each worker → `published` (all serve it) → `kept`. `refused` ends it anywhere: then
 *  everything is as it was. */
export interface ReleaseProgress {
  readonly step: 'validated' | 'prepared' | 'published' | 'kept' | 'refused'
  /** Of the publication: one change has one. */
  readonly version: number
  readonly author: string
  readonly releases: readonly ReleasedStage[]
  /** Of `refused`. */
  readonly reason: string
}

export interface ReleasedStage {
  readonly gateway: string
  readonly stage: string
  /** null: the stage is gone. */
  readonly number: number | null
  readonly hash: string
}

export interface ReleaseEvent extends Omit<ReleaseProgress, 'step'> {
  readonly step: ReleaseProgress['step'] | WorkerAnswer['answer']
  readonly worker: number | null
  readonly tookMs: number | null
}

/** The stages that a change makes live, or takes away. */
export function releasedStages({ live, releases }: ControlChange): readonly ReleasedStage[] {
  return live.map(({ gateway, stage, number }) => {
    const release = releases.find((each) => each.gateway === gateway && each.stage === stage)
    return { gateway, stage, number, hash: shownHash(release?.hash ?? '') }
  })
}

/** Puts the answers of workers together with the change that they are about: one is under way at a time. */
export class ReleaseWatch {
  readonly #tell: (event: ReleaseEvent) => void
  #current: ReleaseProgress | undefined

  constructor(tell: (event: ReleaseEvent) => void) {
    this.#tell = tell
  }

  progress(progress: ReleaseProgress): void {
    this.#current = progress
    this.#tell({ ...progress, worker: null, tookMs: null })
  }

  /** A return to what was served before has another version and is told as `refused`. */
  answer({ worker, version, answer, tookMs, reason }: WorkerAnswer): void {
    const current = this.#current
    if (current?.version !== version) return
    this.#tell({ ...current, step: answer, worker, tookMs, reason })
  }
}
