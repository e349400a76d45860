import type { ControlDatabase } from '../../storage/control-database.ts'
import { AttemptLimits } from './attempt-limits.ts'
import { Identities, type KnownBy } from './identify.ts'
import type { ProviderSettings } from './identity-provider.ts'
import { SignInFailures } from './sign-in-failures.ts'

/** What all that people do with their accounts shares. */
export interface People {
  readonly database: ControlDatabase
  readonly identities: Identities
  readonly limits: AttemptLimits
  readonly failures: SignInFailures
  /** Of the console as people reach it: links begin with it. */
  consoleUrl(): string
  /** undefined: people sign in by password only. */
  readonly provider: ProviderSettings | undefined
}

export interface PeopleOptions extends KnownBy {
  consoleUrl(): string
  readonly provider: ProviderSettings | undefined
}

export function peopleOf(options: PeopleOptions): People {
  const { database, provider } = options
  return {
    database,
    provider,
    consoleUrl: () => options.consoleUrl(),
    identities: new Identities(options),
    limits: new AttemptLimits(),
    failures: new SignInFailures(database),
  }
}
