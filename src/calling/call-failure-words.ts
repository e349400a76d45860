import type { Finding } from '../diagnosis/finding.ts'
import { nothingSaid, type Bilingual } from '../model/bilingual.ts'
import type { ExchangeFailure, ExchangeSeen } from './exchange-seen.ts'

/** What a failure of this machine's own socket comes to. */
export interface FailureMeaning extends Pick<Finding, 'key' | 'responder' | 'fault' | 'owner'> {
  /** What happened, with the address. */
  readonly says: Bilingual
  readonly steps: readonly Bilingual[]
}

export type Meaning = (
  place: string,
  failure: ExchangeFailure,
  seen: ExchangeSeen,
) => FailureMeaning

export function bodySeen({ answer }: ExchangeSeen): Bilingual {
  if (answer === undefined) return nothingSaid
  const { receivedBytes: received, expectedBytes: expected } = answer
  return expected < 0
    ? [`${received} bytes had come`, `已收到 ${received} 字节`]
    : [`${received} of ${expected} bytes had come`, `已收到 ${received}/${expected} 字节`]
}

export function timeOf({ startedAtMs }: ExchangeSeen): string {
  return new Date(startedAtMs).toISOString()
}

/** `shop.test:8080 (10.0.0.5:8080)`; the address alone where it was called by it. */
export function placeOf({ request, address }: ExchangeSeen): string {
  const { host } = request.url
  return address === '' || address === host ? host : `${host} (${address})`
}
