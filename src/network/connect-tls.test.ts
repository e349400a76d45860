import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import {
  authority,
  blackHole,
  certificate,
  connecting,
  listen,
  listenTls,
  resolverOf,
  type CertificateName,
} from '../../test/network-peers.ts'

const scheme = 'https'
const trusting = { ca: authority }

test('a verified connection carries bytes both ways and times TLS apart', async (t) => {
  const port = await listenTls(t, certificate('valid'), (socket) => {
    socket.once('data', (bytes) => socket.end(`you said ${String(bytes)}`))
  })

  const { connected, received } = await connecting(t, { scheme, port, tls: trusting })
  assert.ok(connected)
  connected.socket.write('hello')
  await once(connected.socket, 'end')

  assert.equal(received(), 'you said hello')
  const { connectMs, tlsMs } = connected.times
  assert.ok(connectMs > 0 && tlsMs > connectMs)
  assert.equal(connected.address, `127.0.0.1:${port}`)
  assert.equal(connected.localAddress, `127.0.0.1:${connected.socket.localPort}`)
})

test('reading pauses while the receiver says so', async (t) => {
  const port = await listenTls(t, certificate('valid'), (socket) =>
    socket.end(Buffer.alloc(1_000_000, 'x')),
  )
  let isPaused = false

  const { connected, received } = await connecting(t, {
    scheme,
    port,
    tls: trusting,
    onBytes() {
      assert.equal(isPaused, false, 'bytes came while paused')
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

  assert.equal(received().length, 1_000_000)
})

test('the name is sent as SNI, an address is not', async (t) => {
  const port = await listenTls(t, certificate('valid'), (socket) =>
    socket.end(String(socket.servername)),
  )
  const names: string[] = []

  for (const [host, serverName] of [
    ['localhost', ''],
    ['127.0.0.1', 'backend.test'],
    ['127.0.0.1', ''],
  ] as const) {
    const tls = { serverName, ca: authority }
    const { connected, received } = await connecting(t, { scheme, host, port, tls })
    assert.ok(connected)
    await once(connected.socket, 'end')
    names.push(received())
  }

  assert.deepEqual(names, ['localhost', 'backend.test', 'false'])
})

const refusals: readonly (readonly [string, CertificateName, string, RegExp])[] = [
  ['T05', 'expired', 'tls_certificate_expired', /certificate has expired/],
  ['T06', 'wrong-host', 'tls_certificate_wrong_host', /other names/],
  ['T07', 'self-signed', 'tls_certificate_untrusted', /self-signed/],
  ['T08', 'without-chain', 'tls_certificate_untrusted', /issuer unknown/],
  ['not yet', 'not-yet-valid', 'tls_failed', /not valid yet/],
]

for (const [id, name, key, words] of refusals) {
  test(`${id}: a certificate that is ${name} is refused by its own key and shown`, async (t) => {
    let bytesOfRequest = 0
    const port = await listenTls(t, certificate(name), (socket) =>
      socket.on('data', (bytes) => (bytesOfRequest += bytes.length)),
    )

    const { failed } = await connecting(t, { scheme, port, tls: trusting })

    assert.equal(failed?.key, key)
    assert.match(failed?.detail ?? '', words)
    assert.match(
      failed?.certificate ?? '',
      /^subject O=Faultline tests, CN=.*; names .*; valid .*; issuer O=/,
    )
    assert.ok((failed?.times.connectMs ?? -1) > 0)
    assert.equal(failed?.times.tlsMs, -1)
    assert.equal(failed?.address, `127.0.0.1:${port}`)
    assert.ok((failed?.bytesSent ?? 0) > 0 && (failed?.bytesReceived ?? 0) > 0)
    assert.equal(bytesOfRequest, 0)
  })

  test(`${id}: the same certificate is accepted where verify is off`, async (t) => {
    const port = await listenTls(t, certificate(name))

    const { connected } = await connecting(t, { scheme, port, tls: { verify: false } })

    assert.ok(connected)
  })
}

test('an authority of the definition adds to the default ones', async (t) => {
  const defaults = getCACertificates()
  t.after(() => setDefaultCACertificates(defaults))
  setDefaultCACertificates([authority])
  const port = await listenTls(t, certificate('valid'))

  const { connected } = await connecting(t, {
    scheme,
    port,
    tls: { ca: certificate('self-signed').cert },
  })

  assert.ok(connected)
})

test('an authority that only a definition names is not trusted elsewhere', async (t) => {
  const port = await listenTls(t, certificate('valid'))

  const { failed } = await connecting(t, { scheme, port })

  assert.equal(failed?.key, 'tls_certificate_untrusted')
})

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${maxVersion}: a session is used again, but never one that was verified less`, async (t) => {
    const port = await listenTls(t, { ...certificate('wrong-host'), maxVersion }, (socket) =>
      socket.end(String(socket.isSessionReused())),
    )
    const reused: string[] = []

    for (let turn = 0; turn < 2; turn++) {
      const { connected, received } = await connecting(t, {
        scheme,
        port,
        tls: { ...trusting, verify: false },
      })
      assert.ok(connected)
      await once(connected.socket, 'end')
      reused.push(received())
    }
    const { failed } = await connecting(t, { scheme, port, tls: trusting })

    assert.deepEqual(reused, ['false', 'true'])
    assert.equal(failed?.key, 'tls_certificate_wrong_host')
  })
}

test('T01: plain HTTP on a port configured as https is named, with what the peer said', async (t) => {
  const port = await listen(t, (socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'))
  })

  const { failed } = await connecting(t, { scheme, port })

  assert.equal(failed?.key, 'tls_plain_http')
  assert.equal(failed?.firstBytes, 'HTTP/1.1 400 Bad Request\\r\\nContent-Length: 0\\r\\n\\r\\n')
  assert.equal(failed?.bytesReceived, 47)
})

test('another protocol on a port configured as https is not called HTTP', async (t) => {
  const port = await listen(t, (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))

  const { failed } = await connecting(t, { scheme, port })

  assert.equal(failed?.key, 'tls_failed')
  assert.deepEqual(failed?.facts, { reason: 'the peer does not speak tls' })
  assert.equal(failed?.firstBytes, 'SSH-2.0-OpenSSH_9.2\\r\\n')
})

test('T02: a FIN in the handshake is closed without an errno', async (t) => {
  const port = await listen(t, (socket) => socket.once('data', () => socket.end()))

  const { failed } = await connecting(t, { scheme, port })

  assert.equal(failed?.key, 'tls_closed')
  assert.equal(failed?.errno, '')
  assert.ok((failed?.bytesSent ?? 0) > 100)
  assert.equal(failed?.bytesReceived, 0)
})

test('T03: a reset in the handshake is closed with its errno', async (t) => {
  const port = await listen(t, (socket) => socket.once('data', () => socket.resetAndDestroy()))

  const { failed } = await connecting(t, { scheme, port })

  assert.equal(failed?.key, 'tls_closed')
  assert.equal(failed?.errno, 'ECONNRESET')
})

test('T04: a handshake that is never answered ends at its limit, or at that of the whole', async (t) => {
  const port = await listen(t, (socket) => socket.resume())

  const own = await connecting(t, { scheme, port, limits: { tls: 150 } })
  const whole = await connecting(t, { scheme, port, limits: { connectAttempt: 150 } })

  for (const { failed } of [own, whole]) {
    assert.equal(failed?.key, 'tls_timeout')
    assert.equal(failed?.detail, 'handshake not finished within 150 ms')
    assert.ok((failed?.times.connectMs ?? -1) > 0)
    assert.ok((failed?.bytesSent ?? 0) > 100)
  }
})

test('T09, T10, T13, T15: an alert is named and numbered', async (t) => {
  const valid = certificate('valid')
  const servers = {
    version: await listenTls(t, {
      ...valid,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
    cipher: await listenTls(t, {
      ...valid,
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', // the key is ECDSA
    }),
    protocol: await listenTls(t, { ...valid, ALPNProtocols: ['h2'] }),
    name: await listen(t, (socket) => {
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 112])))
    }),
  }
  const found: Record<string, unknown> = {}

  for (const [what, port] of Object.entries(servers)) {
    const { failed } = await connecting(t, { scheme, port, tls: trusting })
    found[what] = [failed?.key, failed?.facts['alert'], failed?.tlsAlert]
  }

  assert.deepEqual(found, {
    version: ['tls_alert', 'protocol version (70)', '70'],
    cipher: ['tls_alert', 'handshake failure (40)', '40'],
    protocol: ['tls_alert', 'no application protocol (120)', '120'],
    name: ['tls_alert', 'unrecognized name (112)', '112'],
  })
})

test('where TLS fails at one address the next is tried, and the failure is kept', async (t) => {
  const port = await listen(t, (socket) => socket.once('data', () => socket.end()))
  await listenTls(t, certificate('valid'), () => {}, { port, address: '127.0.0.2' })
  const both = { scheme, host: 'backend.test', port, tls: trusting } as const

  const { connected } = await connecting(t, {
    ...both,
    resolver: resolverOf(t, '127.0.0.1', '127.0.0.2'),
  })
  const { failed } = await connecting(t, {
    ...both,
    resolver: resolverOf(t, '127.0.0.1', '127.0.0.3'), // nothing listens at the second
  })

  assert.equal(connected?.address, `127.0.0.2:${port}`)
  assert.equal(connected?.detail, `127.0.0.1:${port} tls_closed`)
  assert.equal(failed?.key, 'tls_closed') // says more than a refusal
  assert.equal(failed?.address, `127.0.0.1:${port}`)
  assert.match(failed?.detail ?? '', /127\.0\.0\.3:\d+ backend_refused \(ECONNREFUSED\)/)
})

test('an address that lost the race is tried after all where TLS fails at the winner', async (t) => {
  const port = await blackHole(t)
  await listen(t, (socket) => socket.once('data', () => socket.end()), '127.0.0.2', port)

  const { failed } = await connecting(t, {
    scheme,
    host: 'backend.test',
    port,
    resolver: resolverOf(t, '127.0.0.1', '127.0.0.2'),
    limits: { connect: 400 },
  })

  assert.equal(failed?.key, 'tls_closed')
  assert.match(failed?.detail ?? '', /127\.0\.0\.1:\d+ backend_connect_timeout/)
})
