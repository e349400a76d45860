import type { AlarmTables } from './alarm-tables.ts'
import type { DraftTables } from './draft-tables.ts'
import type { DocumentKind } from './control-change.ts'
import type { PermissionRequestRow, ReminderRow } from './permission-tables.ts'
import type { DebugCallRow } from './debug-calls.ts'
import type { PeopleTables } from './people-tables.ts'

/** The tables of the control store, the same in SQLite and PostgreSQL. Times are epoch milliseconds,
 *  bodies are JSON. */
export interface ControlTables extends PeopleTables, DraftTables, AlarmTables {
  readonly faultline_schema: { readonly version: number }
  /** One row: how many changes were kept so far. Whoever keeps one says which it built upon. */
  readonly head: { readonly generation: number }
  /** What was applied, as it is now. */
  readonly documents: DocumentRow
  /** What releases hold, by the SHA-256 of it: never changed, and shared by all that are the same. */
  readonly contents: { readonly hash: string; readonly body: string }
  /** Append-only. */
  readonly releases: ReleaseRow
  /** Which release of a stage is served. */
  readonly live: { readonly gateway: string; readonly stage: string; readonly number: number }
  /** Append-only. */
  readonly audit: AuditRow
  /** At most one row: a change that workers are being asked about. */
  readonly prepared: { readonly body: string }
  readonly permission_requests: PermissionRequestRow
  readonly reminders: ReminderRow
  readonly debug_calls: DebugCallRow
}

interface DocumentRow {
  readonly kind: DocumentKind
  readonly name: string
  readonly body: string
}

interface ReleaseRow {
  readonly gateway: string
  readonly stage: string
  readonly number: number
  readonly hash: string
  readonly made_at: number
  readonly made_by: string
  readonly comment: string
}

interface AuditRow {
  readonly id: number
  readonly at: number
  readonly actor: string
  readonly address: string
  /** '' for what belongs to none. */
  readonly gateway: string
  readonly kind: string
  readonly path: string
  readonly action: string
  readonly before: string | null
  readonly after: string | null
}
