import { type TString, Type } from 'typebox'

/** A text of a request that the database is asked about or keeps. PostgreSQL has no NUL in texts; it is
 *  the caller's mistake, and told as that on both databases. */
export function plainText(maxLength: number, description: string): TString {
  return Type.String({ maxLength, pattern: '^[^\\u0000]*$', description })
}
