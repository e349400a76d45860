/** Decisions about credentials, remembered for a while so that a caller is checked once and not on
 *  every request. A key is an own copy of the credentials: hashing them cost more than the rest of a
 *  look-up (docs/decisions/remembered-credentials.md). */
import { hash } from 'node:crypto'

export interface Decision {
  /** Epoch milliseconds after which it must be made again. */
  readonly untilMs: number
}

export class RememberedDecisions<Value extends Decision> {
  readonly #most: number
  readonly #accepted = new Map<string, Entry<Value>>()
  readonly #refused = new Map<string, Entry<Value>>()
  #version = -1

  constructor(most = mostAccepted) {
    this.#most = most
  }

  /** `version` is the directory's: every decision falls when applications or keys change. */
  get(credentials: string, version: number, nowMs: number): Value | undefined {
    if (version !== this.#version) {
      this.#accepted.clear()
      this.#refused.clear()
      this.#version = version
      return undefined
    }
    const key = keyOf(credentials)
    const entry = this.#accepted.get(key)
    if (entry !== undefined && entry.value.untilMs > nowMs) {
      entry.isUsed = true
      return entry.value
    }
    if (this.#refused.size === 0) return undefined
    const refused = this.#refused.get(key)
    return refused !== undefined && refused.value.untilMs > nowMs ? refused.value : undefined
  }

  accept(credentials: string, value: Value): void {
    const key = keyOf(credentials)
    this.#refused.delete(key)
    add(this.#accepted, key, value, this.#most)
  }

  /** Refusals have a table of their own: junk, however much of it, never displaces a caller. */
  refuse(credentials: string, value: Value): void {
    add(this.#refused, keyOf(credentials), value, mostRefused)
  }
}

/** Longest life of a refusal, so that a corrected secret or grant counts at once for people. */
export const refusalLifeMs = 2_000

/** 4,096 callers of one stage; an entry takes about 0.5 KB. */
const mostAccepted = 4_096
const mostRefused = 512

interface Entry<Value> {
  readonly value: Value
  /** Asked for since it was last passed over: a second chance before it is dropped. */
  isUsed: boolean
}

/** Short enough to compare as they are; a header may hold 16 KiB. */
const longestKey = 256

/** What is looked for may be a slice of a whole head. */
function keyOf(credentials: string): string {
  // Nothing that is sent begins like a hash by chance, and the right one takes the credentials to make.
  return credentials.length <= longestKey
    ? credentials
    : `sha256\n${hash('sha256', credentials, 'base64')}`
}

/** Holds no head alive. */
function ownCopy(key: string): string {
  return Buffer.from(key).toString()
}

function add<Value>(
  table: Map<string, Entry<Value>>,
  key: string,
  value: Value,
  most: number,
): void {
  if (!table.has(key) && table.size >= most) dropOne(table)
  table.set(ownCopy(key), { value, isUsed: false })
}

/** The oldest entry that is not in use; looks at a few only, so that adding stays cheap. */
function dropOne<Value>(table: Map<string, Entry<Value>>): void {
  let looks = 8
  for (const [key, entry] of table) {
    table.delete(key)
    if (!entry.isUsed || looks === 0) return
    looks -= 1
    entry.isUsed = false
    table.set(key, entry) // to the end of the queue
  }
}
