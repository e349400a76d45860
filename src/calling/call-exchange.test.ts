import assert from 'node:assert/strict'
import { test } from 'node:test'
import { called, gist } from '../../test/calling.ts'
import { startDnsServer } from '../../test/dns-server.ts'
import { blackHole, certificate, listen, listenTls } from '../../test/network-peers.ts'
import { refusingPort, script, scriptedBackend } from '../../test/scripted-backend.ts'
import { CallNames } from './call-names.ts'

test('a name that does not exist, and one whose server fails, are told apart; nothing was sent', async (t) => {
  const dns = await startDnsServer()
  t.after(() => dns.close())
  dns.reply('failing.test', 'A', { rcode: 'SERVFAIL' })
  dns.reply('failing.test', 'AAAA', { rcode: 'SERVFAIL' })
  const names = new CallNames([], [dns.address])

  const missing = await called(t, ['http://missing.test/'], { names })
  const failing = await called(t, ['http://failing.test/'], { names })

  assert.equal(gist(missing), 'call_name_unknown network caller certain 1')
  assert.match(missing.chosen.verdict.summary, /missing\.test does not exist \(NXDOMAIN\)/)
  assert.match(failing.chosen.verdict.summary, /the name server failed/)
})

test('a refused port is certain, with the address', async (t) => {
  const port = await refusingPort()

  const refused = await called(t, [`http://127.0.0.1:${port}/`])

  assert.equal(gist(refused), 'call_refused network operator certain 1')
  assert.match(refused.chosen.verdict.summary, new RegExp(`127\\.0\\.0\\.1:${port} refused`))
})

test('every address of a name is shown with what came of it', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'ok'))
  const { port } = backend
  const fixed = [
    { host: 'shop.test', port, addresses: [address('127.0.0.2'), address('127.0.0.1')] },
  ]

  const { hops } = await called(t, [`http://shop.test:${port}/`], {
    names: new CallNames(fixed, []),
  })

  assert.deepEqual(
    hops[0].addresses.map(({ address: one, outcome, errno }) => `${one} ${outcome} ${errno}`),
    [`127.0.0.2:${port} failed ECONNREFUSED`, `127.0.0.1:${port} used `],
  )
})

test('an address that never answers the connection is a time-out of the connection', async (t) => {
  const port = await blackHole(t)

  const silent = await called(t, [`http://127.0.0.1:${port}/`], { connectLimitMs: 150 })

  assert.equal(gist(silent), 'call_connect_timeout network caller certain 1')
})

test('expired, wrong, self-signed certificates and plain HTTP are named, and nothing was sent', async (t) => {
  const cases = [
    ['expired', /has expired/, 'call_certificate_refused network operator certain 1'],
    ['wrong-host', /is for other names/, 'call_certificate_refused network operator certain 1'],
    ['self-signed', /self-signed/, 'call_certificate_refused unsure caller certain 1'],
    ['without-chain', /sent no chain/, 'call_certificate_refused unsure caller certain 1'],
  ] as const
  for (const [name, words, expected] of cases) {
    let received = ''
    const port = await listenTls(t, certificate(name), (socket) => {
      socket.on('data', (bytes) => (received += bytes.toString()))
    })

    const refused = await called(t, [`https://localhost:${port}/`])

    assert.equal(gist(refused), expected, name)
    assert.match(refused.chosen.verdict.summary, words)
    assert.match(JSON.stringify(refused.chosen.verdict.evidence), /certificate: subject/)
    assert.equal(received, '')
  }
  const plain = await scriptedBackend(t, script.send('HTTP/1.1 400 Bad\r\n\r\n').end())
  const spoken = await called(t, [`https://127.0.0.1:${plain.port}/`])
  assert.equal(gist(spoken), 'call_tls_failed client caller certain 1')
  assert.match(spoken.chosen.verdict.next_steps[0] ?? '', /Call http:\/\/127\.0\.0\.1/)
})

test('TLS with its certificate is shown; --insecure says what the check would have said', async (t) => {
  const answer = script.readRequest().respond(200, 'ok')
  const good = await scriptedBackend(t, answer, { tls: certificate('valid') })
  const expired = await scriptedBackend(t, answer, { tls: certificate('expired') })

  const checked = await called(t, [`https://localhost:${good.port}/`])
  const unchecked = await called(t, [`https://localhost:${expired.port}/`], { verify: false })

  const { tls } = checked.hops[0]
  assert.equal(tls?.version, 'TLSv1.3')
  assert.ok(tls !== undefined && tls.isVerified && tls.daysLeft > 30_000)
  assert.deepEqual(checked.hops[0].notes, [])
  assert.equal(unchecked.chosen.answer?.status, 200)
  assert.match(
    unchecked.hops[0].notes.join('\n'),
    /was not checked .* would have been refused: certificate has expired/,
  )
  assert.match(JSON.stringify(unchecked.chosen.verdict.evidence), /not checked \(--insecure\)/)
})

test('a server that takes only HTTP/2 over TLS is named', async (t) => {
  const port = await listenTls(t, { ...certificate('valid'), ALPNProtocols: ['h2'] })

  const refused = await called(t, [`https://localhost:${port}/`])

  assert.equal(refused.chosen.verdict.key, 'call_tls_failed')
  assert.match(refused.chosen.verdict.next_steps.join('\n'), /only HTTP\/2/)
})

test('reset, silence, an empty answer, half a head and half a body are told apart', async (t) => {
  const read = script.readRequest()
  const cases = [
    [read.reset(), 'call_reset unsure caller certain 1', /reset the connection without a byte/],
    [
      read.end(),
      'call_empty_reply unsure caller certain 1',
      /closed the connection without a byte/,
    ],
    [read.stall(), 'call_gave_up unsure caller certain 1', /stayed silent/],
    [
      read.send('HTTP/1.1 100 Continue\r\n\r\n').stall(),
      'call_gave_up unsure caller certain 1',
      /stayed silent/,
    ],
    [
      read.send('HTTP/1.1 100 Continue\r\n\r\n').end(),
      'call_empty_reply unsure caller certain 1',
      /without a byte of answer/,
    ],
    [
      read.send('HTTP/1.1 200 OK\r\nContent-').end(),
      'answer_cut unsure backend certain 1',
      /inside the header/,
    ],
    [
      read.send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf').end(),
      'answer_cut unsure backend certain 1',
      /inside the body: 4 of 10 bytes/,
    ],
    [
      read.send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf').stall(),
      'answer_cut unsure backend certain 1',
      /4 of 10 bytes had come when the time/,
    ],
    [
      read.send('HTTP/1.1 200 OK\nServer: old\n\nhello').end(),
      'backend_invalid_head service backend certain 1',
      /bare LF.* lenient reader sees status 200/,
    ],
    [
      script.send('SSH-2.0-OpenSSH_9.2\r\n').stall(),
      'backend_not_http client caller certain 1',
      /SSH-2\.0/,
    ],
  ] as const
  for (const [steps, expected, words] of cases) {
    const backend = await scriptedBackend(t, steps)

    const failed = await called(t, [backend.url], { maxTimeMs: 400 })

    assert.equal(gist(failed), expected)
    assert.match(failed.chosen.verdict.summary, words)
  }
})

test('a body waits for 100 Continue, and is not sent where the server refuses at once', async (t) => {
  const willing = await scriptedBackend(
    t,
    script.readHead().send('HTTP/1.1 100 Continue\r\n\r\n').readRequest().respond(200, 'taken'),
  )
  const unwilling = await scriptedBackend(t, script.readHead().respond(413, 'too large'))
  const expecting = { header: ['Expect: 100-continue'], data: 'the body' }

  const taken = await called(t, [willing.url], {}, expecting)
  const refused = await called(t, [unwilling.url], {}, expecting)

  assert.equal(taken.finalBody, 'taken')
  assert.match(willing.requests[0] ?? '', /the body$/)
  assert.equal(refused.chosen.answer?.status, 413)
  assert.ok(!unwilling.connections[0]?.received.includes('the body'))
})

test('Ctrl-C ends the exchange with what was seen', async (t) => {
  const stop = new AbortController()
  const port = await listen(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
    socket.on('data', () => stop.abort())
  })

  const { chosen } = await called(t, [`http://127.0.0.1:${port}/`], { signal: stop.signal })

  assert.equal(chosen.verdict.key, 'call_interrupted')
})

test('a secret that a server sends back is in no verdict and no note', async (t) => {
  const echo = 'X-Echo: secret-of-mine\r\nLocation: http://a.test/?t=secret-of-mine\r\n'
  const backend = await scriptedBackend(t, script.readRequest().respond(302, 'x', echo))

  const { hops } = await called(
    t,
    [backend.url],
    { follow: false },
    { header: ['X-API-Key: secret-of-mine'] },
  )

  const [{ verdict, notes }] = hops
  assert.ok(!JSON.stringify([verdict, notes]).includes('secret-of-mine'))
})

function address(text: string): { readonly address: string; readonly family: 4 } {
  return { address: text, family: 4 }
}
