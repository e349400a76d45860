import type { HopVerdict } from '../diagnosis/transcripts/diagnose-text.ts'
import { printableLine } from '../model/printable-text.ts'
import type { CallHop } from './call-chain.ts'
import type { SecretMask } from './call-secrets.ts'

/** A hop as `why` shows it. */
export function hopVerdict(hop: CallHop, mask: SecretMask): HopVerdict {
  return {
    request: requestLine(hop, mask),
    status: hop.answer?.status ?? 0,
    through_gateway: hop.hasBegun ? !isDirect(hop) : null,
    verdict: hop.verdict,
  }
}

export function requestLine({ request }: CallHop, mask: SecretMask): string {
  const { origin, pathname, search } = request.url
  return printableLine(mask.text(`${request.method} ${origin}${pathname}${search}`)).slice(0, 2_000)
}

/** An answer without a gateway's mark. Where nothing answered, nobody knows what is there. */
export function isDirect({ hasBegun, gateway }: CallHop): boolean {
  return hasBegun && gateway === undefined
}
