import { sql } from 'kysely'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'

/** Who changed what, when, from where: never changed, never taken away. */
export interface AuditEntry {
  readonly id: number
  readonly atMs: number
  readonly actor: string
  readonly address: string
  readonly gateway: string
  readonly kind: string
  readonly path: string
  readonly action: string
  readonly before: unknown
  readonly after: unknown
}

export interface AuditFilter {
  readonly gateway?: string
  readonly kind?: string
  readonly path?: string
  readonly actor?: string
  readonly action?: string
  /** What the path begins with, such as `gateways/shop/resources/`. */
  readonly below?: string
  /** What stands in actor, path, before or after, as their JSON has it; case does not matter in ASCII. */
  readonly text?: string
  /** Inclusive. */
  readonly fromMs?: number
  /** Exclusive. */
  readonly toMs?: number
  /** Only entries older than this one. */
  readonly beforeId?: number
  readonly limit: number
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[]
  /** Where to go on: only entries older than this are not looked at yet; undefined: there are none. */
  readonly olderThan: number | undefined
}

/** A search for text reads what it passes, so it goes through so many entries at a time: a page may hold
 *  fewer than were asked for, or none, and there is more all the same. */
const mostSearched = 20_000

/** Newest first. */
export async function listAudit(
  database: ControlDatabase,
  filter: AuditFilter,
): Promise<readonly AuditEntry[]> {
  try {
    return await entriesBetween(database, filter, 1, filter.beforeId)
  } catch (error) {
    throw database.problem(error)
  }
}

/** One page, and where to go on. */
export async function auditPage(
  database: ControlDatabase,
  filter: AuditFilter,
): Promise<AuditPage> {
  try {
    const beforeId = filter.beforeId ?? (await lastId(database)) + 1
    const fromId = filter.text === undefined ? 1 : Math.max(1, beforeId - mostSearched)
    const oneMore = { ...filter, limit: filter.limit + 1 }
    const found = await entriesBetween(database, oneMore, fromId, beforeId)
    const entries = found.slice(0, filter.limit)
    const isCut = found.length > filter.limit
    const olderThan = (isCut ? entries.at(-1)?.id : undefined) ?? fromId
    return { entries, olderThan: olderThan > 1 ? olderThan : undefined }
  } catch (error) {
    throw database.problem(error)
  }
}

export async function findAudit(
  database: ControlDatabase,
  id: number,
): Promise<AuditEntry | undefined> {
  try {
    const question = database.tables.selectFrom('audit').selectAll().where('id', '=', id)
    const row = await question.executeTakeFirst()
    return row === undefined ? undefined : entryOf(row)
  } catch (error) {
    throw database.problem(error)
  }
}

async function lastId({ tables }: ControlDatabase): Promise<number> {
  const question = tables.selectFrom('audit').select(({ fn }) => fn.max('id').as('last'))
  return (await question.executeTakeFirstOrThrow()).last ?? 0
}

async function entriesBetween(
  { tables, kind }: ControlDatabase,
  filter: AuditFilter,
  fromId: number,
  beforeId: number | undefined,
): Promise<AuditEntry[]> {
  const { below, text, fromMs, toMs, limit } = filter
  let question = tables.selectFrom('audit').selectAll()
  for (const column of ['gateway', 'kind', 'path', 'actor', 'action'] as const) {
    const wanted = filter[column]
    if (wanted !== undefined) question = question.where(column, '=', wanted)
  }
  if (below !== undefined) {
    // not LIKE, which is another thing in each database
    question = question.where(sql<boolean>`substr(path, 1, ${codePoints(below)}) = ${below}`)
  }
  if (text !== undefined) {
    const all = sql`(actor || ' ' || path || ' ' || coalesce("before", '') || coalesce("after", ''))`
    // SQLite's lower() knows ASCII only, and so does PostgreSQL's in this collation, whatever its own is
    const lower = kind === 'postgres' ? sql`lower(${all} collate "C")` : sql`lower(${all})`
    question = question.where(sql<boolean>`${lower} like ${patternOf(text)} escape '!'`)
  }
  if (fromMs !== undefined) question = question.where('at', '>=', fromMs)
  if (toMs !== undefined) question = question.where('at', '<', toMs)
  if (beforeId !== undefined) question = question.where('id', '<', beforeId)
  const rows = await question.where('id', '>=', fromId).orderBy('id', 'desc').limit(limit).execute()
  return rows.map(entryOf)
}

/** What both databases count as characters. */
function codePoints(text: string): number {
  return Array.from(text).length
}

/** ASCII letters only, as both databases are asked. */
function patternOf(text: string): string {
  const lower = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  return `%${lower.replaceAll(/[!%_]/g, '!$&')}%`
}

function entryOf({ at, before, after, ...row }: ControlTables['audit']): AuditEntry {
  return { ...row, atMs: at, before: parsed(before), after: parsed(after) }
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
