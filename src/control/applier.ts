import { shownHash } from './keyed-hash.ts'
import type { Definition } from '../definition/definition.ts'
import type { ControlState } from '../definition/control-state.ts'
import { type ApplyPlan, planApply, planInSteps } from '../definition/plan.ts'
import type { DetailedChange } from '../definition/plan-changes.ts'
import { planRollback } from '../definition/plan-rollback.ts'
import { publicationOf } from '../definition/publication.ts'
import type { Directory, GatewayKey, Publication, Release } from '../model/release.ts'
import type { Author, ControlChange } from '../storage/control-change.ts'
import type { RequestChange } from '../storage/permission-requests.ts'
import type { StateStore } from '../storage/state-store.ts'
import { StorageProblem } from '../storage/storage-problem.ts'
import { type ReleaseProgress, releasedStages } from './events/release-events.ts'
import { inSlices } from './in-slices.ts'
import { withoutGrantsOfGone } from './permissions/gone-gateways.ts'
import { PhaseTimes } from './phase-times.ts'
import { ApiProblem } from './problem.ts'
import type { ProbeWarning } from './probe-hosts.ts'
import { controlChange } from './state-change.ts'
import { PublishRefused } from '../carrier/worker-failures.ts'

/** Changes what is served, one change after the other: plan, prepare on disk, publish to every worker,
 *  commit, probe. Whatever fails before the commit leaves state and workers as they were. */
export interface ApplierOptions {
  readonly store: StateStore
  /** As it is kept. */
  readonly state: ControlState
  /** Of the publication of the start; 1 unless workers serve already. */
  readonly firstVersion?: number
  keysOf(gateways: readonly string[]): Promise<readonly GatewayKey[]>
  /** Resolves when every worker serves it; rejects with all of them back on `previous`. */
  publish(publication: Publication, previous: Publication): Promise<void>
  probe(releases: readonly Release[]): Promise<readonly ProbeWarning[]>
  /** Hears how far each change has come. */
  onProgress?(progress: ReleaseProgress): void
}

export interface ApplyOptions {
  readonly dryRun: boolean
  readonly probe: boolean
  readonly author: Author
  /** Kept with the releases; '' for none. */
  readonly comment: string
  readonly times?: PhaseTimes
}

/** A release that is to be served again. */
export interface RollbackOrder {
  readonly release: Release
  readonly author: Author
  readonly comment: string
}

/** The release that is served now. */
export interface RolledBack {
  readonly release: Release
  /** false: what was asked for was served already. */
  readonly changed: boolean
}

/** A change that is neither an apply nor a rollback: what is next, and what the audit says of it. */
export interface PlannedChange {
  /** The state that it was planned upon: nothing of it changes. */
  readonly next: ControlState
  readonly details: readonly DetailedChange[]
  /** Of permission requests, kept together with it or not at all. */
  readonly requests?: readonly RequestChange[]
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
  #version: number
  #queue: Promise<unknown> = Promise.resolve()

  /** Of the start, until it is kept. */
  readonly #unkept: ControlChange

  private constructor(
    options: ApplierOptions,
    plan: ApplyPlan,
    publication: Publication,
    author: Author,
  ) {
    this.#options = options
    this.#state = plan.next
    this.startWarnings = plan.warnings
    this.#publication = publication
    this.#version = publication.version
    const { next, details, contents } = plan
    const change = { before: options.state, next, details, contents, author, comment: '' }
    this.#unkept = controlChange({ ...change, releasedBy: 'create' })
  }

  /** The last state with the definition of the files applied to it. No worker runs yet: `keep` the
   *  state once they do. */
  static async begin(
    options: ApplierOptions,
    definition: Definition,
    author: Author,
  ): Promise<Applier> {
    const plan = planApply(options.state, definition)
    const { firstVersion: version = 1 } = options
    return new Applier(options, plan, await publicationFor(options, plan.next, version), author)
  }

  async keep(): Promise<void> {
    if (this.#unkept.documents.length === 0) return // it started as it ended
    await (await this.#options.store.prepare(this.#unkept)).commit()
  }

  get state(): ControlState {
    return this.#state
  }

  get publication(): Publication {
    return this.#publication
  }

  /** Rejects with an ApiProblem; then nothing has changed. */
  apply(definition: Definition, options: ApplyOptions): Promise<ApplyReply> {
    return this.#inTurn(() => this.#apply(definition, options))
  }

  /** Makes a release of the past live again, as a new one with the same content. Rejects with an
   *  ApiProblem; then nothing has changed. */
  rollBack(order: RollbackOrder): Promise<RolledBack> {
    return this.#inTurn(() => this.#rollBack(order))
  }

  /** Plans upon the state as it is then, after whatever is under way, and makes that live. What the
   *  planner throws, and else an ApiProblem, is what it rejects with; then nothing has changed. */
  change<Plan extends PlannedChange>(
    plan: (state: ControlState) => Plan | Promise<Plan>,
    author: Author,
    comment = '',
  ): Promise<Plan> {
    return this.#inTurn(async () => {
      const before = this.#state
      const planned = withoutGrantsOfGone(before, await plan(before))
      const { next, details, requests = [] } = planned
      const change = { before, next, details, author, comment, releasedBy: 'create' } as const
      const kept = (): ControlChange => ({ ...controlChange(change), requests })
      if (next !== before) await this.#swap(next, kept)
      else if (details.length > 0) await this.#keepAlone(kept())
      return planned
    })
  }

  /** Probes the hosts of everything that is served. */
  probeAll(): Promise<readonly ProbeWarning[]> {
    return this.#options.probe(this.#publication.releases)
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(act)
    this.#queue = result.catch(() => undefined) // the caller hears of it; the next one goes on
    return result
  }

  async #apply(definition: Definition, options: ApplyOptions): Promise<ApplyReply> {
    const { dryRun, probe, author, comment, times = new PhaseTimes() } = options
    const before = this.#state
    const plan = await times.during('plan', () => inSlices(planInSteps(before, definition)))
    const { applied, releases, changes } = plan
    const told = releases.map((one) => ({ ...one, hash: shownHash(one.hash) }))
    const reply = { applied, releases: told, changes, warnings: plan.warnings, dryRun }
    if (dryRun) return reply
    const { next, details, contents } = plan
    const change = { before, next, details, contents, author, comment } as const
    await this.#swap(next, () => controlChange({ ...change, releasedBy: 'create' }), times)
    if (!probe) return reply
    const names = new Set(definition.gateways.map(({ name }) => name))
    const served = this.#publication.releases.filter(({ gateway }) => names.has(gateway))
    const found = await times.during('probe', () => this.#options.probe(served))
    return { ...reply, warnings: [...plan.warnings, ...found] }
  }

  async #rollBack({ release, author, comment }: RollbackOrder): Promise<RolledBack> {
    const before = this.#state
    const plan = planRollback(before, release)
    if (plan === undefined) {
      const detail = `There is no stage "${release.stage}" of "${release.gateway}" any more. Apply a definition that has it first.`
      throw new ApiProblem('not_found', detail)
    }
    const { next, release: live, changed } = plan
    const change = { before, next, details: [], author, comment, releasedBy: 'rollback' } as const
    if (changed) await this.#swap(next, () => controlChange(change))
    return { release: live, changed }
  }

  /** Nothing that is served changes. */
  async #keepAlone(change: ControlChange): Promise<void> {
    try {
      await (await this.#options.store.prepare(change)).commit()
    } catch (error) {
      throw problemOf(error)
    }
  }

  async #swap(
    next: ControlState,
    changeOf: () => ControlChange,
    times: PhaseTimes = new PhaseTimes(),
  ): Promise<void> {
    const options = this.#options
    const version = this.#version + 1
    let told: Omit<ReleaseProgress, 'step' | 'reason'> = { version, author: '', releases: [] }
    const tell = (step: ReleaseProgress['step'], reason = ''): void =>
      options.onProgress?.({ ...told, step, reason })
    try {
      const change = await times.during('change', changeOf)
      told = { version, author: change.author.actor, releases: releasedStages(change) }
      tell('validated')
      const prepared = await times.during('prepare', () => options.store.prepare(change))
      tell('prepared')
      try {
        const publication = await publicationFor(
          options,
          next,
          version,
          this.#publication.directory,
        )
        this.#version += 2 // a return to the previous one is a version of its own
        const back = { ...this.#publication, version: this.#version }
        await times.during('publish', () => options.publish(publication, back))
        tell('published')
        const committed = times.during('commit', () => prepared.commit())
        await committed.catch(async (error: unknown) => {
          await options.publish(back, back)
          throw error
        })
        this.#publication = publication
      } catch (error) {
        await prepared.discard().catch(() => undefined) // else the next one does; this is the reason
        throw error
      }
    } catch (error) {
      const problem = problemOf(error)
      tell('refused', problem instanceof ApiProblem ? problem.message : defect)
      throw problem
    }
    this.#state = next
    tell('kept')
  }
}

async function publicationFor(
  options: ApplierOptions,
  state: ControlState,
  version: number,
  before?: Directory,
): Promise<Publication> {
  const keys = await options.keysOf(state.gateways.map(({ name }) => name))
  return publicationOf(state, keys, version, before)
}

/** The process log has it. */
const defect = 'A defect of the server; nothing has changed.'

function problemOf(error: unknown): unknown {
  if (error instanceof PublishRefused) {
    return new ApiProblem('release_refused', error.message, {}, { cause: error })
  }
  if (error instanceof StorageProblem) {
    const detail = 'The change cannot be kept; the process log of the server says why.'
    return new ApiProblem('storage_failed', detail, {}, { cause: error })
  }
  return error
}
