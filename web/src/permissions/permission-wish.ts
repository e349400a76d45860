import type { Grant } from './permission-answers.ts'

/** What an application wishes for, as a form has it. */
export interface Wish {
  readonly app: string
  readonly isWhole: boolean
  readonly resources: readonly string[]
  readonly reason: string
  /** null: for ever. */
  readonly expiresInDays: number | null
}

/** The parts that must be said and are not, in the order of the form. */
export function missingIn({ app, isWhole, resources, reason }: Wish): (keyof Wish)[] {
  return [
    ...(app === '' ? (['app'] as const) : []),
    ...(!isWhole && resources.length === 0 ? (['resources'] as const) : []),
    ...(reason.trim() === '' ? (['reason'] as const) : []),
  ]
}

/** Without `resources` it is the whole gateway. A reason is one line for the API. */
export function wishBody(gateway: string, wish: Wish): object {
  const { app, isWhole, resources, reason, expiresInDays } = wish
  return { app, gateway, ...(isWhole ? {} : { resources }), reason: oneLine(reason), expiresInDays }
}

interface Decision {
  /** That were asked for; null: the whole gateway. */
  readonly resources: readonly string[] | null
  readonly chosen: readonly string[]
  readonly comment: string
}

/** Some resources are named only where not all are meant. */
export function decisionBody(
  decision: 'approve' | 'reject',
  { resources, chosen, comment }: Decision,
): object {
  const isPart = decision === 'approve' && resources !== null && chosen.length < resources.length
  const text = oneLine(comment)
  return {
    decision,
    ...(isPart ? { resources: chosen } : {}),
    ...(text === '' ? {} : { comment: text }),
  }
}

interface EditedGrant {
  /** Of a date field. */
  readonly day: string
  readonly resources: readonly string[]
  readonly reason: string
}

/** What somebody made of a permission: the rest stays as it is. */
export function grantChange(
  grant: Pick<Grant, 'expiresAt' | 'resources' | 'reason'>,
  { day, resources, reason }: EditedGrant,
): object {
  const had = new Set(grant.resources)
  const isSame = resources.length === had.size && resources.every((name) => had.has(name))
  return {
    ...(day === dayOf(grant.expiresAt) ? {} : { expiresAt: endOfDay(day) }),
    ...(isSame ? {} : { resources }),
    ...(reason === grant.reason ? {} : { reason }),
  }
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}

/** Of a date field (`2027-05-29`): the end of that day here, as the API takes it; '' is for ever. */
export function endOfDay(date: string): string | null {
  return date === '' ? null : new Date(`${date}T23:59:59`).toISOString()
}

/** A date field shows it in local time. */
export function dayOf(iso: string | null): string {
  if (iso === null) return ''
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

export function dayAfter(days: number, nowMs: number): string {
  return dayOf(new Date(nowMs + days * 86_400_000).toISOString())
}
