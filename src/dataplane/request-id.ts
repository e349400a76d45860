/** Time-ordered request ids (UUIDv7, RFC 9562 section 5.7) from batches of randomness: one id costs
 *  no call into the crypto library. */
import { randomFillSync } from 'node:crypto'
import { latin1Text, latin1Write } from './latin1-bytes.ts'

const batch = Buffer.allocUnsafeSlow(10 * 1_024) // 10 random bytes an id
let used = batch.length
const text = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1')
const digits = Buffer.from('0123456789abcdef', 'latin1')
const randomPlaces = [
  15, 16, 17, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
] as const
let lastEpochMs = -1

export function newRequestId(epochMs: number): string {
  if (used + 10 > batch.length) {
    randomFillSync(batch)
    used = 0
  }
  if (epochMs !== lastEpochMs) writeTime(epochMs)
  const first = batch[used] ?? 0
  text[19] = digits[8 + (first & 3)] ?? 0 // variant 10xx
  for (let i = 0; i < 18; i++) {
    const byte = batch[used + 1 + (i >> 1)] ?? 0
    text[randomPlaces[i] ?? 0] = digits[(i & 1) === 0 ? byte >> 4 : byte & 15] ?? 0
  }
  used += 10
  return latin1Text(text, 0, 36)
}

function writeTime(epochMs: number): void {
  lastEpochMs = epochMs
  const hex = epochMs.toString(16).padStart(12, '0')
  latin1Write(text, hex.slice(0, 8), 0)
  latin1Write(text, hex.slice(8, 12), 9)
}
