import type { ContactBook } from '../../diagnosis/contacts.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import type { NameResolver } from '../../network/resolver.ts'
import type { Settings } from '../../settings.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { Notifier } from '../notify/notifier.ts'
import { refusedAddresses } from '../notify/refused-addresses.ts'
import { emailSender } from '../notify/send-email.ts'
import type { ProcessLog } from '../process-log.ts'
import type { AlarmParts } from '../routes/alarm-rule-routes.ts'
import type { AddressesOf } from './alarm-receivers.ts'
import { AlarmWatch } from './alarm-watch.ts'

export interface AlarmSetup {
  readonly settings: Settings
  readonly database: ControlDatabase
  readonly flowLog: FlowLog
  readonly contacts: ContactBook
  readonly resolver: NameResolver
  readonly notificationKey: string
  readonly addressesOf: AddressesOf
  readonly hasGateway: (name: string) => boolean
  /** As people reach it. */
  readonly consoleUrl: () => string
  readonly log: ProcessLog
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
  const { flowLog, contacts, addressesOf, consoleUrl, hasGateway } = setup
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
  })
  return { database, watch, notifier, serverKey: notificationKey, hasGateway }
}
