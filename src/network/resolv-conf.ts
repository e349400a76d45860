import { isIP } from 'node:net'

/** What resolv.conf(5) says about asking for names. c-ares would read the file itself, but only once
 *  and without the search list. */
export interface ResolvConf {
  readonly servers: readonly string[]
  readonly search: readonly string[]
  readonly ndots: number
  readonly timeoutMs: number
  readonly attempts: number
}

/** The C library waits 5 s for each try, which would be our whole limit for a look-up:
 *  one lost datagram and the name is given up. 1.5 s leaves room for two more tries. */
const defaultTimeoutMs = 1_500
const defaultAttempts = 3

/** Limits of the C library (resolv.h). */
const mostServers = 3
const mostNdots = 15
const mostTimeoutSeconds = 30
const mostAttempts = 5

/** `hostName`: where the file names no domain, the rest of the machine's own name is searched. */
export function parseResolvConf(text: string, hostName: string): ResolvConf {
  const servers: string[] = []
  let search = domainOf(hostName)
  const options = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/^[#;].*/, '')
      .trim()
      .split(/\s+/)
    if (keyword === 'nameserver') servers.push(...values.slice(0, 1).filter(isServer))
    else if (keyword === 'domain') search = values.slice(0, 1)
    else if (keyword === 'search') search = values
    else if (keyword === 'options') readOptions(values, options)
  }
  return {
    servers: servers.length === 0 ? ['127.0.0.1'] : servers.slice(0, mostServers),
    search: search.map((domain) => domain.toLowerCase().replace(/\.$/, '')),
    ndots: Math.min(options.get('ndots') ?? 1, mostNdots),
    timeoutMs: timeoutOf(options.get('timeout')),
    attempts: Math.min(Math.max(options.get('attempts') ?? defaultAttempts, 1), mostAttempts),
  }
}

/** The names to ask for, in the order of the C library: a name with enough dots is tried as it is
 *  first, else last; one that ends in a dot is tried only as it is. */
export function searchOrder(name: string, conf: ResolvConf): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const dots = name.split('.').length - 1
  const longer = conf.search.map((domain) => (domain === '' ? name : `${name}.${domain}`))
  const order = dots >= conf.ndots ? [name, ...longer] : [...longer, name]
  return [...new Set(order)]
}

function readOptions(values: readonly string[], options: Map<string, number>): void {
  for (const value of values) {
    const [, option, number] = /^(ndots|timeout|attempts):(\d+)$/.exec(value) ?? []
    if (option !== undefined) options.set(option, Number(number))
  }
}

function timeoutOf(seconds: number | undefined): number {
  if (seconds === undefined) return defaultTimeoutMs
  return Math.min(Math.max(seconds, 1), mostTimeoutSeconds) * 1_000
}

function isServer(text: string): boolean {
  return isIP(text) !== 0
}

function domainOf(hostName: string): string[] {
  const dot = hostName.indexOf('.')
  return dot < 0 || dot === hostName.length - 1 ? [] : [hostName.slice(dot + 1)]
}
