import { reasonOf } from '../../model/reason.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { listRequests } from '../../storage/permission-requests.ts'
import { keepReminder, removeReminders } from '../../storage/reminders.ts'
import type { Applier } from '../applier.ts'
import type { ProcessLog } from '../../carrier/process-log.ts'
import { dueReminders } from './due-reminders.ts'
import { dayMs, endOf } from './grant-end.ts'
import { planTaken } from './plan-grant.ts'

/** What happens to permissions by the passing of time: people are reminded, and what ended long ago is
 *  taken from the lists. That an ended one is refused needs nobody: workers compare its time themselves. */
export type Notify = (message: {
  readonly subject: string
  readonly text: string
  readonly to: readonly string[]
}) => void

export interface KeeperParts {
  readonly applier: Pick<Applier, 'state' | 'change'>
  readonly database: ControlDatabase
  readonly log: ProcessLog
  /** Default: nobody carries it; who is meant reads it at /api/v1/reminders. */
  readonly notify?: Notify
  readonly nowMs?: () => number
}

/** Looks every few minutes, until what it returns is called. */
export function startKeeper(parts: KeeperParts): () => Promise<void> {
  let looking = keepPermissions(parts)
  const timer = setInterval(() => {
    looking = looking.then(() => keepPermissions(parts))
  }, intervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await looking
  }
}

const intervalMs = 600_000

/** Ended grants are shown for so long, and callers are told "expired" instead of "no permission". */
const keptAfterEndMs = 365 * dayMs
const remindersKeptMs = 90 * dayMs

/** Never rejects. */
export async function keepPermissions(parts: KeeperParts): Promise<void> {
  try {
    await remind(parts)
    await prune(parts)
  } catch (error) {
    parts.log.error('permissions could not be looked after; tried again later', {
      reason: reasonOf(error),
    })
  }
}

/** Kept before it is sent: after a crash in between it can be read, and nobody is told twice. */
async function remind(parts: KeeperParts): Promise<void> {
  const { applier, database, notify = () => undefined, nowMs = Date.now } = parts
  const now = nowMs()
  const pending = await listRequests(database, { status: 'pending', limit: mostPending })
  for (const reminder of dueReminders({ state: applier.state, pending }, now)) {
    const { subject, text, to } = reminder
    if (await keepReminder(database, reminder)) notify({ subject, text, to })
  }
  await removeReminders(database, now - remindersKeptMs)
}

async function prune({ applier, nowMs = Date.now }: KeeperParts): Promise<void> {
  const before = nowMs() - keptAfterEndMs
  const isOld = (one: (typeof applier.state.granted)[number]): boolean => endOf(one.grant) < before
  if (!applier.state.granted.some(isOld)) return
  const author = { actor: 'faultline', address: '' }
  await applier.change((state) => planTaken(state, state.granted.filter(isOld)), author)
}

/** Far more than people decide. */
const mostPending = 10_000
