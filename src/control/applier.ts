import type { Definition } from '../definition/definition.ts'
import type { ControlState } from '../definition/control-state.ts'
import { type ApplyPlan, planApply } from '../definition/plan.ts'
import { publicationOf } from '../definition/publication.ts'
import type { GatewayKey, Publication, Release } from '../model/release.ts'
import type { StateStore } from '../storage/state-store.ts'
import { StorageProblem } from '../storage/storage-problem.ts'
import { ApiProblem } from './problem.ts'
import type { ProbeWarning } from './probe-hosts.ts'
import { PublishRefused } from './worker-thread.ts'

/** Applies definitions, one after the other: plan, prepare on disk, publish to every worker, commit,
 *  probe. Whatever fails before the commit leaves state and workers as they were. */
export interface ApplierOptions {
  readonly store: StateStore<ControlState>
  readonly state: ControlState
  keysOf(gateways: readonly string[]): Promise<readonly GatewayKey[]>
  /** Resolves when every worker serves it; rejects with all of them back on `previous`. */
  publish(publication: Publication, previous: Publication): Promise<void>
  probe(releases: readonly Release[]): Promise<readonly ProbeWarning[]>
}

export interface ApplyOptions {
  readonly dryRun: boolean
  readonly probe: boolean
}

/** The answer of `POST /apply`. */
export type ApplyReply = Pick<ApplyPlan, 'applied' | 'releases' | 'changes' | 'warnings'> & {
  readonly dryRun: boolean
}

export class Applier {
  readonly #options: ApplierOptions
  #state: ControlState
  #publication: Publication
  /** Of the files that were applied at the start. */
  readonly startWarnings: ApplyPlan['warnings']
  #version = 1
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(options: ApplierOptions, plan: ApplyPlan, publication: Publication) {
    this.#options = options
    this.#state = plan.next
    this.startWarnings = plan.warnings
    this.#publication = publication
  }

  /** The last state with the definition of the files applied to it. No worker runs yet: `keep` the
   *  state once they do. */
  static async begin(options: ApplierOptions, definition: Definition): Promise<Applier> {
    const plan = planApply(options.state, definition)
    return new Applier(options, plan, await publicationFor(options, plan.next, 1))
  }

  async keep(): Promise<void> {
    await (await this.#options.store.prepare(this.#state)).commit()
  }

  get state(): ControlState {
    return this.#state
  }

  get publication(): Publication {
    return this.#publication
  }

  /** Rejects with an ApiProblem; then nothing has changed. */
  apply(definition: Definition, options: ApplyOptions): Promise<ApplyReply> {
    const result = this.#queue.then(() => this.#apply(definition, options))
    this.#queue = result.catch(() => undefined) // the caller hears of it; the next one goes on
    return result
  }

  /** Probes the hosts of everything that is served. */
  probeAll(): Promise<readonly ProbeWarning[]> {
    return this.#options.probe(this.#publication.releases)
  }

  async #apply(definition: Definition, { dryRun, probe }: ApplyOptions): Promise<ApplyReply> {
    const plan = planApply(this.#state, definition)
    const { applied, releases, changes } = plan
    const reply = { applied, releases, changes, warnings: plan.warnings, dryRun }
    if (dryRun) return reply
    await this.#swap(plan.next)
    if (!probe) return reply
    const names = new Set(definition.gateways.map(({ name }) => name))
    const served = this.#publication.releases.filter(({ gateway }) => names.has(gateway))
    return { ...reply, warnings: [...plan.warnings, ...(await this.#options.probe(served))] }
  }

  async #swap(next: ControlState): Promise<void> {
    const options = this.#options
    try {
      const prepared = await options.store.prepare(next)
      try {
        const publication = await publicationFor(options, next, this.#version + 1)
        this.#version += 2 // a return to the previous one is a version of its own
        const back = { ...this.#publication, version: this.#version }
        await options.publish(publication, back)
        await prepared.commit().catch(async (error: unknown) => {
          await options.publish(back, back)
          throw error
        })
        this.#publication = publication
      } catch (error) {
        await prepared.discard()
        throw error
      }
    } catch (error) {
      throw problemOf(error)
    }
    this.#state = next
  }
}

async function publicationFor(
  options: ApplierOptions,
  state: ControlState,
  version: number,
): Promise<Publication> {
  const keys = await options.keysOf(state.gateways.map(({ name }) => name))
  return publicationOf(state, keys, version)
}

function problemOf(error: unknown): unknown {
  if (error instanceof PublishRefused) {
    return new ApiProblem('release_refused', error.message, {}, { cause: error })
  }
  if (error instanceof StorageProblem) {
    const detail = 'The data folder cannot be written; the process log of the server says why.'
    return new ApiProblem('storage_failed', detail, {}, { cause: error })
  }
  return error
}
