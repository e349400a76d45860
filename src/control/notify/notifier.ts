import { randomUUID } from 'node:crypto'
import { reasonOf } from '../../model/reason.ts'
import { asked } from '../../storage/audited-change.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { storeAnswers } from '../../storage/store-answers.ts'
import {
  addNotifications,
  countWaiting,
  dueNotifications,
  nextDueMs,
  noteDelivered,
  noteFailed,
  removeOldNotifications,
  type Notification,
} from '../../storage/notification-outbox.ts'
import type { ProcessLog } from '../../carrier/process-log.ts'
import type { EmailSender } from './send-email.ts'
import { sendWebhook, type WebhookSender } from './send-webhook.ts'
import { signatureOf, signingSecret } from './signing-secret.ts'

export interface NotifierParts {
  readonly database: ControlDatabase
  readonly email: EmailSender
  readonly webhook: WebhookSender
  /** Of the data folder: secrets of receivers are made of it. */
  readonly serverKey: string
  readonly log: ProcessLog
  readonly nowMs?: () => number
}

/** A message to people, in words. */
export interface Message {
  readonly subject: string
  readonly text: string
  /** E-mail addresses. */
  readonly to: readonly string[]
  /** The same message given again under its id is sent once. */
  readonly id?: string
}

/** Tells what is to be told. It is kept first, in the database, and sent then: at least once, each with an
 *  id. One receiver gets one after the other and nobody waits for another's. */
export class Notifier {
  readonly #parts: NotifierParts
  readonly #nowMs: () => number
  /** By channel, receivers that are being told something. */
  readonly #busy = { webhook: new Set<string>(), email: new Set<string>() }
  readonly #failed = { webhook: 0, email: 0 }
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  readonly #deliveries = new Set<Promise<void>>()
  #isClosed = false
  #cleanedAtMs = 0

  constructor(parts: NotifierParts) {
    this.#parts = parts
    this.#nowMs = parts.nowMs ?? Date.now
  }

  /** What was left from before is sent too. */
  start(): void {
    this.wake()
  }

  /** Resolves when it is kept. */
  async notify({ subject, text, to, id = randomUUID() }: Message): Promise<void> {
    const madeAtMs = this.#nowMs()
    const common = { alarm: 0, kind: 'message', channel: 'email', signing: '', madeAtMs } as const
    const all = to.map((receiver, place) => {
      return { ...common, id: `${id}-${place}`, receiver, subject: oneLine(subject), body: text }
    })
    await asked(this.#parts.database, async (tables) => await addNotifications(tables, all))
    this.wake()
  }

  /** Something was kept that is to be sent. */
  wake(): void {
    if (this.#isClosed) return
    clearTimeout(this.#timer)
    this.#round = this.#round.then(async () => await this.#sendDue())
  }

  async counts(): Promise<NotifierCounts> {
    const { database } = this.#parts
    const isThere = await storeAnswers(database)
    const waiting = isThere ? await countWaiting(database).catch(() => undefined) : undefined
    return { failed: { ...this.#failed }, waiting }
  }

  /** What is being sent gets to its end, 10 s at most. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#round
    await Promise.allSettled(this.#deliveries)
    this.#parts.email.close()
  }

  /** Everything that is due now was tried once. */
  async settled(): Promise<void> {
    await this.#round
    await Promise.allSettled(this.#deliveries)
  }

  async #sendDue(): Promise<void> {
    if (this.#isClosed) return
    const { database, log } = this.#parts
    try {
      const nowMs = this.#nowMs()
      for (const channel of ['webhook', 'email'] as const) {
        const busy = this.#busy[channel]
        const free = atOnce - busy.size
        if (free <= 0) continue
        for (const due of await dueNotifications(database, nowMs, channel, [...busy], free)) {
          this.#begin(due)
        }
      }
      if (nowMs - this.#cleanedAtMs > dayMs) await removeOldNotifications(database, nowMs - keptMs)
      if (nowMs - this.#cleanedAtMs > dayMs) this.#cleanedAtMs = nowMs
      this.#wakeAt(await nextDueMs(database, nowMs))
    } catch (error) {
      log.error('notifications could not be read', { reason: reasonOf(error) })
      this.#wakeAt(this.#nowMs() + storageRetryMs)
    }
  }

  #begin(notification: Notification): void {
    const busy = this.#busy[notification.channel]
    busy.add(notification.receiver)
    const delivery = this.#deliver(notification).finally(() => {
      busy.delete(notification.receiver)
      this.#deliveries.delete(delivery)
      this.wake()
    })
    this.#deliveries.add(delivery)
  }

  async #deliver(notification: Notification): Promise<void> {
    const { database, log } = this.#parts
    const { id, channel, attempts } = notification
    try {
      const failure = await this.#send(notification).then(
        () => '',
        (error: unknown) => reasonOf(error).slice(0, 500),
      )
      const nowMs = this.#nowMs()
      if (failure === '') return await noteDelivered(database, notification, nowMs)
      const delayMs = retryDelaysMs[attempts]
      await noteFailed(database, notification, failure, nowMs, delayMs && nowMs + delayMs)
      if (delayMs !== undefined) return
      this.#failed[channel]++
      log.warn('a notification could not be delivered', { id, channel, reason: failure })
    } catch (error) {
      log.error('how a notification went could not be kept', { id, reason: reasonOf(error) })
      await new Promise((resolve) => setTimeout(resolve, storageRetryMs).unref())
    }
  }

  async #send({ id, channel, receiver, signing, subject, body }: Notification): Promise<void> {
    const { email, webhook, serverKey } = this.#parts
    if (channel === 'email') return await email.send({ id, to: receiver, subject, text: body })
    const signature =
      signing === '' ? '' : signatureOf(signingSecret(serverKey, signing), body, this.#nowMs())
    await sendWebhook(webhook, { url: receiver, id, body, signature })
  }

  #wakeAt(dueMs: number | undefined): void {
    if (this.#isClosed || dueMs === undefined) return
    const waitMs = Math.min(Math.max(dueMs - this.#nowMs(), shortestWaitMs), longestWaitMs)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), waitMs)
  }
}

export interface NotifierCounts {
  /** Given up since the start, by channel. */
  readonly failed: Readonly<Record<'webhook' | 'email', number>>
  /** undefined: the control store does not answer. */
  readonly waiting: number | undefined
}

export const noNotifications: NotifierCounts = { failed: { webhook: 0, email: 0 }, waiting: 0 }

/** A subject is a header field. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').slice(0, 250)
}

/** Of each channel: a mail server that hangs takes no webhook's turn. */
const atOnce = 4
/** After each attempt that failed; then it is given up, a good half day after the first. */
const retryDelaysMs = [1e3, 5e3, 30e3, 120e3, 600e3, 3_600e3, 10_800e3, 28_800e3]
const dayMs = 86_400_000
const keptMs = 400 * dayMs
/** Clocks and timers do not agree to the millisecond. */
const shortestWaitMs = 200
const longestWaitMs = 60_000
const storageRetryMs = 2_000
