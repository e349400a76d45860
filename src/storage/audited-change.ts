import type { Transaction } from 'kysely'
import type { AuditedChange, Author } from './control-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'
import { keepAudit } from './keep-change.ts'

/** A change of what is no part of the control state, kept with its audit entries or not at all. Such
 *  changes come one after the other, so what one finds in the tables holds until it has written. */
export async function auditedChange<Result>(
  database: ControlDatabase,
  author: Author,
  act: (tables: Transaction<ControlTables>, note: Note) => Promise<Result>,
  atMs: number = Date.now(),
): Promise<Result> {
  return await asked(database, async (tables) =>
    tables.transaction().execute(async (changed) => {
      await waitForTurn(changed)
      const audit: AuditedChange[] = []
      const result = await act(changed, (entry) => void audit.push({ gateway: '', ...entry }))
      await keepAudit(changed, { audit, author, atMs })
      return result
    }),
  )
}

/** Without secrets: whoever makes it sees to that. */
type Note = (entry: Omit<AuditedChange, 'gateway'> & { readonly gateway?: string }) => void

/** Thrown within a change by who makes it: nothing is kept, and it comes out as it is. */
export class ChangeRefused extends Error {}

/** Says what a database said in a sentence for a person. */
export async function asked<Answer>(
  database: ControlDatabase,
  ask: (tables: ControlDatabase['tables']) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(database.tables)
  } catch (error) {
    if (error instanceof ChangeRefused) throw error
    throw database.problem(error)
  }
}

/** The row that a change of the control state writes too (control-store.ts): held to the end of the
 *  transaction, without being another. */
async function waitForTurn(tables: Transaction<ControlTables>): Promise<void> {
  await tables
    .updateTable('head')
    .set((build) => ({ generation: build.ref('generation') }))
    .execute()
}
