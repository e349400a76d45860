import { Kysely, PostgresDialect } from 'kysely'
import { type CustomTypesConfig, Pool, types as postgresTypes } from 'pg'
import { codeOf } from '../model/reason.ts'
import type { ControlDatabase } from './control-database.ts'
import { StorageProblem } from './storage-problem.ts'

/** The control store in PostgreSQL. `url` may hold a password, so it is never shown as it is. */
export function openPostgres(url: string): ControlDatabase {
  const pool = new Pool({
    connectionString: url,
    application_name: 'faultline',
    max: 4, // one writes, people read
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    statement_timeout: queryMs,
    types,
  })
  pool.on('error', () => undefined) // an idle connection ended; the next question opens another
  return {
    kind: 'postgres',
    tables: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    problem: (error) => databaseProblem(shownAddress(url), error),
    backUp: async () => '', // the operators of a PostgreSQL have their own
    close: async () => pool.end(),
  }
}

/** A management request waits for it. */
const connectMs = 5_000
const queryMs = 30_000

/** Times are bigint, which pg gives as text because some do not fit a number; ours do. */
const types: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === postgresTypes.builtins.INT8 ? Number : postgresTypes.getTypeParser(id, format),
}

/** Without password and parameters. */
export function shownAddress(text: string): string {
  const url = URL.parse(text)
  if (url === null) return 'postgres://…'
  const user = url.username === '' ? '' : `${url.username}@`
  return `${url.protocol}//${user}${url.host}${url.pathname}`
}

function databaseProblem(address: string, error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error
  const code = codeOf(error)
  return new StorageProblem(`The database ${address} ${reasonFor(code)}`, { cause: error })
}

/** Codes of the system and of PostgreSQL (Appendix A of its manual). */
function reasonFor(code: string): string {
  if (/^(E[A-Z_]+|08\w{3}|57P\d\d|53300)$/.test(code) || /timeout|terminated/i.test(code)) {
    return `cannot be reached (${code}). Check that PostgreSQL runs there, and the address of --database.`
  }
  switch (code) {
    case '28P01': // invalid_password
    case '28000': // invalid_authorization_specification
      return `does not accept this user and password (${code}). Correct them in FAULTLINE_DATABASE.`
    case '3D000': // invalid_catalog_name
      return `does not exist (${code}). Create it with createdb, or name another with --database.`
    case '42501': // insufficient_privilege
      return `may not be used by this user (${code}). Make the user its owner.`
    case '25006': // read_only_sql_transaction
      return `is read-only (${code}). Name the primary server with --database.`
    case '53100': // disk_full
      return `has no room left (${code}). Free some space on its server.`
    default:
      return `cannot be used (${code}). The log of PostgreSQL says more.`
  }
}
