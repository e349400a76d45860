import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { startDnsServer, type DnsServer } from '../../test/dns-server.ts'
import { NameResolver, type Resolved } from './resolver.ts'

interface Setting {
  readonly dns: DnsServer
  readonly resolver: NameResolver
  /** Of the clock that the resolver sees. */
  readonly advance: (ms: number) => void
  readonly write: (file: 'hosts' | 'resolv.conf', text: string) => void
}

async function setting(
  t: TestContext,
  files: { hosts?: string; resolvConf?: string; servers?: string[] } = {},
): Promise<Setting> {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-'))
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text)
  write('hosts', files.hosts ?? '')
  // `search .` keeps the domain of the machine that runs the tests out of them.
  write('resolv.conf', files.resolvConf ?? 'search .\noptions timeout:1 attempts:1\n')
  let nowMs = 0
  const dns = await startDnsServer()
  const resolver = new NameResolver({
    servers: files.servers ?? [dns.address],
    hostsFile: join(folder, 'hosts'),
    resolvConfFile: join(folder, 'resolv.conf'),
    nowMs: () => nowMs,
  })
  t.after(async () => {
    resolver.close()
    await dns.close()
    rmSync(folder, { recursive: true })
  })
  return { dns, resolver, write, advance: (ms) => (nowMs += ms) }
}

function addresses(resolved: Resolved | undefined): string {
  assert.ok(resolved?.ok, JSON.stringify(resolved))
  return resolved.addresses.map(({ address }) => address).join(' ')
}

function failure(resolved: Resolved): string {
  assert.ok(!resolved.ok, JSON.stringify(resolved))
  return `${resolved.key} ${resolved.rcode}`.trim()
}

test('addresses and localhost need no question', async (t) => {
  const { resolver, dns } = await setting(t)

  assert.equal(addresses(resolver.cached('127.0.0.1')), '127.0.0.1')
  assert.equal(addresses(resolver.cached('2001:db8::1')), '2001:db8::1')
  assert.equal(addresses(resolver.cached('localhost')), '127.0.0.1 ::1')
  assert.equal(addresses(resolver.cached('Shop.LocalHost.')), '127.0.0.1 ::1')
  assert.equal(resolver.cached('other.test'), undefined)
  assert.deepEqual(dns.questions, [])
})

test('the hosts file comes first, with all its addresses, and is read again when it changes', async (t) => {
  const { resolver, dns, write, advance } = await setting(t, {
    hosts:
      '# a comment\n192.0.2.1 api api.test # its name\n2001:db8::1 API\n127.0.0.9 localhost\nbad line\n',
  })
  dns.reply('api', 'A', { addresses: ['198.51.100.1'] })

  assert.equal(addresses(await resolver.resolve('api', 1_000)), '192.0.2.1 2001:db8::1')
  assert.equal(addresses(resolver.cached('localhost')), '127.0.0.9')
  write('hosts', '192.0.2.77 api\n')
  assert.equal(addresses(resolver.cached('api')), '192.0.2.1 2001:db8::1')
  advance(5_000)
  assert.equal(addresses(resolver.cached('api')), '192.0.2.77')
  assert.deepEqual(dns.questions, [])
})

test('A and AAAA are asked at once and the families take turns', async (t) => {
  const { resolver, dns } = await setting(t)
  dns.reply('both.test', 'A', { addresses: ['192.0.2.1', '192.0.2.2', '192.0.2.3'] })
  dns.reply('both.test', 'AAAA', { addresses: ['2001:db8::1'] })

  const order = addresses(await resolver.resolve('both.test', 1_000)).split(' ')

  assert.deepEqual(dns.questions.toSorted(), ['A both.test', 'AAAA both.test'])
  assert.equal(order.length, 4)
  assert.ok(order.indexOf('2001:db8::1') < 2, order.join(' '))
})

test('each use of a name starts with another of its addresses', async (t) => {
  const { resolver, dns } = await setting(t)
  dns.reply('many.test', 'A', { addresses: ['192.0.2.1', '192.0.2.2', '192.0.2.3'] })

  await resolver.resolve('many.test', 1_000)

  assert.equal(addresses(resolver.cached('many.test')), '192.0.2.2 192.0.2.3 192.0.2.1')
  assert.equal(addresses(resolver.cached('many.test')), '192.0.2.3 192.0.2.1 192.0.2.2')
})

test('each way a name server fails has its own key and rcode', async (t) => {
  const { resolver, dns } = await setting(t)
  for (const rcode of ['NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP'] as const) {
    for (const type of ['A', 'AAAA'] as const) dns.reply(`${rcode}.test`, type, { rcode })
  }
  for (const type of ['A', 'AAAA'] as const) dns.reply('garbage.test', type, 'garbage')
  dns.reply('empty.test', 'A', { addresses: [] })
  const found: Record<string, string> = {}

  for (const name of ['nxdomain', 'servfail', 'refused', 'formerr', 'notimp', 'garbage', 'empty']) {
    found[name] = failure(await resolver.resolve(`${name}.test`, 5_000))
  }

  assert.deepEqual(found, {
    nxdomain: 'dns_not_found NXDOMAIN',
    servfail: 'dns_failed SERVFAIL',
    refused: 'dns_failed REFUSED',
    formerr: 'dns_failed FORMERR',
    notimp: 'dns_failed NOTIMP',
    garbage: 'dns_failed malformed answer',
    empty: 'dns_no_address NOERROR',
  })
  assert.equal(
    failure(await resolver.resolve('not a name', 5_000)),
    'dns_not_found not a valid name',
  )
})

test('a name server that says nothing is a time-out, ours or its own, whichever is sooner', async (t) => {
  const { resolver, dns } = await setting(t)
  for (const type of ['A', 'AAAA'] as const) dns.reply('silent.test', type, 'silence')
  const startMs = performance.now()

  const [hasty, patient] = await Promise.all([
    resolver.resolve('silent.test', 100),
    resolver.resolve('silent.test', 60_000),
  ])

  assert.equal(failure(hasty), 'dns_timeout')
  assert.ok(!hasty.ok && hasty.detail === 'no answer within 100 ms')
  assert.equal(failure(patient), 'dns_timeout')
  assert.ok(performance.now() - startMs < 5_000)
})

test('a port without a name server is a failure, not a missing name', async (t) => {
  const { resolver, dns } = await setting(t)
  await dns.close()
  t.mock.method(dns, 'close', () => Promise.resolve())

  assert.match(failure(await resolver.resolve('api.test', 5_000)), /^dns_(failed|timeout)/)
})

test('one family that fails, or is never answered, is a note beside the other', async (t) => {
  const { resolver, dns } = await setting(t)
  dns.reply('half.test', 'A', { addresses: ['192.0.2.1'] })
  dns.reply('half.test', 'AAAA', { rcode: 'SERVFAIL' })
  dns.reply('dark.test', 'A', { addresses: ['192.0.2.2'] })
  dns.reply('dark.test', 'AAAA', 'silence')
  dns.reply('six.test', 'A', { rcode: 'SERVFAIL' })
  dns.reply('six.test', 'AAAA', { addresses: ['2001:db8::6'] })

  const half = await resolver.resolve('half.test', 1_000)
  const dark = await resolver.resolve('dark.test', 900)
  const six = await resolver.resolve('six.test', 1_000)

  assert.equal(addresses(half), '192.0.2.1')
  assert.equal(addresses(dark), '192.0.2.2')
  assert.equal(addresses(six), '2001:db8::6')
  assert.deepEqual(
    [half, dark, six].map((each) => each.ok && each.notes),
    ['AAAA: SERVFAIL', 'AAAA: no answer yet', 'A: SERVFAIL'],
  )
})

test('a family that answers late is used from then on', async (t) => {
  const { resolver, dns } = await setting(t)
  dns.reply('late.test', 'A', { addresses: ['192.0.2.1'] })
  dns.reply('late.test', 'AAAA', { addresses: ['2001:db8::1'], delayMs: 150 })

  assert.equal(addresses(await resolver.resolve('late.test', 1_000)), '192.0.2.1')
  for (const giveUpMs = performance.now() + 5_000; performance.now() < giveUpMs;) {
    await new Promise((resolve) => setImmediate(resolve))
    if (addresses(resolver.cached('late.test')).includes('2001:db8::1')) return
  }
  assert.fail('the late answer was lost')
})

test('SERVFAIL for A is not hidden by an empty AAAA, NXDOMAIN for A is not hidden by anything', async (t) => {
  const { resolver, dns } = await setting(t)
  dns.reply('a.test', 'A', { rcode: 'SERVFAIL' })
  dns.reply('a.test', 'AAAA', { addresses: [] })
  dns.reply('b.test', 'A', { rcode: 'NXDOMAIN' })
  dns.reply('b.test', 'AAAA', { rcode: 'SERVFAIL' })
  dns.reply('c.test', 'A', { rcode: 'NXDOMAIN' })
  dns.reply('c.test', 'AAAA', 'silence')

  assert.equal(failure(await resolver.resolve('a.test', 1_000)), 'dns_failed SERVFAIL')
  assert.equal(failure(await resolver.resolve('b.test', 1_000)), 'dns_not_found NXDOMAIN')
  assert.equal(failure(await resolver.resolve('c.test', 900)), 'dns_not_found NXDOMAIN')
})

test('an answer is remembered for its TTL, at least 1 s and at most 300 s', async (t) => {
  const { resolver, dns, advance } = await setting(t)
  dns.reply('short.test', 'A', { addresses: ['192.0.2.1'], ttlSeconds: 0 })
  dns.reply('long.test', 'A', { addresses: ['192.0.2.2'], ttlSeconds: 86_400 })

  await resolver.resolve('short.test', 1_000)
  await resolver.resolve('long.test', 1_000)
  advance(999)
  const remembered = resolver.cached('short.test')
  assert.ok(remembered?.ok && remembered.fromCache)
  assert.equal(remembered.ageMs, 999)
  advance(1)
  assert.equal(resolver.cached('short.test'), undefined)
  advance(298_999)
  assert.equal(addresses(resolver.cached('long.test')), '192.0.2.2')
  advance(1)
  assert.equal(resolver.cached('long.test'), undefined)

  dns.reply('long.test', 'A', { addresses: ['192.0.2.3'] })
  assert.equal(addresses(await resolver.resolve('long.test', 1_000)), '192.0.2.3')
})

test('a failure is remembered for 2 s, and says so', async (t) => {
  const { resolver, dns, advance } = await setting(t)

  await resolver.resolve('new.test', 1_000)
  advance(1_999)
  const remembered = resolver.cached('new.test')
  assert.ok(remembered && !remembered.ok)
  assert.match(remembered.detail, /NXDOMAIN; remembered for 1999 ms$/)
  dns.reply('new.test', 'A', { addresses: ['192.0.2.1'] })
  advance(1)
  assert.equal(addresses(await resolver.resolve('new.test', 1_000)), '192.0.2.1')
})

test('look-ups of one name at the same time share their questions', async (t) => {
  const { resolver, dns } = await setting(t)
  dns.reply('busy.test', 'A', { addresses: ['192.0.2.1'], delayMs: 20 })

  await Promise.all(Array.from({ length: 50 }, () => resolver.resolve('busy.test', 1_000)))

  assert.equal(dns.questions.length, 2)
})

test('short names are searched as the C library does, ndots included', async (t) => {
  const { resolver, dns } = await setting(t, {
    resolvConf:
      'search shop.svc.cluster.local svc.cluster.local\noptions ndots:5 timeout:1 attempts:1\n',
  })
  dns.reply('orders.pay.svc.cluster.local', 'A', { addresses: ['10.96.0.7'] })
  dns.reply('api.example.test', 'A', { addresses: ['192.0.2.1'] })

  assert.equal(addresses(await resolver.resolve('orders.pay', 1_000)), '10.96.0.7')
  assert.equal(addresses(await resolver.resolve('api.example.test', 1_000)), '192.0.2.1')
  assert.equal(addresses(await resolver.resolve('api.example.test.', 1_000)), '192.0.2.1')

  const order = dns.questions.filter((each) => each.startsWith('A ')).map((each) => each.slice(2))
  assert.deepEqual(order, [
    'orders.pay.shop.svc.cluster.local',
    'orders.pay.svc.cluster.local',
    'api.example.test.shop.svc.cluster.local',
    'api.example.test.svc.cluster.local',
    'api.example.test',
    'api.example.test',
  ])
})

test('where no name of the search list exists, a failing server is named before a missing name', async (t) => {
  const { resolver, dns } = await setting(t, {
    resolvConf: 'search corp.test\noptions ndots:2 timeout:1 attempts:1\n',
  })
  for (const type of ['A', 'AAAA'] as const) dns.reply('api.corp.test', type, { rcode: 'SERVFAIL' })

  const resolved = await resolver.resolve('api', 1_000)

  assert.equal(failure(resolved), 'dns_failed SERVFAIL')
  assert.ok(!resolved.ok && resolved.detail === 'api.corp.test: SERVFAIL; api: NXDOMAIN')
})

test('a changed resolv.conf is used from the next look-up on, and empties the memory', async (t) => {
  const { resolver, dns, write, advance } = await setting(t, { resolvConf: 'search one.test\n' })
  dns.reply('api.one.test', 'A', { addresses: ['192.0.2.1'] })
  dns.reply('api.two.test', 'A', { addresses: ['192.0.2.2'] })

  assert.equal(addresses(await resolver.resolve('api', 1_000)), '192.0.2.1')
  write('resolv.conf', 'search two.test\n# a longer file\n')
  advance(5_000)
  assert.equal(resolver.cached('api'), undefined)
  assert.equal(addresses(await resolver.resolve('api', 1_000)), '192.0.2.2')
})

test('a search list is not gone through while the name servers are silent', async (t) => {
  const { resolver, dns } = await setting(t, {
    resolvConf: 'search one.test two.test\noptions timeout:1 attempts:1\n',
  })
  for (const type of ['A', 'AAAA'] as const) dns.reply('api.one.test', type, 'silence')

  const resolved = await resolver.resolve('api', 60_000)

  assert.equal(failure(resolved), 'dns_timeout')
  assert.ok(
    dns.questions.every((each) => each.endsWith(' api.one.test')),
    dns.questions.join(),
  )
})
