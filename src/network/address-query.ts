import type { Resolver } from 'node:dns'
import type { NameAddress } from './hosts-file.ts'

/** What the name servers said about the addresses of exactly one name. */
export interface AddressAnswer {
  readonly v4: readonly NameAddress[]
  readonly v6: readonly NameAddress[]
  /** Of the shortest-lived record, 0 where there is none. */
  readonly ttlSeconds: number
  /** c-ares codes; '' where the family has addresses or its answer is still open. */
  readonly v4Failure: string
  readonly v6Failure: string
  /** The other family had not answered when this was given out. */
  readonly open: '' | 'A' | 'AAAA'
}

/** Asks for A and AAAA at once. Where one family has answered with addresses, or A with NXDOMAIN, the
 *  other gets 50 ms more (RFC 8305 section 3): name servers that drop AAAA questions must not cost a
 *  time-out. What comes later is told to `late`. Ends when c-ares gives up at the latest; never
 *  rejects. */
export function queryAddresses(
  channel: Resolver,
  name: string,
  late: (answer: AddressAnswer) => void,
): Promise<AddressAnswer> {
  return new Promise((resolve) => {
    let v4: FamilyAnswer | undefined
    let v6: FamilyAnswer | undefined
    let timer: NodeJS.Timeout | undefined
    let isGivenOut = false
    const giveOut = (): void => {
      if (isGivenOut) late(joined(v4, v6))
      else resolve(joined(v4, v6))
      isGivenOut = true
    }
    const arrived = (): void => {
      const first = v4 ?? v6
      if (v4 !== undefined && v6 !== undefined) {
        clearTimeout(timer)
        giveOut()
      } else if (first !== undefined && (first.failure === '' || v4?.failure === 'ENOTFOUND')) {
        timer = setTimeout(giveOut, otherFamilyMs)
      }
    }
    channel.resolve4(name, { ttl: true }, (error, records) => {
      v4 = familyAnswer(error, records, 4)
      arrived()
    })
    channel.resolve6(name, { ttl: true }, (error, records) => {
      v6 = familyAnswer(error, records, 6)
      arrived()
    })
  })
}

const otherFamilyMs = 50

interface FamilyAnswer {
  readonly addresses: readonly NameAddress[]
  readonly ttlSeconds: number
  readonly failure: string
}

function familyAnswer(
  error: NodeJS.ErrnoException | null,
  records: readonly { address: string; ttl: number }[] | undefined,
  family: 4 | 6,
): FamilyAnswer {
  if (error !== null || records === undefined) {
    return { addresses: [], ttlSeconds: 0, failure: error?.code ?? 'EUNKNOWN' }
  }
  if (records.length === 0) return { addresses: [], ttlSeconds: 0, failure: 'ENODATA' }
  return {
    addresses: records.map(({ address }) => ({ address, family })),
    ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)),
    failure: '',
  }
}

function joined(v4: FamilyAnswer | undefined, v6: FamilyAnswer | undefined): AddressAnswer {
  const withAddresses = [v4, v6].filter((each) => each !== undefined && each.failure === '')
  return {
    v4: v4?.addresses ?? [],
    v6: v6?.addresses ?? [],
    ttlSeconds:
      withAddresses.length === 0
        ? 0
        : Math.min(...withAddresses.map((each) => each?.ttlSeconds ?? 0)),
    v4Failure: v4?.failure ?? '',
    v6Failure: v6?.failure ?? '',
    open: v4 === undefined ? 'A' : v6 === undefined ? 'AAAA' : '',
  }
}
