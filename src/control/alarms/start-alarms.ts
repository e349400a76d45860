import type { ContactBook } from '../../diagnosis/contacts.ts'
import { reasonOf } from '../../model/reason.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import type { NameResolver } from '../../network/resolver.ts'
import type { Settings } from '../../settings.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import type { AlarmEvent } from '../events/event-bus.ts'
import { Notifier } from '../notify/notifier.ts'
import { refusedAddresses } from '../notify/refused-addresses.ts'
import { emailSender } from '../notify/send-email.ts'
import type { ProcessLog } from '../process-log.ts'
import type { AlarmParts } from '../routes/alarm-rule-routes.ts'
import { addressesFrom } from './alarm-receivers.ts'
import { AlarmWatch } from './alarm-watch.ts'

export interface AlarmSetup {
  readonly settings: Settings
  readonly database: ControlDatabase
  readonly flowLog: FlowLog
  readonly contacts: ContactBook
  readonly resolver: NameResolver
  readonly notificationKey: string
  readonly hasGateway: (name: string) => boolean
  /** As people reach it. */
  readonly consoleUrl: () => string
  readonly log: ProcessLog
  readonly onAlarm: (event: AlarmEvent) => void
}

/** The watch over alarm rules, and what tells people. Neither does anything before it is started. */
export function alarmsOf(setup: AlarmSetup): AlarmParts {
  const { settings, database, resolver, notificationKey, log } = setup
  const notifier = new Notifier({
    database,
    email: emailSender(settings.smtpUrl, settings.smtpFrom),
    webhook: { resolver, isRefused: refusedAddresses(settings.webhookRefuse) },
    serverKey: notificationKey,
    log,
  })
  const { flowLog, contacts, consoleUrl, hasGateway, onAlarm } = setup
  const addressesOf = addressesFrom(database)
  const watch = new AlarmWatch({
    database,
    flowLog,
    contacts,
    addressesOf,
    notifier,
    consoleUrl,
    hasGateway,
    log,
    roundMs: settings.alarmSeconds * 1_000,
    onAlarm,
  })
  return { database, watch, notifier, serverKey: notificationKey, hasGateway }
}

/** Tells people by name what is no alarm: who has no address is not told. */
export function tellPeople({ database, notifier }: AlarmParts, log: ProcessLog): TellPeople {
  return ({ subject, text, to }) => {
    const tell = async (): Promise<void> => {
      const addresses = [...(await addressesFrom(database)(to)).values()].flat()
      if (addresses.length > 0)
        await notifier.notify({ subject, text, to: [...new Set(addresses)] })
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
