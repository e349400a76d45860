import type { ContactBook } from '../../diagnosis/contacts.ts'
import type { Owner } from '../../model/attribution.ts'
import type { Contact } from '../../model/verdict.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { addressesOfNames } from '../../storage/user-store.ts'
import type { Receiver, RuleInForce } from './alarm-rule.ts'
import type { ToldReceiver } from './alarm-words.ts'
import type { Explanation } from './explain-alarm.ts'

/** E-mail addresses of people and groups, as far as they are known. */
export type AddressesOf = (
  names: readonly string[],
) => Promise<ReadonlyMap<string, readonly string[]>>

export interface FoundReceivers {
  readonly told: readonly ToldReceiver[]
  /** People whose address nobody knows. */
  readonly unreached: readonly string[]
}

/** Who is told of an alarm: each address once, whatever names it. */
export async function receiversOf(
  rule: RuleInForce,
  gateway: string,
  explanation: Pick<Explanation, 'owner' | 'contacts'>,
  contacts: ContactBook,
  addressesOf: AddressesOf,
): Promise<FoundReceivers> {
  const names = rule.receivers.flatMap((receiver) =>
    namesOf(receiver, gateway, explanation, contacts),
  )
  const known = names.length === 0 ? new Map<string, readonly string[]>() : await addressesOf(names)
  const named = names.flatMap((name) => known.get(name) ?? [])
  const emails = rule.receivers.flatMap((one) => (one.kind === 'email' ? [one.address] : []))
  const urls = rule.receivers.flatMap((one) => (one.kind === 'webhook' ? [one.url] : []))
  return {
    told: [
      ...[...new Set(urls)].map((receiver) => {
        return { channel: 'webhook', receiver, signing: rule.signing[receiver] ?? '' } as const
      }),
      ...[...new Set([...emails, ...named])].map((receiver) => {
        return { channel: 'email', receiver, signing: '' } as const
      }),
    ],
    unreached: [...new Set(names.filter((name) => (known.get(name) ?? []).length === 0))],
  }
}

function namesOf(
  { kind }: Receiver,
  gateway: string,
  { owner, contacts: all }: Pick<Explanation, 'owner' | 'contacts'>,
  book: ContactBook,
): readonly string[] {
  if (kind === 'maintainers') return book.maintainersOf(gateway)
  if (kind !== 'owner') return []
  const role = roles[owner]
  const named = all.filter((contact) => contact.role === role).map(({ name }) => name)
  return named.length > 0 ? named : book.maintainersOf(gateway)
}

const roles: Readonly<Record<Owner, Contact['role'] | undefined>> = {
  nobody: undefined,
  caller: 'caller',
  publisher: 'publisher',
  backend: 'backend owner',
  operator: 'operator',
}

/** Users and members of groups of these names; who is named by an address has that. */
export function addressesFrom(database: ControlDatabase): AddressesOf {
  return async (names) => {
    const known = await addressesOfNames(database, names)
    const addresses = (name: string): readonly string[] => {
      const found = known.get(name) ?? []
      return found.length > 0 ? found : addressIn(name)
    }
    return new Map(names.map((name) => [name, addresses(name)]))
  }
}

function addressIn(name: string): readonly string[] {
  return /^[^\s@]+@[^\s@]+$/.test(name) ? [name] : []
}
