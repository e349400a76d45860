import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { ControlDatabase } from '../../src/storage/control-database.ts'
import { openPostgres } from '../../src/storage/postgres-database.ts'
import { openSqlite } from '../../src/storage/sqlite-database.ts'
import { type Owner, temporaryFolder } from '../clean-up.ts'
import { type PostgresServer, startPostgres } from '../postgres-server.ts'
import { missing } from '../real-programs.ts'

/** What is said of storage is said of each: SQLite, and a real PostgreSQL where the machine has it. */
export interface TestedDatabase {
  readonly name: 'SQLite' | 'PostgreSQL'
  readonly skip: string | false
  /** A new, empty place, which is opened again and again: one process after another. */
  readonly newPlace: () => Promise<Place>
  /** A new one that is opened once. */
  readonly open: () => Promise<ControlDatabase>
}

export interface Place {
  open(): ControlDatabase
}

export async function bothDatabases(owner: Owner): Promise<readonly TestedDatabase[]> {
  const noPostgres = missing('postgresql')
  const server = noPostgres === false ? await sharedPostgres(owner) : undefined
  return [
    tested('SQLite', false, async () => {
      const file = join(temporaryFolder(), 'control.db')
      return { open: () => openSqlite(file) }
    }),
    tested('PostgreSQL', noPostgres, async () => {
      const url = (await server?.newDatabase()) ?? assert.fail('there is no server')
      return { open: () => openPostgres(url) }
    }),
  ]
}

let shared: { readonly server: Promise<PostgresServer>; users: number } | undefined

/** One for all files that run in this process; whoever is through with it last stops it. */
async function sharedPostgres(owner: Owner): Promise<PostgresServer> {
  const used = (shared ??= { server: startPostgres(noOwner), users: 0 })
  used.users++
  owner.after(async () => {
    if (--used.users === 0) await (await used.server).stop()
  })
  return await used.server
}

/** Its process ends it where no test does. */
const noOwner: Owner = { after: () => undefined }

function tested(
  name: TestedDatabase['name'],
  skip: string | false,
  newPlace: () => Promise<Place>,
): TestedDatabase {
  return { name, skip, newPlace, open: async () => (await newPlace()).open() }
}
