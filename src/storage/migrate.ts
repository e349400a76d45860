import { type Kysely, sql } from 'kysely'
import type { ControlDatabase } from './control-database.ts'
import { type Migration, migrations as allMigrations } from './migrations.ts'
import { StorageProblem } from './storage-problem.ts'

/** Brings a database to the tables of this version, all at once or not at all. One that has something
 *  to lose is copied before; one of a newer Faultline is refused. Where the copy lies, or ''. */
export async function migrate(
  database: ControlDatabase,
  migrations: readonly Migration[] = allMigrations,
): Promise<string> {
  const version = await schemaVersion(database)
  refuseNewer(version, migrations.length)
  if (version === migrations.length) return ''
  const copy = version === 0 ? '' : await database.backUp(`before-version-${migrations.length}`)
  await database.tables.transaction().execute(async (tables) => {
    await tables.schema
      .createTable('faultline_schema')
      .ifNotExists()
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute()
    // a migration is of its own time and knows no types of today
    const untyped = tables as unknown as Kysely<never>
    for (const migration of migrations.slice(version)) await migration(untyped, database.kind)
    await tables.deleteFrom('faultline_schema').execute()
    await tables.insertInto('faultline_schema').values({ version: migrations.length }).execute()
  })
  return copy
}

/** 0: there are no tables yet. */
export async function schemaVersion({ tables, kind }: ControlDatabase): Promise<number> {
  const question =
    kind === 'sqlite'
      ? sql<{
          found: number
        }>`select count(*) as found from sqlite_master where name = 'faultline_schema'`
      : sql<{ found: number }>`select count(to_regclass('faultline_schema')) as found`
  const [answer] = (await question.execute(tables)).rows
  if (Number(answer?.found) === 0) return 0
  const row = await tables.selectFrom('faultline_schema').select('version').executeTakeFirst()
  return row?.version ?? 0
}

export function refuseNewer(version: number, known: number = allMigrations.length): void {
  if (version <= known) return
  throw new StorageProblem(
    `The database is of a newer Faultline: its tables are of version ${version}, this one knows ${known}. Start the newer one, or restore a backup that was made before it.`,
  )
}
