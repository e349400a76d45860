import type { Built } from './built-definition.ts'
import { type Import, keepOthers } from './known-keys.ts'
import type { Value } from './blueking-value.ts'

/** Where a backend answers in a stage: hosts with weights, timeouts, balancing. */

/** What the old system's data plane waits where nothing is said. */
export const usualSeconds = 60
/** Connecting takes milliseconds or fails: a wait for an answer says nothing about it. */
const connectMs = 3_000
const connectAttemptMs = 10_000

/** The old system waits that long for connecting, sending and receiving each. */
export function timeoutsOf(seconds: number): Record<string, number> {
  const limitMs = Math.max(1, Math.round(seconds * 1_000))
  return {
    connect: Math.min(limitMs, connectMs),
    connectAttempt: Math.min(limitMs, connectAttemptMs),
    send: limitMs,
    firstByte: limitMs,
    idle: limitMs,
  }
}

/** Seconds, or seconds of `connect`, `read` and `send`, as definitions of its first years have it. */
export function secondsOf(timeout: Value | undefined): number | undefined {
  if (timeout === undefined) return undefined
  if (typeof timeout.raw !== 'object') return timeout.number()
  const seconds = timeout.members().map(([, member]) => member.number() ?? 0)
  return Math.max(0, ...seconds)
}

/** `config` of a backend, `proxy_http` of a stage. */
export function backendOf(config: Value, upstreams: Value, work: Import): Built {
  const { builder } = work
  const backend = builder.mapping()
  addHosts(upstreams, backend, work)
  const timeout = config.member('timeout')
  const seconds = secondsOf(timeout)
  const isSaid = timeout !== undefined && seconds !== undefined && seconds > 0
  builder.say(backend, 'timeoutMs', timeoutsOf(isSaid ? seconds : usualSeconds), timeout ?? config)
  return backend
}

/** `hosts` with `loadbalance`. */
export function addHosts(upstreams: Value, backend: Built, work: Import): void {
  const { builder } = work
  const hosts = upstreams.member('hosts')
  if (hosts !== undefined) {
    const parts = hosts.items().map((entry) => [hostOf(entry, work), entry] as const)
    builder.list(backend, 'hosts', parts, hosts)
  }
  addBalance(upstreams, backend, work)
}

function hostOf(entry: Value, work: Import): Built {
  const host = work.builder.mapping()
  work.builder.copy(host, 'url', entry.member('host'))
  work.builder.copyNumber(host, 'weight', entry.member('weight'))
  keepOthers(entry, { host: 'taken', weight: 'taken' }, host, work)
  return host
}

function addBalance(upstreams: Value, backend: Built, { builder, notes }: Import): void {
  const loadbalance = upstreams.member('loadbalance')
  const name = loadbalance?.text()
  for (const key of name === 'chash' ? [] : ['hash_on', 'key']) {
    const unused = upstreams.member(key)
    if (unused === undefined || unused.isEmpty) continue
    notes.add(unused, `${key} has no effect without loadbalance: chash`)
    builder.keep(backend, key, unused)
  }
  if (loadbalance === undefined || name === undefined) return
  if (name === 'roundrobin' || name === 'weighted-roundrobin') return
  if (name === 'least_conn' || name === 'ewma') {
    builder.say(backend, 'balance', 'least-connections', loadbalance)
    if (name === 'ewma') notes.add(loadbalance, 'ewma is least-connections here')
    return
  }
  const hashOn = name === 'chash' ? hashOnOf(upstreams) : undefined
  if (hashOn === undefined) {
    const message = `this balancing (${name.slice(0, 40)}) is not known here; round-robin is used`
    notes.add(loadbalance, message)
    builder.keep(backend, 'loadbalance', loadbalance)
    return
  }
  builder.say(backend, 'balance', 'hash', loadbalance)
  builder.say(backend, 'hashOn', hashOn, upstreams.member('key') ?? loadbalance)
}

/** undefined: of something else than the caller's address, a header or a cookie. */
function hashOnOf(upstreams: Value): string | undefined {
  const on = upstreams.member('hash_on')?.text() ?? 'vars'
  const key = (upstreams.member('key')?.text() ?? '$remote_addr').replace(/^\$/, '')
  if (on === 'vars' && key === 'remote_addr') return 'client_ip'
  const header = on === 'header' ? key : undefined
  const fromVars = on === 'vars' ? /^(http|cookie)_(\w+)$/.exec(key) : null
  if (fromVars?.[1] === 'cookie' || on === 'cookie') {
    return `cookie:${fromVars?.[2] ?? key.replace(/^cookie_/, '')}`
  }
  const name = fromVars?.[2] ?? header?.replace(/^http_/, '')
  return name === undefined ? undefined : `header:${name.replaceAll('_', '-')}`
}
