import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** The secrets that we hand out, all of one shape: a prefix that says what it is, an id by which it is
 *  found, 256 random bits, and a checksum that tells one that was cut or mistyped without asking the
 *  database. Programs that look for leaked secrets know them by that shape. What is kept is a hash:
 *  plain SHA-256, because nobody can try 2^256 of them. */
export type SecretKind = keyof typeof prefixes

const prefixes = { token: 'flt', session: 'fls', link: 'fll', share: 'flr', app: 'fla' } as const

export interface NewSecret {
  readonly id: string
  /** Given out once. */
  readonly text: string
  /** Kept. */
  readonly hash: string
}

export function newSecret(kind: SecretKind): NewSecret {
  const id = base62(randomBytes(8), idLength)
  const body = `${prefixes[kind]}_${id}${base62(randomBytes(32), secretLength)}`
  const text = body + checksumOf(body)
  return { id, text, hash: hashOf(text) }
}

/** Where a secret of this kind would be found; undefined where the text is none. */
export function idIn(kind: SecretKind, text: string): string | undefined {
  const found = shape.exec(text)
  if (found === null || found[1] !== prefixes[kind]) return undefined
  return checksumOf(text.slice(0, -checksumLength)) === found[4] ? found[2] : undefined
}

/** As lists show it: enough to tell which one it is. */
export function shownBeginning(kind: SecretKind, id: string): string {
  return `${prefixes[kind]}_${id}`
}

export function isSecretOf(text: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(text), 'hex'), Buffer.from(hash, 'hex'))
}

/** Hashes have one length, so neither length nor content shows in the time taken. */
export function equalInConstantTime(one: string, other: string): boolean {
  return isSecretOf(one, hashOf(other))
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const idLength = 11
const secretLength = 43
const checksumLength = 6
const shape = new RegExp(
  `^(fl[a-z])_([0-9A-Za-z]{${idLength}})([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`,
)

function checksumOf(text: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return base62(bytes, checksumLength)
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Letters and digits only, so that a double click marks all of it. */
function base62(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  while (text.length < length) {
    text = (digits[Number(rest % 62n)] ?? '') + text
    rest /= 62n
  }
  return text
}
