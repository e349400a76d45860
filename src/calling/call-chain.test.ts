import assert from 'node:assert/strict'
import { test } from 'node:test'
import { called, gist } from '../../test/calling.ts'
import { certificate, listenTls } from '../../test/network-peers.ts'
import { refusingPort, script, scriptedBackend } from '../../test/scripted-backend.ts'

test('a certificate of a second hop on the same host is shown although TLS could resume', async (t) => {
  const port = await listenTls(t, certificate('valid'), (socket) => {
    socket.on('data', (bytes) => {
      const isFirst = bytes.toString().startsWith('GET /first')
      const head = isFirst ? 'HTTP/1.1 302 Found\r\nLocation: /second\r\n' : 'HTTP/1.1 200 OK\r\n'
      socket.end(`${head}Content-Length: 0\r\n\r\n`)
    })
  })

  const { hops } = await called(t, [`https://localhost:${port}/first`])

  assert.deepEqual(
    hops.map(({ tls }) => tls?.subject),
    [hops[0].tls?.subject, hops[0].tls?.subject],
  )
  assert.match(hops[0].tls?.subject ?? '', /CN=/)
  assert.equal(hops.length, 2)
})

test('a chain is followed with method and credentials as the rules say, and only the last body is kept', async (t) => {
  const last = await scriptedBackend(t, script.readRequest().respond(200, 'last'))
  const first = await scriptedBackend(
    t,
    script.readRequest().respond(302, 'moved', `Location: ${last.url}/end\r\n`),
  )

  const { hops, chosen, finalBody } = await called(
    t,
    [first.url],
    {},
    { header: ['Authorization: Bearer secret-of-mine'], data: 'a=1' },
  )

  assert.deepEqual(
    hops.map(({ request, answer }) => `${request.method} ${answer?.status}`),
    ['POST 302', 'GET 200'],
  )
  assert.match(first.requests[0] ?? '', /secret-of-mine[\s\S]*a=1$/)
  assert.ok(!/secret-of-mine|a=1/.test(last.requests[0] ?? ''))
  assert.equal(finalBody, 'last')
  assert.equal(chosen.verdict.fault, 'none')
  assert.match(hops[0].notes.join('\n'), /turned POST into GET[\s\S]*not sent on to/)
})

test('a redirect to an address that refuses blames nobody who only followed it', async (t) => {
  const port = await refusingPort()
  const first = await scriptedBackend(
    t,
    script.readRequest().respond(302, '', `Location: http://127.0.0.1:${port}/\r\n`),
  )

  const { chosen } = await called(t, [first.url])

  assert.equal(chosen.verdict.key, 'call_refused')
  assert.match(JSON.stringify(chosen.verdict.evidence), /came from the Location of hop 1/)
})

test('a site that sends http to https is as it should be where no gateway is on the way', async (t) => {
  const port = await listenTls(t, certificate('valid'), (socket) => {
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  })
  const first = await scriptedBackend(
    t,
    script.readRequest().respond(308, '', `Location: https://127.0.0.1:${port}/\r\n`),
  )

  const { hops, chosen } = await called(t, [first.url])

  assert.equal(hops[0].verdict.key, 'redirected')
  assert.match(hops[0].verdict.next_steps.join('\n'), /went out unencrypted/)
  assert.equal(chosen.verdict.fault, 'none')
})

test('a circle ends at the limit and is told', async (t) => {
  const answer = script.readRequest().respond(302, '', 'Location: /again\r\n')
  const backend = await scriptedBackend(t, answer)

  const circle = await called(t, [`${backend.url}/again`], { mostRedirects: 3 })
  const single = await called(t, [`${backend.url}/again`], { follow: false })

  assert.equal(gist(circle), 'call_too_many_redirects unsure backend certain 4')
  assert.match(circle.chosen.verdict.summary, /Hop 2 asks for the same as hop 1/)
  assert.equal(gist(single), 'call_too_many_redirects unsure backend possible 1')
})

test('what only a faulty redirect of a gateway named, and nothing answers at, is blamed on the redirect', async (t) => {
  const port = await refusingPort()
  const marks = 'X-Bkapi-Request-ID: id-1\r\nProxy-Status: faultline; received-status=308\r\n'
  const first = await scriptedBackend(
    t,
    script.readRequest().respond(308, '', `${marks}Location: https://127.0.0.1:${port}/x\r\n`),
  )

  const { chosen, hops } = await called(t, [`${first.url}/api/shop/prod/x`])

  assert.equal(hops[1]?.verdict.key, 'call_refused')
  assert.deepEqual(
    [chosen.number, chosen.verdict.key, chosen.verdict.owner],
    [1, 'https_redirect', 'publisher'],
  )
})

test('fields that a gateway added are no sign of the service behind it', async (t) => {
  const marks =
    'X-Bkapi-Request-ID: id-1\r\nX-Request-ID: id-1\r\nProxy-Status: faultline; received-status=415\r\n'
  const backend = await scriptedBackend(t, script.readRequest().respond(415, '{}', marks))

  const { chosen } = await called(t, [backend.url])

  const signs = chosen.verdict.evidence.filter(({ source }) => source === 'fingerprint')
  assert.ok(!JSON.stringify(signs).includes('X-Request-Id'), JSON.stringify(signs))
})

test('an answer without a mark is not said to come from behind a gateway', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(418, 'short and stout'))

  const { chosen } = await called(t, [backend.url])

  assert.match(chosen.verdict.summary, /^Something at that address answered 418/)
})

test('a change of the protocol is an answer with which nothing is wrong', async (t) => {
  const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
  const backend = await scriptedBackend(t, script.readRequest().send(switching).stall())
  const header = ['Connection: Upgrade', 'Upgrade: x']

  const upgraded = await called(t, [backend.url], {}, { header })

  assert.equal(gist(upgraded), 'answered none nobody certain 1')
})

test('a forged code of a gateway makes nothing of the verdict say that a gateway answered', async (t) => {
  const page =
    '<html><center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center></html>'
  const forged = 'X-Bkapi-Error-Code: 1650200\r\nContent-Type: text/html\r\n'
  const backend = await scriptedBackend(t, script.readRequest().respond(502, page, forged))

  const { verdict } = (await called(t, [backend.url])).chosen

  assert.equal(verdict.key, 'writer_unclear')
  assert.doesNotMatch(verdict.response_desc, /provided by the gateway/)
  assert.doesNotMatch(JSON.stringify(verdict.evidence), /wrote this answer itself/)
})
