import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { ControlChange, DocumentKind } from './control-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'
import { keepChange, keepContents, removeUnusedContents } from './keep-change.ts'
import { migrate, refuseNewer, schemaVersion } from './migrate.ts'
import type { PreparedState, StateStore } from './state-store.ts'
import { StorageProblem } from './storage-problem.ts'

/** What the control plane keeps, in either database. One server writes it: a change says which
 *  generation it builds upon, and another's change in between is noticed. */
export class ControlStore implements StateStore {
  readonly database: ControlDatabase
  #generation: number
  /** Where the copy lies that was made before a migration, '' if none was. */
  readonly copy: string
  /** The server ended while workers were being asked about a change; it was not kept. */
  readonly hadPrepared: boolean

  private constructor(database: ControlDatabase, found: FoundAtOpening) {
    this.database = database
    this.#generation = found.generation
    this.copy = found.copy
    this.hadPrepared = found.hadPrepared
  }

  /** Makes the tables or brings them to this version. Closes the database where it rejects. */
  static async open(database: ControlDatabase): Promise<ControlStore> {
    try {
      const copy = await migrate(database)
      const hadPrepared = await database.tables.transaction().execute(dropPrepared)
      const generation = await generationOf(database)
      return new ControlStore(database, { copy, hadPrepared, generation })
    } catch (error) {
      await database.close().catch(() => undefined)
      throw database.problem(error)
    }
  }

  /** Nothing was ever kept. */
  get isEmpty(): boolean {
    return this.#generation === 0
  }

  async load(): Promise<StoredDocuments> {
    return await storedDocuments(this.database)
  }

  async prepare(change: ControlChange): Promise<PreparedState> {
    await this.#asked(async (tables) => {
      await dropPrepared(tables)
      await keepContents(tables, change)
      // takes the room that the commit will need, so that a full disk shows before workers are asked
      const { releases, ...rest } = change
      const body = JSON.stringify([rest, releases.map(({ content: _content, ...own }) => own)])
      await tables.insertInto('prepared').values({ body }).execute()
    })
    return {
      commit: async () => {
        await this.#asked(async (tables) => {
          await this.#countOn(tables)
          await tables.deleteFrom('prepared').execute()
          await keepChange(tables, change)
        })
        this.#generation++
      },
      discard: async () => {
        await this.#asked(dropPrepared)
      },
    }
  }

  async close(): Promise<void> {
    await this.database.close()
  }

  async #asked<Answer>(
    ask: (tables: Transaction<ControlTables>) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await this.database.tables.transaction().execute(ask)
    } catch (error) {
      throw this.database.problem(error)
    }
  }

  async #countOn(tables: Transaction<ControlTables>): Promise<void> {
    const counted = await tables
      .updateTable('head')
      .set({ generation: this.#generation + 1 })
      .where('generation', '=', this.#generation)
      .executeTakeFirst()
    if (counted.numUpdatedRows === 1n) return
    throw new StorageProblem(
      'The database was changed by another Faultline since this one read it. Let only one use it; start this one again to read what is there now.',
    )
  }
}

interface FoundAtOpening {
  readonly copy: string
  readonly hadPrepared: boolean
  readonly generation: number
}

/** As it lies in the database: JSON, and the releases that are served. */
export interface StoredDocuments {
  readonly documents: readonly { kind: DocumentKind; name: string; body: string }[]
  readonly live: readonly StoredRelease[]
  /** The newest release of every stage that ever had one. */
  readonly numbers: readonly Omit<StoredRelease, 'hash' | 'content'>[]
}

export interface StoredRelease {
  readonly gateway: string
  readonly stage: string
  readonly number: number
  readonly hash: string
  readonly content: string
}

/** What the database holds, without changing anything in it: for a look from outside. undefined: nothing. */
export async function lookInto(database: ControlDatabase): Promise<StoredDocuments | undefined> {
  try {
    const version = await schemaVersion(database)
    refuseNewer(version)
    return version === 0 ? undefined : await storedDocuments(database)
  } catch (error) {
    throw database.problem(error)
  }
}

async function storedDocuments(database: ControlDatabase): Promise<StoredDocuments> {
  const { tables } = database
  try {
    const documents = await tables.selectFrom('documents').selectAll().execute()
    const live = await tables
      .selectFrom('live')
      .innerJoin('releases', (join) =>
        join
          .onRef('releases.gateway', '=', 'live.gateway')
          .onRef('releases.stage', '=', 'live.stage')
          .onRef('releases.number', '=', 'live.number'),
      )
      .innerJoin('contents', 'contents.hash', 'releases.hash')
      .select(['live.gateway', 'live.stage', 'live.number', 'contents.hash', 'body as content'])
      .execute()
    for (const release of live) requireWhole(release)
    const numbers = await tables
      .selectFrom('releases')
      .select(({ fn }) => ['gateway', 'stage', fn.max('number').as('number')])
      .groupBy(['gateway', 'stage'])
      .execute()
    return { documents, live, numbers }
  } catch (error) {
    throw database.problem(error)
  }
}

/** A release is known by its hash, so a damaged one is told from a whole one. */
export function requireWhole({ gateway, stage, number, hash, content }: StoredRelease): void {
  if (createHash('sha256').update(content, 'utf8').digest('hex') === hash) return
  throw new StorageProblem(
    `The database is damaged: release ${number} of ${gateway}/${stage} is not what its hash says. Restore it from a backup.`,
  )
}

/** Whether there was one. */
async function dropPrepared(tables: Transaction<ControlTables>): Promise<boolean> {
  const dropped = await tables.deleteFrom('prepared').executeTakeFirst()
  if (dropped.numDeletedRows === 0n) return false
  await removeUnusedContents(tables)
  return true
}

async function generationOf({ tables }: ControlDatabase): Promise<number> {
  const { generation } = await tables
    .selectFrom('head')
    .select('generation')
    .executeTakeFirstOrThrow()
  return generation
}
