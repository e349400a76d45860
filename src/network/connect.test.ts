import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { startDnsServer } from '../../test/dns-server.ts'
import { blackHole, closedPort, connecting, listen, resolverOf } from '../../test/network-peers.ts'
import { connect, type ConnectFailed } from './connect.ts'
import { NameResolver } from './resolver.ts'

function keyOf(failed: ConnectFailed | undefined): string {
  return `${failed?.key} ${failed?.errno}`.trim()
}

test('a connection tells both addresses and the time of each step', async (t) => {
  const port = await listen(t, (socket) => socket.end('hello'))

  const byAddress = await connecting(t, { port })
  const byName = await connecting(t, { port, host: 'localhost' })

  for (const { connected } of [byAddress, byName]) {
    assert.ok(connected)
    assert.equal(connected.address, `127.0.0.1:${port}`)
    assert.equal(connected.localAddress, `127.0.0.1:${connected.socket.localPort}`)
    assert.ok(connected.times.connectMs > 0 && connected.times.connectMs < 1_000)
    assert.equal(connected.times.tlsMs, -1)
    assert.equal(connected.detail, '')
  }
  assert.equal(byAddress.connected?.times.dnsMs, -1)
  assert.ok((byName.connected?.times.dnsMs ?? -1) >= 0)
})

test('bytes land in the shared buffer, a FIN is not a reset, and the other way stays open', async (t) => {
  let told = ''
  const toldAll = Promise.withResolvers<void>()
  const port = await listen(t, (socket) => {
    socket.end('goodbye')
    socket.on('data', (bytes) => (told += String(bytes)))
    socket.on('end', () => toldAll.resolve())
  })

  const { connected, received } = await connecting(t, { port })
  assert.ok(connected)
  await once(connected.socket, 'end')
  connected.socket.end('after your FIN')
  await toldAll.promise

  assert.equal(received(), 'goodbye')
  assert.equal(told, 'after your FIN')
  assert.equal(connected.socket.errored, null)
})

test('reading pauses while the receiver says so', async (t) => {
  const port = await listen(t, (socket) => socket.end(Buffer.alloc(4_000_000, 'x')))
  let isPaused = false
  let calls = 0

  const { connected, received } = await connecting(t, {
    port,
    onBytes() {
      assert.equal(isPaused, false, 'bytes came while paused')
      calls++
      if (calls > 3) return true
      isPaused = true
      setImmediate(() => {
        isPaused = false
        connected?.socket.resume()
      })
      return false
    },
  })
  assert.ok(connected)
  await once(connected.socket, 'end')

  assert.equal(received().length, 4_000_000)
  assert.ok(calls > 3)
})

test('after done an error without a listener does not end the process', async (t) => {
  const port = await listen(t, (socket) => socket.once('data', () => socket.resetAndDestroy()))
  const resolver = new NameResolver()
  const target = {
    scheme: 'http',
    host: '127.0.0.1',
    port,
    tls: { serverName: '', ca: '', verify: true },
  } as const
  const limits = { dns: 1_000, connect: 1_000, connectAttempt: 1_000, tls: 1_000 }
  const receiver = { buffer: Buffer.alloc(1_024), onBytes: () => true }

  const error = await new Promise((resolve) => {
    connect(resolver, target, limits, receiver, (_, connected) => {
      connected?.socket.on('close', () => resolve(connected.socket.errored))
      connected?.socket.write('hello')
    })
  })

  assert.equal(error instanceof Error && 'code' in error && error.code, 'ECONNRESET')
})

test('N01: a closed port is refused', async (t) => {
  const port = await closedPort()

  const { failed } = await connecting(t, { port })

  assert.equal(keyOf(failed), 'backend_refused ECONNREFUSED')
  assert.equal(failed?.address, `127.0.0.1:${port}`)
  assert.deepEqual(failed?.times, { dnsMs: -1, connectMs: -1, tlsMs: -1 })
})

test('N02: a host that never answers is a time-out after the limit of an address', async (t) => {
  const port = await blackHole(t)
  const startMs = performance.now()

  const { failed } = await connecting(t, { port, limits: { connect: 200 } })

  assert.equal(keyOf(failed), 'backend_connect_timeout')
  assert.equal(failed?.detail, 'no answer within 200 ms')
  assert.ok(performance.now() - startMs >= 199)
})

test('the limit of the whole attempt ends all addresses at once', async (t) => {
  const port = await blackHole(t)
  const resolver = resolverOf(t, '127.0.0.1', '127.0.0.1')

  const { failed } = await connecting(t, {
    port,
    host: 'backend.test',
    resolver,
    limits: { connectAttempt: 150 },
  })

  assert.equal(keyOf(failed), 'backend_connect_timeout')
  assert.equal(failed?.detail, 'no answer within 150 ms')
})

test('N03: an address without a route is unreachable', async (t) => {
  const { failed } = await connecting(t, { host: '255.255.255.255', port: 9 })

  assert.ok(['ENETUNREACH', 'EACCES'].includes(failed?.errno ?? ''), failed?.errno)
  assert.equal(failed?.key, 'backend_unreachable')
})

test('N08: where one address fails the next is used at once, and the failure is kept', async (t) => {
  const port = await listen(t, () => {}, '127.0.0.2')
  const startMs = performance.now()

  const { connected } = await connecting(t, {
    port,
    host: 'backend.test',
    resolver: resolverOf(t, '127.0.0.1', '127.0.0.2'),
  })

  assert.equal(connected?.address, `127.0.0.2:${port}`)
  assert.equal(connected?.detail, `127.0.0.1:${port} backend_refused (ECONNREFUSED)`)
  assert.ok(performance.now() - startMs < 200)
})

test('the next address is tried after 250 ms of silence, long before the limit of the first', async (t) => {
  const port = await blackHole(t)
  const startMs = performance.now()

  const { failed } = await connecting(t, {
    port, // silent on 127.0.0.1, closed on 127.0.0.2
    host: 'backend.test',
    resolver: resolverOf(t, '127.0.0.1', '127.0.0.2'),
    limits: { connect: 600 },
  })

  const elapsedMs = performance.now() - startMs
  assert.equal(keyOf(failed), 'backend_refused ECONNREFUSED') // says more than silence
  assert.equal(failed?.address, `127.0.0.2:${port}`)
  assert.ok(failed?.detail.includes(`127.0.0.1:${port} backend_connect_timeout`), failed?.detail)
  assert.ok(elapsedMs >= 599 && elapsedMs < 1_500, `${elapsedMs} ms`)
})

test('a silent address costs 250 ms where another one answers', async (t) => {
  const hole = await blackHole(t)
  await listen(t, () => {}, '127.0.0.2', hole)
  const startMs = performance.now()

  const { connected } = await connecting(t, {
    port: hole,
    host: 'backend.test',
    resolver: resolverOf(t, '127.0.0.1', '127.0.0.2'),
  })

  const elapsedMs = performance.now() - startMs
  assert.equal(connected?.address, `127.0.0.2:${hole}`)
  assert.ok(elapsedMs >= 249 && elapsedMs < 1_000, `${elapsedMs} ms`)
})

test('D01 to D06: a name that does not resolve passes its key and rcode', async (t) => {
  const dns = await startDnsServer()
  const resolver = new NameResolver({ servers: [dns.address], hostsFile: '/dev/null' })
  t.after(async () => {
    resolver.close()
    await dns.close()
  })
  for (const type of ['A', 'AAAA'] as const) dns.reply('bad.test', type, { rcode: 'SERVFAIL' })
  for (const type of ['A', 'AAAA'] as const) dns.reply('mute.test', type, 'silence')

  const bad = await connecting(t, { resolver, host: 'bad.test.', port: 80 })
  const again = await connecting(t, { resolver, host: 'bad.test.', port: 80 }) // from memory
  const mute = await connecting(t, { resolver, host: 'mute.test.', port: 80, limits: { dns: 80 } })

  for (const { failed } of [bad, again]) {
    assert.equal(failed?.key, 'dns_failed')
    assert.deepEqual(failed?.facts, { rcode: 'SERVFAIL' })
    assert.ok((failed?.times.dnsMs ?? -1) >= 0)
    assert.equal(failed?.address, '')
  }
  assert.equal(mute.failed?.key, 'dns_timeout')
  assert.equal(mute.failed?.detail, 'no answer within 80 ms')
})

test('D08: a failure at an address from memory says how old the address is', async (t) => {
  const dns = await startDnsServer()
  let nowMs = 0
  const resolver = new NameResolver({ servers: [dns.address], nowMs: () => nowMs })
  t.after(async () => {
    resolver.close()
    await dns.close()
  })
  dns.reply('moved.test', 'A', { addresses: ['127.0.0.1'] })
  const port = await closedPort()

  await resolver.resolve('moved.test.', 1_000)
  nowMs = 12_000
  const { failed } = await connecting(t, { resolver, host: 'moved.test.', port })

  assert.equal(keyOf(failed), 'backend_refused ECONNREFUSED')
  assert.equal(failed?.detail, 'ECONNREFUSED; address from memory, 12000 ms old')
})

test('after cancel done is not called, whatever time passes', async (t) => {
  const port = await blackHole(t)
  const target = {
    scheme: 'http',
    host: '127.0.0.1',
    port,
    tls: { serverName: '', ca: '', verify: true },
  } as const
  const limits = { dns: 50, connect: 50, connectAttempt: 50, tls: 50 }
  const receiver = { buffer: Buffer.alloc(1_024), onBytes: () => true }
  let calls = 0

  t.mock.timers.enable({ apis: ['setTimeout'] })
  const open = connect(new NameResolver(), target, limits, receiver, () => calls++)
  t.mock.timers.tick(49)
  open.cancel()
  open.cancel()
  t.mock.timers.tick(1_000)

  assert.equal(calls, 0)
})

test('a process without free file descriptors says that the gateway is out of sockets', async (t) => {
  const port = await listen(t, () => {})
  const script = `
    import { openSync } from 'node:fs'
    import { connect } from ${JSON.stringify(new URL('connect.ts', import.meta.url))}
    import { NameResolver } from ${JSON.stringify(new URL('resolver.ts', import.meta.url))}
    const resolver = new NameResolver()
    resolver.cached('backend.test') // reads the hosts file while it still can
    const target = { scheme: 'http', host: '127.0.0.1', port: ${port}, tls: { serverName: '', ca: '', verify: true } }
    const limits = { dns: 1000, connect: 1000, connectAttempt: 1000, tls: 1000 }
    for (let turn = 0; turn < 20; turn++) { // what was still being closed is taken as well
      try { for (;;) openSync('/dev/null') } catch {}
      await new Promise((resolve) => setImmediate(resolve))
    }
    connect(resolver, target, limits, { buffer: Buffer.alloc(1024), onBytes: () => true }, (failed) => {
      process.send([failed?.key, failed?.errno], () => process.exit())
    })`
  const child = spawn(
    'sh',
    ['-c', 'ulimit -n 64 && exec "$0" --input-type=module -e "$1"', process.execPath, script],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  t.after(() => child.kill())

  const [told] = await once(child, 'message')

  assert.deepEqual(told, ['gateway_out_of_sockets', 'EMFILE'])
})
