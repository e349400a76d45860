import type { ContactBook } from '../../diagnosis/contacts.ts'
import { reasonOf } from '../../model/reason.ts'
import type { Applier } from '../applier.ts'
import type { AlarmEvent } from '../events/event-bus.ts'
import type { Foundation } from '../foundation.ts'
import { noNotifications, Notifier, type NotifierCounts } from '../notify/notifier.ts'
import { refusedAddresses } from '../notify/refused-addresses.ts'
import { emailSender } from '../notify/send-email.ts'
import type { ProcessLog } from '../../carrier/process-log.ts'
import type { AlarmParts } from '../routes/alarm-rule-routes.ts'
import { addressesFrom } from './alarm-receivers.ts'
import { AlarmWatch } from './alarm-watch.ts'

export type AlarmFoundation = Pick<
  Foundation,
  'settings' | 'store' | 'flowLog' | 'resolver' | 'notificationKey' | 'log'
>

/** The watch over alarm rules, and what tells people. Neither does anything before it is started.
 *  `consoleUrl`: as people reach it. */
export function alarmsOf(
  { settings, store, flowLog, resolver, notificationKey, log }: AlarmFoundation,
  applier: Pick<Applier, 'state'>,
  contacts: ContactBook,
  consoleUrl: () => string,
  onAlarm: (event: AlarmEvent) => void,
): AlarmParts {
  const { database } = store
  const notifier = new Notifier({
    database,
    email: emailSender(settings.smtpUrl, settings.smtpFrom),
    webhook: { resolver, isRefused: refusedAddresses(settings.webhookRefuse) },
    serverKey: notificationKey,
    log,
  })
  const hasGateway = (name: string): boolean =>
    applier.state.gateways.some((gateway) => gateway.name === name)
  const watch = new AlarmWatch({
    database,
    flowLog,
    contacts,
    addressesOf: addressesFrom(database),
    notifier,
    consoleUrl,
    hasGateway,
    log,
    roundMs: settings.alarmSeconds * 1_000,
    onAlarm,
  })
  return { database, watch, notifier, serverKey: notificationKey, hasGateway }
}

export function startAlarms({ notifier, watch }: AlarmParts, cleanUp: AsyncDisposableStack): void {
  notifier.start()
  cleanUp.defer(() => notifier.close())
  watch.start()
  cleanUp.defer(() => watch.close())
}

/** For /metrics, which may be asked before anything is there. */
export async function measuredAlarms(alarms: AlarmParts | undefined): Promise<{
  readonly firing: AlarmWatch['firing']
  readonly notifications: NotifierCounts
}> {
  const notifications = (await alarms?.notifier.counts()) ?? noNotifications
  return { firing: alarms?.watch.firing ?? [], notifications }
}

/** Tells people by name what is no alarm; who has no address is not told. Returns at once. */
export function tellPeople(alarms: () => AlarmParts | undefined, log: ProcessLog): TellPeople {
  return ({ subject, text, to }) => {
    const tell = async (): Promise<void> => {
      const parts = alarms()
      if (parts === undefined) return
      const found = await addressesFrom(parts.database)(to)
      const addresses = [...new Set([...found.values()].flat())]
      if (addresses.length > 0) await parts.notifier.notify({ subject, text, to: addresses })
    }
    void tell().catch((error: unknown) => {
      log.error('people could not be told', { subject, reason: reasonOf(error) })
    })
  }
}

type TellPeople = (message: {
  readonly subject: string
  readonly text: string
  readonly to: readonly string[]
}) => void
