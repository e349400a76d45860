import type { Condition } from '../query/query-sql.ts'

/** Where an aggregate's SQL counts: a relation (a parenthesised SELECT with the columns of the log) and
 *  which of its records. */
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
