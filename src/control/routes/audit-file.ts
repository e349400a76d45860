import { csvLineOf } from '../../model/csv-line.ts'
import type { AuditEntry, AuditFilter, auditPage } from '../../storage/audit-log.ts'

/** The audit as a file, and its entries as answers show them. */
export type AuditPage = Pick<AuditFilter, 'limit' | 'beforeId'>
export type FoundEntries = Awaited<ReturnType<typeof auditPage>>

/** Entries may be long: so many are in memory at a time. */
const portion = 200
const columns = [
  'id',
  'at',
  'actor',
  'address',
  'gateway',
  'kind',
  'path',
  'action',
  'before',
  'after',
] as const
export const auditCsvHead = `${columns.join(',')}\r\n`

/** `leaving`: nobody takes it any more, and no further page is read. */
export async function* auditFile(
  read: (page: AuditPage) => Promise<FoundEntries>,
  format: 'csv' | 'ndjson',
  leaving: AbortSignal,
): AsyncGenerator<string> {
  if (format === 'csv') yield auditCsvHead
  let before: number | undefined
  while (!leaving.aborted) {
    const found = await read({
      limit: portion,
      ...(before === undefined ? {} : { beforeId: before }),
    })
    for (const entry of found.entries) yield format === 'csv' ? csvLine(entry) : jsonLine(entry)
    before = found.olderThan
    if (before === undefined) return
  }
}

function csvLine(entry: AuditEntry): string {
  const all = shownEntry(entry)
  return csvLineOf(
    columns.map((name) => {
      const value = all[name]
      return typeof value === 'object' ? (value === null ? '' : JSON.stringify(value)) : value
    }),
  )
}

function jsonLine(entry: AuditEntry): string {
  return `${JSON.stringify(shownEntry(entry))}\n`
}

type Shown = Omit<AuditEntry, 'atMs' | 'before' | 'after'> & {
  readonly at: string
  readonly before: object | null
  readonly after: object | null
}

export function shownEntry(entry: AuditEntry): Shown {
  const { id, atMs, actor, address, gateway, kind, path, action, before, after } = entry
  const at = new Date(atMs).toISOString()
  // written as an object, or as nothing, by state-change.ts
  const sides = { before: before as object | null, after: after as object | null }
  return { id, at, actor, address, gateway, kind, path, action, ...sides }
}
