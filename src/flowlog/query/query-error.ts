/** A query that cannot be understood. The sentence names the column (counted from 1) and what was
 *  expected there. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly column: number

  constructor(column: number, sentence: string) {
    super(`column ${column}: ${sentence}`)
    this.column = column
  }
}
