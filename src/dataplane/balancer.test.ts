import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultTimeoutsMs, type BackendHost, type StageBackend } from '../model/release.ts'
import { Balancer, type Endpoint } from './balancer.ts'

function host(name: string, weight = 1, changes: Partial<BackendHost> = {}): BackendHost {
  return {
    scheme: 'http',
    host: name,
    port: 80,
    pathPrefix: '',
    weight,
    hostHeader: name,
    tls: { serverName: '', ca: '', verify: true },
    ...changes,
  }
}

function backend(hosts: readonly BackendHost[], changes: Partial<StageBackend> = {}): StageBackend {
  return {
    name: 'default',
    owners: [],
    hosts,
    balance: 'round-robin',
    hashOn: 'client_ip',
    timeoutMs: defaultTimeoutsMs,
    retries: 1,
    eject: { failures: 2, seconds: 10 },
    ...changes,
  }
}

function picks(balancer: Balancer, count: number, nowMs = 0): string {
  return Array.from({ length: count }, () => balancer.pick(nowMs, '', [])?.host.host).join(' ')
}

function endpointOf(balancer: Balancer, name: string): Endpoint {
  const endpoint = balancer.endpoints.find((each) => each.host.host === name)
  assert.ok(endpoint)
  return endpoint
}

function eject(endpoint: Endpoint, nowMs = 0): void {
  endpoint.failed(nowMs)
  endpoint.failed(nowMs)
}

test('round-robin spreads weights 5, 1, 1 as smoothly as nginx does', () => {
  const balancer = new Balancer(backend([host('a', 5), host('b'), host('c')]))

  assert.equal(picks(balancer, 14), 'a a b a c a a a a b a c a a')
})

test('weight 0 gets no request, not even as the last resort', () => {
  for (const balance of ['round-robin', 'least-connections', 'hash'] as const) {
    const balancer = new Balancer(backend([host('a', 0), host('b')], { balance }))

    assert.equal(picks(balancer, 3), 'b b b')
    eject(endpointOf(balancer, 'b'))
    assert.equal(picks(balancer, 3), 'b b b')
    assert.equal(new Balancer(backend([host('a', 0)], { balance })).pick(0, '', []), undefined)
    assert.equal(new Balancer(backend([], { balance })).pick(0, '', []), undefined)
  }
})

test('least-connections takes the least loaded by weight, and ties in turn', () => {
  const balancer = new Balancer(
    backend([host('a', 7), host('b', 49)], { balance: 'least-connections' }),
  )
  const [a, b] = [endpointOf(balancer, 'a'), endpointOf(balancer, 'b')]

  for (let request = 0; request < 56; request++) {
    const picked = balancer.pick(0, '', [])
    assert.ok(picked)
    picked.active++
  }
  assert.deepEqual([a.active, b.active], [7, 49])

  a.active = 0
  assert.equal(picks(balancer, 2), 'a a')

  const even = new Balancer(backend([host('a'), host('b')], { balance: 'least-connections' }))
  assert.equal(picks(even, 4), 'a b a b')
})

test('hash keeps a key on its endpoint, follows the weights and moves only what it must', () => {
  const keys = Array.from({ length: 8_000 }, (_, index) => `10.0.${index >> 8}.${index & 255}`)
  const hosts = [host('a'), host('b'), host('c', 2)]
  const before = new Balancer(backend(hosts, { balance: 'hash' }))
  const after = new Balancer(backend([host('new'), ...hosts], { balance: 'hash' }))
  const count: Record<string, number> = {}
  let moved = 0

  for (const key of keys) {
    const first = before.pick(0, key, [])?.host.host ?? ''
    const second = after.pick(0, key, [])?.host.host ?? ''
    assert.equal(before.pick(0, key, [])?.host.host, first)
    count[first] = (count[first] ?? 0) + 1
    if (first !== second) {
      assert.equal(second, 'new')
      moved++
    }
  }

  for (const [name, share] of [
    ['a', 0.25],
    ['b', 0.25],
    ['c', 0.5],
  ] as const) {
    assert.ok(Math.abs((count[name] ?? 0) / keys.length - share) < 0.03, JSON.stringify(count))
  }
  assert.ok(Math.abs(moved / keys.length - 0.2) < 0.03, `${moved} moved`)
})

test('the keys of an ejected endpoint go to others, and those of the others stay', () => {
  const balancer = new Balancer(backend([host('a'), host('b'), host('c')], { balance: 'hash' }))
  const keys = Array.from({ length: 300 }, (_, index) => `key ${index}`)
  const before = keys.map((key) => balancer.pick(0, key, [])?.host.host)

  eject(endpointOf(balancer, 'a'))
  const after = keys.map((key) => balancer.pick(0, key, [])?.host.host)

  assert.ok(!after.includes('a'))
  assert.ok(before.every((name, index) => name === 'a' || name === after[index]))
})

test('failures in a row eject an endpoint; a success in between does not', () => {
  const balancer = new Balancer(backend([host('a'), host('b')]))
  const a = endpointOf(balancer, 'a')

  a.failed(0)
  a.succeeded()
  a.failed(0)
  assert.equal(picks(balancer, 2), 'a b')
  a.failed(0)
  assert.equal(picks(balancer, 3), 'b b b')
  assert.equal(a.ejectedUntilMs, 10_000)
})

test('after its ejection one request tries an endpoint, and decides', () => {
  const balancer = new Balancer(backend([host('a'), host('b')]))
  const a = endpointOf(balancer, 'a')
  eject(a)

  assert.equal(picks(balancer, 4, 10_000), 'a b b b')
  a.failed(10_500)
  assert.equal(picks(balancer, 2, 20_000), 'b b')
  assert.match(picks(balancer, 3, 20_500), /^(a b b|b a b)$/)
  a.succeeded()
  assert.match(picks(balancer, 4, 20_501), /a.*a/)
})

test('a trial whose end nobody told does not keep an endpoint out for ever', () => {
  const balancer = new Balancer(backend([host('a'), host('b')]))
  eject(endpointOf(balancer, 'a'))

  assert.match(picks(balancer, 3, 10_000), /a/)
  assert.match(picks(balancer, 3, 20_000), /a/)
})

test('eject failures 0 never ejects', () => {
  const balancer = new Balancer(
    backend([host('a'), host('b')], { eject: { failures: 0, seconds: 10 } }),
  )
  eject(endpointOf(balancer, 'a'))

  assert.equal(picks(balancer, 2), 'a b')
})

test('a retry goes to another endpoint while one is in service, then to whatever is left', () => {
  for (const balance of ['round-robin', 'least-connections', 'hash'] as const) {
    const balancer = new Balancer(backend([host('a'), host('b')], { balance }))
    const [a, b] = [endpointOf(balancer, 'a'), endpointOf(balancer, 'b')]

    for (let turn = 0; turn < 4; turn++) assert.equal(balancer.pick(0, `${turn}`, [a]), b)
    assert.ok(balancer.pick(0, '', [a, b]))
    eject(b)
    assert.equal(balancer.pick(0, '', [a]), a) // b is known to be bad, a failed once
    eject(a)
    assert.equal(balancer.pick(0, '', [a]), b)
    assert.ok(balancer.pick(0, '', [a, b]))
    assert.ok(balancer.pick(0, '', []))
  }
})

test('a release keeps what is known of an address, and forgets it when its TLS settings change', () => {
  const before = new Balancer(backend([host('a'), host('b')]))
  const a = endpointOf(before, 'a')
  const pool = {}
  a.pool = pool
  a.active = 3
  eject(a)

  const secure = { tls: { serverName: '', ca: '', verify: false } }
  const hosts = [host('a', 4, { pathPrefix: '/v2' }), host('a', 1, secure), host('c')]
  const after = new Balancer(backend(hosts), before)
  const [same, otherTls] = after.endpoints
  assert.ok(same && otherTls)
  assert.equal(same.pool, pool)
  assert.equal(same.ejectedUntilMs, 10_000)
  assert.equal(same.host.pathPrefix, '/v2')
  a.active-- // a request of the old release ends
  assert.equal(same.active, 2)
  assert.deepEqual([otherTls.pool, otherTls.active, otherTls.ejectedUntilMs], [undefined, 0, 0])
})

test('labels put brackets around IPv6 addresses', () => {
  const balancer = new Balancer(backend([host('::1'), host('a.test')]))

  assert.deepEqual(
    balancer.endpoints.map((each) => each.label),
    ['[::1]:80', 'a.test:80'],
  )
})
