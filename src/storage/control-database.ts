import type { Kysely } from 'kysely'
import type { ControlTables } from './control-tables.ts'
import type { StorageProblem } from './storage-problem.ts'

/** What the control store needs of a database: a file of the data folder (sqlite-database.ts) or
 *  PostgreSQL (postgres-database.ts). */
export interface ControlDatabase {
  readonly kind: 'sqlite' | 'postgres'
  readonly tables: Kysely<ControlTables>
  /** The sentence for a person, whatever the database or the way to it said. */
  problem(error: unknown): StorageProblem
  /** A copy of everything, made before a migration; where it lies, '' where the database's own
   *  operators see to that. */
  backUp(label: string): Promise<string>
  close(): Promise<void>
}
