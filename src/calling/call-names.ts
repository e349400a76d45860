import { isIP } from 'node:net'
import { NameResolver, type Resolved } from '../network/resolver.ts'

/** Addresses for the names of one call: those that `--resolve` fixed, else as this machine finds them
 *  (hosts file, search list, name servers). */
export class CallNames {
  readonly #fixed: readonly FixedAddress[]
  readonly #resolver: NameResolver

  /** `servers`: asked instead of those of resolv.conf, if there are any. */
  constructor(fixed: readonly FixedAddress[], servers: readonly string[]) {
    this.#fixed = fixed
    this.#resolver = new NameResolver(servers.length === 0 ? {} : { servers: [...servers] })
  }

  async find(host: string, port: number, limitMs: number): Promise<Resolved> {
    const fixed = this.#fixed.find((one) => one.host === host && one.port === port)
    if (fixed === undefined) return await this.#resolver.resolve(host, limitMs)
    const notes = 'address given with --resolve'
    return { ok: true, addresses: fixed.addresses, fromCache: false, ageMs: 0, notes }
  }

  close(): void {
    this.#resolver.close()
  }
}

export interface FixedAddress {
  readonly host: string
  readonly port: number
  readonly addresses: (Resolved & { ok: true })['addresses']
}

/** `HOST:PORT:ADDRESS[,ADDRESS]` as curl takes it, undefined where it is something else. */
export function readFixedAddress(text: string): FixedAddress | undefined {
  const [, host = '', port = '', list = ''] = /^(\[[^\]]+\]|[^:]+):(\d{1,5}):(.+)$/.exec(text) ?? []
  const addresses = list.split(',').flatMap((each) => {
    const address = each.replace(/^\[(.*)\]$/, '$1')
    const family = isIP(address)
    return family === 0 ? [] : [{ address, family: family === 4 ? 4 : 6 } as const]
  })
  const isWhole = host !== '' && addresses.length === list.split(',').length
  if (!isWhole || Number(port) < 1 || Number(port) > 65_535) return undefined
  return { host: host.toLowerCase().replace(/^\[(.*)\]$/, '$1'), port: Number(port), addresses }
}
