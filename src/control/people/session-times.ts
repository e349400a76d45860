import type { Session } from '../../storage/session-store.ts'

/** How long one stays signed in: to the end of a day's work without a request, a week in all. */
export const idleMs = 12 * 3_600_000
export const sessionMs = 7 * 86_400_000

/** It is kept a while longer than it is good for. */
export function isOver(session: Pick<Session, 'usedAtMs' | 'expiresAtMs'>, nowMs: number): boolean {
  return session.expiresAtMs <= nowMs || session.usedAtMs + idleMs <= nowMs
}
