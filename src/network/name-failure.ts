import type { AddressAnswer } from './address-query.ts'

/** Why a name gave no address. */
export interface NameFailure {
  readonly key: 'dns_not_found' | 'dns_no_address' | 'dns_failed' | 'dns_timeout'
  readonly rcode: string
  readonly detail: string
  /** No name server said anything. */
  readonly isSilence: boolean
}

/** The failure of one name from those of its two families. NXDOMAIN for A speaks for all types
 *  (RFC 8020); for AAAA alone it does not, because broken name servers say it of names that exist.
 *  Else a server that failed outranks one that has nothing: the address may well exist. */
export function failureOf(name: string, answer: AddressAnswer): NameFailure {
  const v4 = kindOf(answer.v4Failure)
  const v6 = kindOf(answer.v6Failure)
  const kind = v4.key !== 'dns_not_found' && rank(v6) > rank(v4) ? v6 : v4
  const detail =
    answer.v6Failure === '' || answer.v4Failure === answer.v6Failure
      ? `${name}: ${v4.words}`
      : `${name}: A ${v4.words}, AAAA ${v6.words}`
  return { key: kind.key, rcode: kind.rcode, detail, isSilence: kind.isSilence }
}

/** Of the names of a search list: again, a failure outranks "exists without address", which outranks
 *  "does not exist". All are kept in the detail. */
export function mostTelling(failures: readonly NameFailure[]): NameFailure {
  const [worst = unknownFailure] = failures.toSorted((one, other) => rank(other) - rank(one))
  return { ...worst, detail: failures.map(({ detail }) => detail).join('; ') }
}

type Kind = Omit<NameFailure, 'detail'> & { readonly words: string }

const kinds: Readonly<Record<string, Kind>> = {
  ENOTFOUND: answered('dns_not_found', 'NXDOMAIN'),
  ENODATA: { ...answered('dns_no_address', 'NOERROR'), words: 'no address' },
  ESERVFAIL: answered('dns_failed', 'SERVFAIL'),
  EREFUSED: answered('dns_failed', 'REFUSED'),
  EFORMERR: answered('dns_failed', 'FORMERR'),
  ENOTIMP: answered('dns_failed', 'NOTIMP'),
  EBADRESP: answered('dns_failed', 'malformed answer'),
  EBADNAME: answered('dns_not_found', 'not a valid name'),
  ETIMEOUT: { key: 'dns_timeout', rcode: '', words: 'no answer', isSilence: true },
  ECONNREFUSED: {
    key: 'dns_failed',
    rcode: 'name server not reachable',
    words: 'name server not reachable',
    isSilence: true,
  },
}

const unknownFailure: NameFailure = {
  key: 'dns_failed',
  rcode: 'unknown',
  detail: '',
  isSilence: false,
}

/** A note on an answer that was usable all the same, '' if nothing is odd about it. That one family
 *  has no record is normal. */
export function oddness(answer: AddressAnswer): string {
  if (answer.open !== '') return `${answer.open}: no answer yet`
  const { v4Failure, v6Failure } = answer
  const notes: string[] = []
  if (v4Failure !== '' && v4Failure !== 'ENODATA') notes.push(`A: ${kindOf(v4Failure).words}`)
  if (v6Failure !== '' && v6Failure !== 'ENODATA') notes.push(`AAAA: ${kindOf(v6Failure).words}`)
  return notes.join(', ')
}

function kindOf(code: string): Kind {
  return kinds[code] ?? answered('dns_failed', code)
}

function answered(key: NameFailure['key'], rcode: string): Kind {
  return { key, rcode, words: rcode, isSilence: false }
}

function rank({ key }: Pick<NameFailure, 'key'>): number {
  switch (key) {
    case 'dns_failed':
      return 3
    case 'dns_timeout':
      return 2
    case 'dns_no_address':
      return 1
    case 'dns_not_found':
      return 0
  }
}
