/** What of the audit is looked at: stands in the address of the page. */
export interface AuditSearch {
  readonly gateway: string
  readonly kind: string
  readonly action: string
  readonly actor: string
  readonly path: string
  readonly search: string
  /** Days as the browser's date field writes them, `2026-11-30`; '' is no limit. */
  readonly from: string
  readonly to: string
}

export const auditKinds = [
  'gateway',
  'backend',
  'stage',
  'resource',
  'documentation',
  'draft',
  'release',
  'grant',
  'permission_request',
  'app',
  'user',
  'session',
  'token',
  'record-share',
  'alarm-rule',
  'alarm',
] as const

export const auditActions = [
  'create',
  'update',
  'delete',
  'rollback',
  'take-over',
  'unpublish',
  'refuse',
] as const

export function readAuditSearch(raw: Readonly<Record<string, unknown>>): AuditSearch {
  const { gateway, kind, action, actor, path, search, from, to } = raw
  return {
    gateway: textOf(gateway),
    kind: textOf(kind),
    action: textOf(action),
    actor: textOf(actor),
    path: textOf(path),
    search: textOf(search),
    from: dayOf(from),
    to: dayOf(to),
  }
}

/** As the API takes it. A day is the reader's, from its first moment to its last. */
export function auditFilter({ from, to, ...words }: AuditSearch): Readonly<Record<string, string>> {
  return {
    ...words,
    from: from === '' ? '' : new Date(`${from}T00:00:00`).toISOString(),
    to: to === '' ? '' : dayAfter(to).toISOString(),
  }
}

function dayAfter(day: string): Date {
  const end = new Date(`${day}T00:00:00`)
  end.setDate(end.getDate() + 1)
  return end
}

/** Numbers too: the address has no quotes. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function dayOf(value: unknown): string {
  const day = textOf(value)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
  return isDay ? day : ''
}
