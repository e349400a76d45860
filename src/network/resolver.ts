import { Resolver } from 'node:dns'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { queryAddresses, type AddressAnswer } from './address-query.ts'
import { failureOf, mostTelling, oddness, type NameFailure } from './name-failure.ts'
import { parseHostsFile, type HostsTable, type NameAddress } from './hosts-file.ts'
import { parseResolvConf, searchOrder, type ResolvConf } from './resolv-conf.ts'
import { WatchedFile } from './watched-file.ts'

/** Names to addresses for one worker. Asks the name servers itself (c-ares), because the C library's
 *  look-up cannot tell NXDOMAIN, SERVFAIL and silence apart; reads hosts and resolv.conf itself,
 *  because c-ares knows neither hosts nor the search list, on which Compose and Kubernetes names
 *  depend. */
export class NameResolver {
  readonly #nowMs: () => number
  readonly #servers: readonly string[] | undefined
  readonly #hosts: WatchedFile<HostsTable>
  readonly #conf: WatchedFile<ResolvConf>
  readonly #cache = new Map<string, Entry>()
  readonly #open = new Map<string, Promise<Resolved>>()
  #channel: { readonly conf: ResolvConf; readonly resolver: Resolver } | undefined

  constructor(options: ResolverOptions = {}) {
    this.#nowMs = options.nowMs ?? (() => performance.now())
    this.#servers = options.servers
    this.#hosts = new WatchedFile(options.hostsFile ?? '/etc/hosts', parseHostsFile, this.#nowMs)
    this.#conf = new WatchedFile(
      options.resolvConfFile ?? '/etc/resolv.conf',
      (text) => parseResolvConf(text, hostname()),
      this.#nowMs,
    )
  }

  /** The answer where it needs no question: an address, a name of the hosts file, `localhost`, or a
   *  name asked for recently (failures included). */
  cached(host: string): Resolved | undefined {
    const family = isIP(host)
    if (family !== 0) return known([{ address: host, family: family === 4 ? 4 : 6 }])
    const name = host.toLowerCase()
    const withoutDot = name.endsWith('.') ? name.slice(0, -1) : name
    const listed = this.#hosts.current().get(withoutDot)
    if (listed !== undefined) return known(listed)
    if (withoutDot === 'localhost' || withoutDot.endsWith('.localhost')) return known(loopback)
    const entry = this.#cache.get(name)
    if (entry === undefined || this.#isOutdated(entry)) return undefined
    return this.#answerOf(entry, true)
  }

  /** Never rejects; `timeoutMs` bounds all questions, search list included. Look-ups of one name at
   *  the same time share their questions, each with its own limit. */
  resolve(host: string, timeoutMs: number): Promise<Resolved> {
    const answer = this.cached(host)
    if (answer !== undefined) return Promise.resolve(answer)
    const name = host.toLowerCase()
    let open = this.#open.get(name)
    if (open === undefined) {
      open = this.#lookUp(name)
        .catch(brokenLookUp)
        .finally(() => this.#open.delete(name))
      this.#open.set(name, open)
    }
    return withLimit(open, timeoutMs)
  }

  /** Ends open questions; their look-ups fail. */
  close(): void {
    this.#channel?.resolver.cancel()
    this.#channel = undefined
    this.#cache.clear()
  }

  async #lookUp(name: string): Promise<Resolved> {
    const { conf, resolver } = this.#channelNow()
    const failures: NameFailure[] = []
    for (const each of searchOrder(name, conf)) {
      const answer = await queryAddresses(resolver, each, (late) => this.#keep(name, conf, late))
      const entry = this.#keep(name, conf, answer)
      if (entry !== undefined) return this.#answerOf(entry, false)
      const failure = failureOf(each, answer)
      failures.push(failure)
      if (failure.isSilence) break // a further name would only wait for the same servers
    }
    const entry: Entry = {
      conf,
      v4: [],
      v6: [],
      notes: '',
      failure: mostTelling(failures),
      storedAtMs: this.#nowMs(),
      lifeMs: negativeLifeMs,
      turn: 0,
    }
    this.#store(name, entry)
    return this.#answerOf(entry, false)
  }

  /** Remembers an answer that has addresses. */
  #keep(name: string, conf: ResolvConf, answer: AddressAnswer): Entry | undefined {
    if (answer.v4.length + answer.v6.length === 0) return undefined
    const entry: Entry = {
      conf,
      v4: answer.v4,
      v6: answer.v6,
      notes: oddness(answer),
      failure: undefined,
      storedAtMs: this.#nowMs(),
      lifeMs: Math.min(Math.max(answer.ttlSeconds, 1), mostLifeSeconds) * 1_000,
      turn: 0,
    }
    this.#store(name, entry)
    return entry
  }

  #store(name: string, entry: Entry): void {
    this.#cache.delete(name) // so that the oldest entry is always the first
    this.#cache.set(name, entry)
    if (this.#cache.size <= mostNames) return
    for (const oldest of this.#cache.keys()) {
      this.#cache.delete(oldest)
      return
    }
  }

  #isOutdated(entry: Entry): boolean {
    const ageMs = this.#nowMs() - entry.storedAtMs
    return ageMs >= entry.lifeMs || entry.conf !== this.#conf.current()
  }

  #answerOf(entry: Entry, fromCache: boolean): Resolved {
    const ageMs = fromCache ? Math.round(this.#nowMs() - entry.storedAtMs) : 0
    if (entry.failure !== undefined) {
      const { key, rcode, detail } = entry.failure
      const age = fromCache ? `; remembered for ${ageMs} ms` : ''
      return { ok: false, key, rcode, detail: detail + age }
    }
    const addresses = interleaved(entry.v4, entry.v6, entry.turn++)
    return { ok: true, addresses, fromCache, ageMs, notes: entry.notes }
  }

  /** c-ares cannot change its servers while a question is open, so each version of resolv.conf gets a
   *  channel of its own. */
  #channelNow(): { readonly conf: ResolvConf; readonly resolver: Resolver } {
    const conf = this.#conf.current()
    if (this.#channel?.conf === conf) return this.#channel
    const resolver = new Resolver({ timeout: conf.timeoutMs, tries: conf.attempts })
    resolver.setServers(this.#servers ?? conf.servers)
    this.#channel = { conf, resolver }
    return this.#channel
  }
}

export interface ResolverOptions {
  /** address or address:port; default: those of resolv.conf. */
  readonly servers?: string[]
  readonly hostsFile?: string
  readonly resolvConfFile?: string
  readonly nowMs?: () => number
}

export type Resolved =
  | {
      readonly ok: true
      /** In the order to try them. */
      readonly addresses: readonly NameAddress[]
      readonly fromCache: boolean
      readonly ageMs: number
      /** What went wrong on the way to a usable answer, '' if nothing. */
      readonly notes: string
    }
  | {
      readonly ok: false
      readonly key: NameFailure['key']
      /** As in RFC 9209 section 2.3.2 (`NXDOMAIN`); '' where no name server answered. */
      readonly rcode: string
      readonly detail: string
    }

interface Entry {
  /** The configuration it was asked under. */
  readonly conf: ResolvConf
  readonly v4: readonly NameAddress[]
  readonly v6: readonly NameAddress[]
  readonly notes: string
  readonly failure: NameFailure | undefined
  readonly storedAtMs: number
  readonly lifeMs: number
  /** How often it was given out: each time another address of a family comes first. */
  turn: number
}

const mostLifeSeconds = 300
const negativeLifeMs = 2_000
/** Names come from definitions, so this is never reached in practice. */
const mostNames = 10_000

const loopback: readonly NameAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

function known(addresses: readonly NameAddress[]): Resolved {
  return { ok: true, addresses, fromCache: false, ageMs: 0, notes: '' }
}

/** The families in turn (RFC 8305 section 4). IPv6 first where this machine has an IPv6 address that
 *  reaches further than its link. Within a family the first address changes with each use, as name
 *  servers that rotate would have it: the connections of a worker spread over all of them. */
function interleaved(
  v4: readonly NameAddress[],
  v6: readonly NameAddress[],
  turn: number,
): readonly NameAddress[] {
  const isV6First = v6.length > 0 && (v4.length === 0 || hasWideIpv6())
  const [first, second] = isV6First ? [v6, v4] : [v4, v6]
  const order: NameAddress[] = []
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    for (const family of [first, second]) {
      const address = index < family.length ? family[(index + turn) % family.length] : undefined
      if (address !== undefined) order.push(address)
    }
  }
  return order
}

function hasWideIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(
      ({ family, internal, address }) =>
        family === 'IPv6' && !internal && !address.toLowerCase().startsWith('fe80:'),
    ),
  )
}

function brokenLookUp(thrown: unknown): Resolved {
  return { ok: false, key: 'dns_failed', rcode: 'unknown', detail: String(thrown) }
}

function withLimit(open: Promise<Resolved>, timeoutMs: number): Promise<Resolved> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      const detail = `no answer within ${Math.round(timeoutMs)} ms`
      resolve({ ok: false, key: 'dns_timeout', rcode: '', detail })
    }, timeoutMs)
    void open.then((answer) => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}
