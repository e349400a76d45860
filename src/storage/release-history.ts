import type { ControlDatabase } from './control-database.ts'
import { requireWhole, type StoredRelease } from './control-store.ts'

/** Every release that a stage ever had. */
export interface ReleaseEntry {
  readonly number: number
  readonly hash: string
  readonly madeAtMs: number
  readonly madeBy: string
  readonly comment: string
}

export interface StageName {
  readonly gateway: string
  readonly stage: string
}

/** Newest first, at most `limit` of them, older than number `before`. */
export async function listReleases(
  database: ControlDatabase,
  { gateway, stage }: StageName,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<ReleaseEntry[]> {
  try {
    let question = database.tables
      .selectFrom('releases')
      .select(entryColumns)
      .where('gateway', '=', gateway)
      .where('stage', '=', stage)
    if (before !== undefined) question = question.where('number', '<', before)
    return await question.orderBy('number', 'desc').limit(limit).execute()
  } catch (error) {
    throw database.problem(error)
  }
}

/** With what it holds; undefined: there is none of this number. */
export async function findRelease(
  database: ControlDatabase,
  { gateway, stage }: StageName,
  number: number,
): Promise<(ReleaseEntry & StoredRelease) | undefined> {
  try {
    const found = await database.tables
      .selectFrom('releases')
      .innerJoin('contents', 'contents.hash', 'releases.hash')
      .select(['number', 'contents.hash', 'made_at as madeAtMs', 'made_by as madeBy', 'comment'])
      .select('body as content')
      .where('gateway', '=', gateway)
      .where('stage', '=', stage)
      .where('number', '=', number)
      .executeTakeFirst()
    if (found === undefined) return undefined
    const release = { gateway, stage, ...found }
    requireWhole(release)
    return release
  } catch (error) {
    throw database.problem(error)
  }
}

const entryColumns = [
  'number',
  'hash',
  'made_at as madeAtMs',
  'made_by as madeBy',
  'comment',
] as const
