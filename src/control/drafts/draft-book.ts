import type { ControlState, StoredGateway } from '../../definition/control-state.ts'
import type { Written } from '../../definition/definition.ts'
import { type Part, partAt, partHash, type PartPath } from '../../definition/document-parts.ts'
import { gatewayIn } from '../../definition/state-index.ts'
import { lookAtResources } from '../../definition/read-document.ts'
import type { Plugin } from '../../model/plugin.ts'
import { reasonOf } from '../../model/reason.ts'
import type { AuditedChange, Author } from '../../storage/control-change.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { type KeptDraft, type KeptPart, keepStep, loadDrafts } from '../../storage/draft-store.ts'
import { inSlices } from '../in-slices.ts'
import type { ProcessLog } from '../../carrier/process-log.ts'
import { ApiProblem } from '../problem.ts'
import { type Draft, type DraftPart, type EditedGateway, editedGateway } from './draft.ts'

/** Every draft, in memory as they are in the database. Edits of a gateway come one after the other, so each
 *  is made upon the one before, and is kept before anybody hears of it. */
export interface DraftEdit<Result> {
  /** null: take the part away. */
  readonly set: ReadonlyMap<PartPath, Part | null>
  readonly audit: readonly AuditedChange[]
  readonly result: Result
}

export interface DraftBookOptions {
  readonly database: ControlDatabase
  readonly state: () => ControlState
  readonly plugins: readonly Plugin[]
  readonly log: ProcessLog
}

export class DraftBook {
  readonly #plugins: readonly Plugin[]
  readonly #log: ProcessLog
  readonly #lookedAt = new WeakSet<Written>()
  readonly #database: ControlDatabase
  readonly #state: () => ControlState
  readonly #drafts = new Map<string, Draft>()
  readonly #edited = new WeakMap<StoredGateway, EditedGateway>()
  readonly #queues = new Map<string, Promise<unknown>>()
  #loading: Promise<void> | undefined

  constructor(options: DraftBookOptions) {
    this.#database = options.database
    this.#state = options.state
    this.#plugins = options.plugins
    this.#log = options.log
  }

  /** undefined: there is no such gateway. */
  async find(gateway: string): Promise<EditedGateway | undefined> {
    await this.#loaded()
    let stored = this.#storedGateway(gateway)
    while (stored !== undefined && !this.#lookedAt.has(stored.written)) {
      await inSlices(lookAtResources(stored.written, this.#plugins))
      this.#lookedAt.add(stored.written)
      stored = this.#storedGateway(gateway) // another one may be live by now
    }
    return stored === undefined ? undefined : this.#editedOf(stored)
  }

  /** Without a look at its resources; undefined where nothing of it is edited. */
  async findDrafted(gateway: string): Promise<EditedGateway | undefined> {
    await this.#loaded()
    const stored = this.#storedGateway(gateway)
    return stored !== undefined && this.#drafts.has(gateway) ? this.#editedOf(stored) : undefined
  }

  #editedOf(stored: StoredGateway): EditedGateway {
    const draft = this.#drafts.get(stored.name)
    const known = this.#edited.get(stored)
    if (known !== undefined && known.draft === draft) return known
    const edited = editedGateway(stored, draft)
    this.#edited.set(stored, edited)
    return edited
  }

  #storedGateway(gateway: string): StoredGateway | undefined {
    return gatewayIn(this.#state(), gateway)
  }

  /** Throws `not_found`. */
  async get(gateway: string): Promise<EditedGateway> {
    const edited = await this.find(gateway)
    if (edited !== undefined) return edited
    const detail = 'There is no gateway of this name. /api/v1/gateways lists all.'
    throw new ApiProblem('not_found', detail)
  }

  /** Rejects with what `act` throws; then nothing has changed. */
  edit<Result>(
    gateway: string,
    author: Author,
    act: (edited: EditedGateway) => DraftEdit<Result> | Promise<DraftEdit<Result>>,
  ): Promise<Result> {
    return this.inTurn(gateway, async () => {
      const edited = await this.get(gateway)
      const { set, audit, result } = await act(edited)
      if (set.size > 0) await this.#keep(edited, set, audit, author)
      return result
    })
  }

  /** What a gateway that is no more left behind, where the server ended while it was taken away. */
  async forget(gateway: string, author: Author): Promise<void> {
    await this.#loaded()
    const draft = this.#drafts.get(gateway)
    if (draft === undefined || this.#storedGateway(gateway) !== undefined) return
    const step = { gateway, before: draft.revision, after: undefined, set: [], dropped: [] }
    await keepStep(this.#database, { ...step, author, atMs: Date.now(), audit: [] })
    this.#drafts.delete(gateway)
  }

  /** Takes back these parts of the draft, or all. */
  async drop(
    edited: EditedGateway,
    parts: Iterable<PartPath> | 'all',
    author: Author,
    audit: readonly AuditedChange[] = [],
  ): Promise<void> {
    if (edited.draft === undefined) return
    const dropped = [...(parts === 'all' ? edited.draft.parts.keys() : parts)]
    const left = new Map(edited.draft.parts)
    for (const path of dropped) left.delete(path)
    await this.#keepStep(edited, left, { set: [], dropped, audit, author })
  }

  /** The same after what they say is live, or their gateway gone: that stays done where they cannot be taken back,
   *  as after a crash. They are no different from what is live then, and nobody sees them. */
  async settle(...dropped: Parameters<DraftBook['drop']>): Promise<void> {
    try {
      await this.drop(...dropped)
    } catch (error) {
      const [{ stored }] = dropped
      const facts = { gateway: stored.name, error: reasonOf(error) }
      this.#log.warn('what is done stays in the draft, which cannot be written', facts)
    }
  }

  /** Settles conflicts: `keep` the draft's part over what is live now, or `take` what is live. */
  async rebase(
    edited: EditedGateway,
    { keep, take }: { readonly keep: readonly PartPath[]; readonly take: readonly PartPath[] },
    author: Author,
    audit: readonly AuditedChange[],
  ): Promise<void> {
    const parts = new Map(edited.draft?.parts)
    const set: KeptPart[] = []
    for (const path of keep) {
      const part = parts.get(path)
      if (part === undefined) continue
      const based = { ...part, base: partHash(partAt(edited.stored.written, path)) }
      parts.set(path, based)
      const { body, base, place } = based
      set.push({ part: path, body: bodyText(body), base, place })
    }
    for (const path of take) parts.delete(path)
    await this.#keepStep(edited, parts, { set, dropped: take, audit, author })
  }

  /** What is changed by hand upon what was read before, such as a release, is not overtaken by an edit. */
  inTurn<Result>(gateway: string, act: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(gateway) ?? Promise.resolve()
    const result = before.then(act)
    const settled = result.then(
      () => undefined,
      () => undefined, // the caller hears of it; the next one goes on
    )
    this.#queues.set(gateway, settled)
    void settled.then(() => {
      if (this.#queues.get(gateway) === settled) this.#queues.delete(gateway)
    })
    return result
  }

  /** Once; again where the database could not be read. */
  #loaded(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined
      throw error
    })
    return this.#loading
  }

  async #load(): Promise<void> {
    for (const kept of await loadDrafts(this.#database))
      this.#drafts.set(kept.gateway, draftOf(kept))
  }

  async #keep(
    edited: EditedGateway,
    set: ReadonlyMap<PartPath, Part | null>,
    audit: readonly AuditedChange[],
    author: Author,
  ): Promise<void> {
    const parts = new Map(edited.draft?.parts)
    let place = Math.max(0, ...placesOf(parts))
    const changed: KeptPart[] = []
    const dropped: PartPath[] = []
    for (const [path, body] of set) {
      const live = partHash(partAt(edited.stored.written, path))
      const known = parts.get(path)
      if (live === partHash(body)) {
        if (parts.delete(path)) dropped.push(path) // as it was before all edits
        continue
      }
      // one that was applied as it is in the draft is edited anew
      const base = known === undefined || partHash(known.body) === live ? live : known.base
      const kept = { body: bodyText(body), base, place: known?.place ?? ++place }
      parts.set(path, { ...kept, body, size: kept.body?.length ?? 0 })
      changed.push({ ...kept, part: path })
    }
    requireRoom(parts)
    await this.#keepStep(edited, parts, { set: changed, dropped, audit, author })
  }

  async #keepStep(
    { stored, draft }: EditedGateway,
    parts: ReadonlyMap<PartPath, DraftPart>,
    step: {
      readonly set: readonly KeptPart[]
      readonly dropped: readonly PartPath[]
      readonly audit: readonly AuditedChange[]
      readonly author: Author
    },
  ): Promise<void> {
    const atMs = Date.now()
    const { name } = stored
    const before = draft?.revision ?? 0
    const after: Draft | undefined =
      parts.size === 0
        ? undefined
        : {
            revision: before + 1,
            begunAtMs: draft?.begunAtMs ?? atMs,
            editedAtMs: atMs,
            editedBy: step.author.actor,
            parts,
          }
    await keepStep(this.#database, { gateway: name, before, after, atMs, ...step })
    if (after === undefined) this.#drafts.delete(name)
    else this.#drafts.set(name, after)
  }
}

function bodyText(body: Part | null): string | null {
  return body === null ? null : JSON.stringify(body)
}

/** Characters of all parts together: 10,000 resources with long documents have a third of it. */
const largestDraft = 64 * 1_024 * 1_024

function requireRoom(parts: ReadonlyMap<PartPath, DraftPart>): void {
  let size = 0
  for (const part of parts.values()) size += part.size
  if (size <= largestDraft) return
  const detail =
    'The draft would have more than 64 MiB. Release it to a stage, or discard some of it.'
  throw new ApiProblem('part_invalid', detail)
}

function* placesOf(parts: ReadonlyMap<PartPath, DraftPart>): Generator<number> {
  for (const { place } of parts.values()) yield place
}

function draftOf({ revision, begunAtMs, editedAtMs, editedBy, parts }: KeptDraft): Draft {
  const read = parts.map(({ part, body, base, place }): [PartPath, DraftPart] => [
    part as PartPath, // nobody else writes the database
    {
      body: body === null ? null : (JSON.parse(body) as Part),
      base,
      place,
      size: body?.length ?? 0,
    },
  ])
  return { revision, begunAtMs, editedAtMs, editedBy, parts: new Map(read) }
}
