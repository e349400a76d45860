/** Maps header field names to small integers while a head is walked, without allocating: a slot by
 *  length and first letter, then a case-insensitive comparison by character code. */
export const FieldKind = {
  other: 0,
  host: 1,
  contentLength: 2,
  transferEncoding: 3,
  connection: 4,
  upgrade: 5,
  expect: 6,
  /** Of one connection, not of the message (RFC 9110 section 7.6.1): Keep-Alive, Proxy-Connection,
   *  TE, and every field that Connection names. */
  hop: 7,
  trailer: 8,
} as const

/** `underscores`: `_` counts as `-`, because CGI-style backends read both as the same name. */
export type FieldEntry = number | { readonly kind: number; readonly underscores: true }

/** Kinds 16 to 255 belong to the caller. The names that wire itself acts on are always included. A
 *  name that ends in `-` stands for every longer one that begins so and has no entry of its own. */
export class FieldTable {
  readonly #slots: (Candidate | null)[] = Array.from({ length: (longestName + 1) * 32 }, () => null)
  /** By first letter, so that a field of another letter pays one look into 32 places. */
  readonly #prefixes: (Candidate | null)[] = Array.from({ length: 32 }, () => null)

  constructor(names: Readonly<Record<string, FieldEntry>>) {
    for (const [name, entry] of Object.entries(names)) this.#add(name, entry)
    for (const [name, entry] of Object.entries(wireNames)) this.#add(name, entry)
  }

  /** The kind of the name at `start`, 0 if unknown. The name must be a token (RFC 9110 5.6.2). */
  lookup(codes: Uint8Array, start: number, end: number): number {
    const length = end - start
    const letter = (codes[start] ?? 0) & 31
    let candidate = length > longestName ? null : (this.#slots[(length << 5) | letter] ?? null)
    while (candidate !== null) {
      if (isName(codes, start, candidate)) return candidate.kind
      candidate = candidate.next
    }
    candidate = this.#prefixes[letter] ?? null
    while (candidate !== null) {
      if (length > candidate.codes.length && isName(codes, start, candidate)) return candidate.kind
      candidate = candidate.next
    }
    return 0
  }

  #add(name: string, entry: FieldEntry): void {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > longestName) {
      throw new Error(`not a lower-case field name: ${name}`)
    }
    const letter = name.charCodeAt(0) & 31
    const isPrefix = name.endsWith('-')
    const slots = isPrefix ? this.#prefixes : this.#slots
    const slot = isPrefix ? letter : (name.length << 5) | letter
    slots[slot] = {
      codes: Uint8Array.from(name, (character) => character.charCodeAt(0)),
      kind: typeof entry === 'number' ? entry : entry.kind,
      underscores: typeof entry !== 'number',
      next: slots[slot] ?? null,
    }
  }
}

interface Candidate {
  readonly codes: Uint8Array
  readonly kind: number
  readonly underscores: boolean
  readonly next: Candidate | null
}

const longestName = 63 // characters; no name that a gateway acts on is longer

/** Content_Length and Transfer_Encoding are looked up too, to be refused: a backend that reads them
 *  as framing would see another message than we do. */
const wireNames: Readonly<Record<string, FieldEntry>> = {
  host: FieldKind.host,
  'content-length': { kind: FieldKind.contentLength, underscores: true },
  'transfer-encoding': { kind: FieldKind.transferEncoding, underscores: true },
  connection: FieldKind.connection,
  upgrade: FieldKind.upgrade,
  expect: FieldKind.expect,
  'keep-alive': FieldKind.hop,
  'proxy-connection': FieldKind.hop,
  te: FieldKind.hop,
  trailer: FieldKind.trailer,
}

/** `| 0x20` lowers letters and leaves digits and `-` alone; among token characters nothing else
 *  becomes one of a-z, 0-9 or `-`. */
function isName(head: Uint8Array, start: number, candidate: Candidate): boolean {
  const { codes } = candidate
  for (let index = 0; index < codes.length; index++) {
    const code = head[start + index] ?? 0
    if ((code | 0x20) === codes[index]) continue
    if (candidate.underscores && code === 0x5f && codes[index] === 0x2d) continue
    return false
  }
  return true
}
