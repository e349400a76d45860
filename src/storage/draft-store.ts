import type { Transaction } from 'kysely'
import type { AuditedChange, Author } from './control-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'
import { keepAudit, portions } from './keep-change.ts'
import { StorageProblem } from './storage-problem.ts'

/** What is kept of an unreleased edit. */
export interface KeptPart {
  readonly part: string
  /** JSON; null: the part is taken away. */
  readonly body: string | null
  readonly base: string
  readonly place: number
}

export interface KeptDraft {
  readonly gateway: string
  readonly revision: number
  readonly begunAtMs: number
  readonly editedAtMs: number
  readonly editedBy: string
  readonly parts: readonly KeptPart[]
}

/** One step of a draft, kept together with what the audit says of it. */
export interface DraftStep {
  readonly gateway: string
  /** The draft's own before; 0: there was none. */
  readonly before: number
  /** undefined: nothing is left of it. */
  readonly after: Omit<KeptDraft, 'gateway' | 'parts'> | undefined
  readonly set: readonly KeptPart[]
  readonly dropped: readonly string[]
  readonly author: Author
  readonly atMs: number
  readonly audit: readonly AuditedChange[]
}

export async function loadDrafts(database: ControlDatabase): Promise<KeptDraft[]> {
  const { tables } = database
  try {
    const drafts = await tables.selectFrom('drafts').selectAll().execute()
    const parts = await tables.selectFrom('draft_parts').selectAll().orderBy('place').execute()
    const ofGateway = Map.groupBy(parts, ({ gateway }) => gateway)
    return drafts.map(({ gateway, revision, begun_at, edited_at, edited_by }) => ({
      gateway,
      revision,
      begunAtMs: begun_at,
      editedAtMs: edited_at,
      editedBy: edited_by,
      parts: ofGateway.get(gateway) ?? [],
    }))
  } catch (error) {
    throw database.problem(error)
  }
}

export async function keepStep(database: ControlDatabase, step: DraftStep): Promise<void> {
  try {
    await database.tables.transaction().execute(async (tables) => {
      // nobody else writes the audit meanwhile: it is numbered
      await tables
        .updateTable('head')
        .set((row) => ({ generation: row.ref('generation') }))
        .execute()
      await keepHead(tables, step)
      await keepParts(tables, step)
      if (step.after === undefined) await removeHead(tables, step)
      await keepAudit(tables, step)
    })
  } catch (error) {
    throw database.problem(error)
  }
}

type Tables = Transaction<ControlTables>

async function keepHead(tables: Tables, { gateway, before, after }: DraftStep): Promise<void> {
  if (after === undefined) return
  const { revision, begunAtMs, editedAtMs, editedBy } = after
  const row = { revision, edited_at: editedAtMs, edited_by: editedBy }
  if (before === 0) {
    await tables
      .insertInto('drafts')
      .values({ gateway, begun_at: begunAtMs, ...row })
      .execute()
    return
  }
  const changed = await tables
    .updateTable('drafts')
    .set(row)
    .where('gateway', '=', gateway)
    .where('revision', '=', before)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 1n) return
  throw new StorageProblem(
    'The draft was changed by another Faultline since this one read it. Let only one use the database; start this one again to read what is there now.',
  )
}

async function keepParts(tables: Tables, { gateway, set, dropped }: DraftStep): Promise<void> {
  const replaced = [...dropped, ...set.map(({ part }) => part)]
  for (const names of portions(replaced)) {
    await tables
      .deleteFrom('draft_parts')
      .where('gateway', '=', gateway)
      .where('part', 'in', names)
      .execute()
  }
  for (const parts of portions(set)) {
    const rows = parts.map((part) => ({ gateway, ...part }))
    await tables.insertInto('draft_parts').values(rows).execute()
  }
}

async function removeHead(tables: Tables, { gateway }: DraftStep): Promise<void> {
  await tables.deleteFrom('draft_parts').where('gateway', '=', gateway).execute()
  await tables.deleteFrom('drafts').where('gateway', '=', gateway).execute()
}
