import type { AddressFailure } from '../network/connect.ts'
import type { Resolved } from '../network/resolver.ts'

/** One address of a name, and what came of it. */
export interface AddressSeen {
  /** ip:port, [v6]:port */
  readonly address: string
  readonly outcome: 'used' | 'failed' | 'not_needed'
  /** Error key of a failed one, else ''. */
  readonly reason: string
  readonly errno: string
}

/** All addresses of a name in the order in which they were tried. */
export function addressesSeen(
  resolved: Resolved | undefined,
  attempt: Attempted | undefined,
): readonly AddressSeen[] {
  if (resolved?.ok !== true || attempt === undefined) return []
  const failed = attempt.failedAddresses
  const isConnected = !failed.some(({ address }) => address === attempt.address)
  const tried: AddressSeen[] = failed.map(({ address, key, errno }) => ({
    address,
    outcome: 'failed',
    reason: key,
    errno,
  }))
  if (isConnected && attempt.address !== '')
    tried.push({ address: attempt.address, outcome: 'used', reason: '', errno: '' })
  const port = /:(\d+)$/.exec(tried[0]?.address ?? '')?.[1] ?? ''
  const others = resolved.addresses
    .map(({ address, family }) => (family === 6 ? `[${address}]:${port}` : `${address}:${port}`))
    .filter((address) => !tried.some((one) => one.address === address))
  return [
    ...tried,
    ...others.map((address): AddressSeen => ({
      address,
      outcome: 'not_needed',
      reason: '',
      errno: '',
    })),
  ]
}

interface Attempted {
  /** The one that is used, or that the failure is about. */
  readonly address: string
  readonly failedAddresses: readonly AddressFailure[]
}
