import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { ControlDatabase } from './control-database.ts'
import { storageProblem } from './storage-problem.ts'

/** The control store as one SQLite file, by Node's own SQLite. */
export function openSqlite(path: string, options: { readOnly?: boolean } = {}): ControlDatabase {
  const handle = openFile(path, options.readOnly ?? false)
  return {
    kind: 'sqlite',
    tables: new Kysely({ dialect: new SqliteDialect({ database: forKysely(handle) }) }),
    problem: (error) => storageProblem('The database file', path, error),
    backUp: async (label) => {
      const copy = `${path}.${label}`
      copyDatabase(handle, copy)
      return copy
    },
    // not by Kysely, which closes only what it has used
    close: async () => handle.close(),
  }
}

function openFile(path: string, readOnly: boolean): DatabaseSync {
  let handle: DatabaseSync | undefined
  try {
    // SQLite would make it readable by everyone. Never opened by us where it exists: closing any handle
    // of a file gives up every lock that the process has on it (fcntl).
    if (!readOnly && !existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    handle = new DatabaseSync(path, {
      readOnly,
      timeout: busyMs,
      enableForeignKeyConstraints: true,
    })
    handle.exec(readOnly ? 'SELECT 1 FROM sqlite_master' : writerPragmas)
    return handle
  } catch (error) {
    handle?.close()
    throw storageProblem('The database file', path, error)
  }
}

/** A backup reads while we write; beyond that nobody has the file, see folder-lock.ts. The thread waits
 *  for it, so it is short. */
const busyMs = 1_000

/** With WAL a reader keeps no writer waiting. FULL: what is kept survives a power cut, too. */
const writerPragmas = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'

/** Whole and consistent while others read and write; private, as it holds what the file holds. */
export function copyDatabase(handle: DatabaseSync, path: string): void {
  rmSync(path, { force: true })
  closeSync(openSync(path, 'ax', 0o600)) // VACUUM INTO takes an empty file as a new one
  handle.prepare('VACUUM INTO ?').run(path)
}

/** Node's SQLite in the shape of better-sqlite3, which Kysely's dialect is written for. */
function forKysely(handle: DatabaseSync): SqliteShape {
  return {
    close: () => undefined,
    prepare: (text) => {
      // a full disk ends the transaction already (https://sqlite.org/lang_transaction.html section 3);
      // the failure of a second end would hide why
      const isOver = text === 'rollback' && !handle.isTransaction
      const statement = handle.prepare(isOver ? 'select 1' : text)
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...plain(values)).map((row) => ({ ...row })), // plain objects
        run: (values) => statement.run(...plain(values)),
        iterate: (values) => statement.iterate(...plain(values)),
      }
    },
  }
}

type SqliteShape = Extract<
  ConstructorParameters<typeof SqliteDialect>[0]['database'],
  { prepare: unknown }
>

/** Kysely's types do not know what a table may hold; ours hold texts and numbers only. */
function plain(values: readonly unknown[]): SQLInputValue[] {
  return values as SQLInputValue[]
}
