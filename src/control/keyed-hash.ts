import { createHmac, randomBytes } from 'node:crypto'

/** What people are told instead of a hash: the same for the same, and of no use to who tries what a hidden value may
 *  be. By a plain hash, whoever may read the rest could. */
let serverKey: string | Uint8Array = randomBytes(32)
const purposeKeys = new Map<string, Uint8Array>()

/** Set once, when the process starts: what was read before a restart is known after it. `key`: of the data folder. */
export function keepHashKey(key: string): void {
  serverKey = key
  purposeKeys.clear()
  shownHashes.clear()
}

/** In hexadecimal. */
export function keyedHash(purpose: string, text: string): string {
  let key = purposeKeys.get(purpose)
  if (key === undefined) {
    key = createHmac('sha256', serverKey).update(purpose).digest()
    purposeKeys.set(purpose, key)
  }
  return createHmac('sha256', key).update(text).digest('hex')
}

const shownHashes = new Map<string, string>()
/** 2 MB. A list of a hundred gateways with twenty stages each takes 0.01 s else. */
const mostShown = 10_000

/** Of a release, which is kept by the SHA-256 of what it holds. '' where there is none. */
export function shownHash(hash: string): string {
  if (hash === '') return ''
  let shown = shownHashes.get(hash)
  if (shown === undefined) {
    shown = keyedHash('release', hash)
    if (shownHashes.size >= mostShown) shownHashes.clear()
    shownHashes.set(hash, shown)
  }
  return shown
}
