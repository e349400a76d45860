/** How often passwords may be guessed. Nobody is ever locked out: a name that strangers guess at waits
 *  for them only where it comes from an address that it never signed in from, and only seconds. Memory is
 *  bounded, whatever is sent. */
export interface Attempt {
  readonly name: string
  readonly address: string
}

interface Limit {
  /** So many at once ... */
  readonly burst: number
  /** ... and then one in so long. */
  readonly everyMs: number
}

/** Of one address for one name; of one address for all names, which may be an office behind one
 *  address; and for one name, from all addresses that it never signed in from. */
const ofPair: Limit = { burst: 5, everyMs: 60_000 }
const ofAddress: Limit = { burst: 30, everyMs: 10_000 }
const ofName: Limit = { burst: 20, everyMs: 10_000 }

export class AttemptLimits {
  readonly #pairs = new Buckets(ofPair)
  readonly #addresses = new Buckets(ofAddress)
  readonly #names = new Buckets(ofName)
  readonly #known = new Set<string>()

  /** How many milliseconds to wait before the attempt; 0: it may be made, and is counted. */
  begin(attempt: Attempt, isKnown: boolean, nowMs: number = Date.now()): number {
    const name = attempt.name.slice(0, longestKey)
    const address = networkOf(attempt.address)
    const pair = `${address} ${name}`
    const counted: (readonly [Buckets, string])[] = [
      [this.#pairs, pair],
      [this.#addresses, address],
    ]
    if (!isKnown && !this.#known.has(pair)) counted.push([this.#names, name])
    const waitMs = Math.max(...counted.map(([buckets, key]) => buckets.waitMs(key, nowMs)))
    if (waitMs > 0) return waitMs
    for (const [buckets, key] of counted) buckets.take(key, nowMs)
    return 0
  }

  /** It turned out to be no guess. */
  takeBack({ name, address }: Attempt): void {
    const network = networkOf(address)
    this.#pairs.giveBack(`${network} ${name.slice(0, longestKey)}`)
    this.#addresses.giveBack(network)
  }

  /** It was right: it counts no more. */
  succeeded({ name, address }: Attempt): void {
    const network = networkOf(address)
    this.#pairs.forget(`${network} ${name.slice(0, longestKey)}`)
    this.#addresses.giveBack(network)
    this.#names.giveBack(name)
  }

  /** A password was right: this address is one of theirs from now on. Only passwords are guessed by name, so nothing
   *  else takes the room of those who have one. */
  signedIn({ name, address }: Attempt): void {
    const pair = `${networkOf(address)} ${name.slice(0, longestKey)}`
    this.#known.delete(pair)
    this.#known.add(pair)
    for (const oldest of this.#known) {
      if (this.#known.size <= mostKeys) break
      this.#known.delete(oldest)
    }
  }
}

const longestKey = 64
/** About 2 MB each. */
const mostKeys = 10_000

/** Token buckets by key; the one not touched for longest makes room. */
class Buckets {
  readonly #limit: Limit
  /** When each will be full again. */
  readonly #fullAtMs = new Map<string, number>()

  constructor(limit: Limit) {
    this.#limit = limit
  }

  waitMs(key: string, nowMs: number): number {
    const { burst, everyMs } = this.#limit
    const fullInMs = Math.max(0, (this.#fullAtMs.get(key) ?? 0) - nowMs)
    return Math.max(0, fullInMs - (burst - 1) * everyMs)
  }

  take(key: string, nowMs: number): void {
    const fullAtMs = Math.max(this.#fullAtMs.get(key) ?? 0, nowMs) + this.#limit.everyMs
    this.#fullAtMs.delete(key)
    this.#fullAtMs.set(key, fullAtMs)
    for (const oldest of this.#fullAtMs.keys()) {
      if (this.#fullAtMs.size <= mostKeys) break
      this.#fullAtMs.delete(oldest)
    }
  }

  giveBack(key: string): void {
    const fullAtMs = this.#fullAtMs.get(key)
    if (fullAtMs !== undefined) this.#fullAtMs.set(key, fullAtMs - this.#limit.everyMs)
  }

  forget(key: string): void {
    this.#fullAtMs.delete(key)
  }
}

/** Whoever has one address of IPv6 has 2^64 of them. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = Math.max(0, 8 - groups.length - after.length)
  const whole =
    tail === undefined ? groups : [...groups, ...Array<string>(missing).fill('0'), ...after]
  return `${whole.slice(0, 4).join(':')}::/64`
}
