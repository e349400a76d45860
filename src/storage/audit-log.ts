import type { ControlDatabase } from './control-database.ts'

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
  /** Inclusive. */
  readonly fromMs?: number
  /** Exclusive. */
  readonly toMs?: number
  /** Only entries older than this one. */
  readonly beforeId?: number
  readonly limit: number
}

/** Newest first. */
export async function listAudit(
  database: ControlDatabase,
  filter: AuditFilter,
): Promise<AuditEntry[]> {
  const { gateway, kind, path, actor, fromMs, toMs, beforeId, limit } = filter
  try {
    let question = database.tables.selectFrom('audit').selectAll()
    if (gateway !== undefined) question = question.where('gateway', '=', gateway)
    if (kind !== undefined) question = question.where('kind', '=', kind)
    if (path !== undefined) question = question.where('path', '=', path)
    if (actor !== undefined) question = question.where('actor', '=', actor)
    if (fromMs !== undefined) question = question.where('at', '>=', fromMs)
    if (toMs !== undefined) question = question.where('at', '<', toMs)
    if (beforeId !== undefined) question = question.where('id', '<', beforeId)
    const rows = await question.orderBy('id', 'desc').limit(limit).execute()
    return rows.map(({ at, before, after, ...row }) => ({
      ...row,
      atMs: at,
      before: parsed(before),
      after: parsed(after),
    }))
  } catch (error) {
    throw database.problem(error)
  }
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
