import { setImmediate as turn } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import type { ControlChange } from './control-change.ts'
import type { ControlTables } from './control-tables.ts'
import { keepRequests } from './permission-requests.ts'

/** Writes a change into the tables, within a transaction of whoever keeps it. */
type Tables = Transaction<ControlTables>

/** What releases hold is kept by its hash: what is there already is the same. */
export async function keepContents(tables: Tables, { releases }: ControlChange): Promise<void> {
  const contents = new Map(releases.map(({ hash, content }) => [hash, content]))
  for (const [hash, body] of contents) {
    await turn() // SQLite keeps the thread for as long as it writes
    await tables
      .insertInto('contents')
      .values({ hash, body })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Of a change that was not kept. */
export async function removeUnusedContents(tables: Tables): Promise<void> {
  await tables
    .deleteFrom('contents')
    .where((build) => {
      const used = build.selectFrom('releases').select('number')
      return build.not(build.exists(used.whereRef('releases.hash', '=', 'contents.hash')))
    })
    .execute()
}

export async function keepChange(tables: Tables, change: ControlChange): Promise<void> {
  const { author, atMs } = change
  const releases = change.releases.map(({ content: _content, ...release }) => ({
    ...release,
    made_at: atMs,
    made_by: author.actor,
  }))
  for (const rows of portions(releases)) await tables.insertInto('releases').values(rows).execute()
  await keepDocuments(tables, change)
  await keepLive(tables, change)
  await keepRequests(tables, change.requests ?? [])
  await keepAudit(tables, change)
}

async function keepDocuments(tables: Tables, { documents }: ControlChange): Promise<void> {
  for (const { kind, name, body } of documents) {
    if (body === null) {
      await tables
        .deleteFrom('documents')
        .where('kind', '=', kind)
        .where('name', '=', name)
        .execute()
      continue
    }
    await tables
      .insertInto('documents')
      .values({ kind, name, body })
      .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet({ body }))
      .execute()
  }
}

async function keepLive(tables: Tables, { live }: ControlChange): Promise<void> {
  for (const { gateway, stage, number } of live) {
    if (number === null) {
      await tables
        .deleteFrom('live')
        .where('gateway', '=', gateway)
        .where('stage', '=', stage)
        .execute()
      continue
    }
    await tables
      .insertInto('live')
      .values({ gateway, stage, number })
      .onConflict((conflict) => conflict.columns(['gateway', 'stage']).doUpdateSet({ number }))
      .execute()
  }
}

/** Within a transaction that nobody else's can run beside: entries are numbered. */
export async function keepAudit(
  tables: Tables,
  { audit, author, atMs }: Pick<ControlChange, 'audit' | 'author' | 'atMs'>,
): Promise<void> {
  if (audit.length === 0) return
  const { last } = await tables
    .selectFrom('audit')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  const first = (last ?? 0) + 1 // whoever writes holds the row of `head`, so nobody else counts meanwhile
  const rows = audit.map(({ gateway, kind, path, action, before, after }, at) => ({
    id: first + at,
    at: atMs,
    ...author,
    gateway,
    kind,
    path,
    action,
    before: jsonOrNull(before),
    after: jsonOrNull(after),
  }))
  for (const some of portions(rows)) await tables.insertInto('audit').values(some).execute()
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

/** Both databases take at most some 30,000 values in one statement; a row has up to ten. */
const mostRows = 500

export function portions<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / mostRows)
  return Array.from({ length: count }, (_, at) => rows.slice(at * mostRows, (at + 1) * mostRows))
}
