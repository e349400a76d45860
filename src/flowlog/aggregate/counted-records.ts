import type { Condition } from '../query/query-sql.ts'

/** Where an aggregate's SQL counts: a relation of whole records within the time asked for
 *  (engine/record-relation.ts), and which of them. */
export interface CountedRecords {
  readonly relation: string
  readonly where: Condition
}

/** A row of an SQL answer. */
export type Row = Readonly<Record<string, unknown>>

export interface Sql {
  readonly sql: string
  readonly values: Condition['values']
}
