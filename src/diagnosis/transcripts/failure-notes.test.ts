import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from '../../model/verdict.ts'
import { diagnoseText } from './diagnose-text.ts'

/** What curl 7.88.1 prints with `-sv`, which hides the line `curl: (NN)`. */
const request =
  '*   Trying 127.0.0.1:80...\n* Connected to a.test (127.0.0.1) port 80 (#0)\n> GET /x HTTP/1.1\n> Host: a.test\n> Accept: */*\n> \n'
const head = '< HTTP/1.1 200 OK\n< Content-Type: text/plain\n< Content-Length: 1000\n< \n'
const chunked = '< HTTP/1.1 200 OK\n< Transfer-Encoding: chunked\n< \n'
const tls =
  '*   Trying 127.0.0.1:443...\n* Connected to a.test (127.0.0.1) port 443 (#0)\n* ALPN: offers h2,http/1.1\n'

const notes: readonly (readonly [string, string, string])[] = [
  [request + head, 'transfer closed with 997 bytes remaining to read', 'answer_cut'],
  [request + chunked, 'transfer closed with outstanding read data remaining', 'answer_cut'],
  [request + chunked, 'Illegal or missing hexadecimal sequence in chunked-encoding', 'answer_cut'],
  [request + head, 'Recv failure: Connection reset by peer', 'answer_cut'],
  [
    request + head,
    'Operation timed out after 1001 milliseconds with 3 out of 1000 bytes received',
    'call_gave_up',
  ],
  [request, 'Operation timed out after 1001 milliseconds with 0 bytes received', 'call_gave_up'],
  [request, 'Recv failure: Connection reset by peer', 'call_reset'],
  [request, 'Empty reply from server', 'call_empty_reply'],
  [request, 'Received HTTP/0.9 when not allowed', 'call_interrupted'],
  ['', 'Could not resolve host: a.test', 'call_name_unknown'],
  ['', 'connect to 127.0.0.1 port 1 failed: Connection refused', 'call_refused'],
  ['', "Failed to connect to a.test port 1 after 0 ms: Couldn't connect to server", 'call_refused'],
  [tls, 'SSL certificate problem: self-signed certificate', 'call_certificate_refused'],
  [tls, 'OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number', 'call_tls_failed'],
]

for (const [before, note, key] of notes)
  test(`a note of curl -sv is a failure, not a success: ${note} (${key})`, () => {
    const { verdict } = diagnoseText(`${before}* ${note}\n* Closing connection 0\n`)

    assert.equal(verdict.key, key)
    assert.notEqual(verdict.fault, 'none')
    assert.notEqual(verdict.response_desc, asIs)
  })

const asIs = 'The gateway has requested the backend interface and returned its response as is.'

test('redirects in a circle are a failure with curl -sv -L too, which only notes it', () => {
  const hop = `${request}< HTTP/1.1 302 Found\n< Location: /x\n< Content-Length: 0\n< \n`
  const again = "* Issue another request to this URL: 'http://a.test/x'\n"
  const text = `${hop}${again}${hop}* Connection #0 to host a.test left intact\n* Maximum (1) redirects followed\n`

  const { verdict, hops } = diagnoseText(text)

  assert.equal(hops.length, 2)
  assert.equal(verdict.key, 'call_too_many_redirects')
})

test('a second address of the same command that fails is not hidden by the answer of the first', () => {
  const answered = `${request}< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nok\n`
  const { verdict, hops } = diagnoseText(`${answered}* Could not resolve host: b.test\n`)

  assert.equal(verdict.key, 'call_name_unknown')
  assert.deepEqual(
    hops.map(({ status }) => status),
    [200, 0],
  )
})

test('a note that follows right behind the body is read, and is no part of the body', () => {
  const { verdict } = diagnoseText(
    `${request}${head}abc* transfer closed with 997 bytes remaining to read\n* Closing connection 0\n`,
  )

  assert.equal(verdict.key, 'answer_cut')
  assert.equal(verdict.certainty, 'likely')
})

test('the reason that a note gives is kept where the line that ends the output gives none', () => {
  const { verdict } = diagnoseText(
    "*   Trying 192.0.2.1:80...\n* connect to 192.0.2.1 port 80 failed: No route to host\n* Failed to connect to a.test port 80 after 3 ms: Couldn't connect to server\n* Closing connection 0\ncurl: (7) Failed to connect to a.test port 80 after 3 ms: Couldn't connect to server\n",
  )

  assert.equal(verdict.key, 'call_unreachable')
})

test('how TLS ends behind a whole answer is no failure of the answer', () => {
  const { verdict } = diagnoseText(
    `${request}< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nok\n* TLSv1.3 (IN), TLS alert, close notify (256):\n* TLSv1.3 (OUT), TLS alert, bad certificate (554):\n`,
  )

  assert.equal(verdict.key, 'answered')
})

test('the address of a call that never got through comes from the notes, also behind a progress meter', () => {
  const meter = '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0'
  const text = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n${meter}*   Trying 127.0.0.1:81...\n* connect to 127.0.0.1 port 81 failed: Connection refused\n${meter}* Failed to connect to a.test port 81 after 0 ms: Couldn't connect to server\n* Closing connection 0\ncurl: (7) Failed to connect to a.test port 81 after 0 ms: Couldn't connect to server\n`

  const { verdict, hops, not_seen: notSeen } = diagnoseText(text)

  assert.equal(hops[0]?.request, 'a.test:81')
  assert.ok(!notSeen.includes('the address that was called'))
  assert.doesNotMatch(verdict.would_confirm.join('\n'), /curl -v/)
})

test('only where nobody answered does it say that nobody wrote a response', () => {
  const nobody = /No gateway and no service wrote a response/
  const said = (text: string): Verdict => diagnoseText(text).verdict

  assert.match(said('curl: (52) Empty reply from server').summary, nobody)
  assert.doesNotMatch(
    said('curl: (18) transfer closed with 997 bytes remaining to read').summary,
    nobody,
  )
  assert.doesNotMatch(said('curl: (47) Maximum (50) redirects followed').summary, nobody)
  const python = said('urllib.error.HTTPError: HTTP Error 502: Bad Gateway').summary
  assert.doesNotMatch(python, nobody)
  assert.match(python, /Status seen: 502/)
})

test('a reset may be a crash as well as the network; https to a plain port is the caller; a proxy is named', () => {
  const reset = diagnoseText('curl: (56) Recv failure: Connection reset by peer').verdict
  const plain = diagnoseText(
    'curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number',
  ).verdict
  const proxy = diagnoseText('curl: (5) Could not resolve proxy: proxy.test').verdict

  assert.deepEqual([reset.key, reset.fault], ['call_reset', 'unsure'])
  assert.match(reset.next_steps.join('\n'), /a crash, or something on the way/)
  assert.deepEqual(
    [plain.key, plain.fault, plain.owner, plain.certainty],
    ['call_tls_failed', 'client', 'caller', 'likely'],
  )
  assert.match(proxy.summary, /proxy\.test/)
})

test('a line of a million blanks costs no more than its length', () => {
  const startedMs = performance.now()

  diagnoseText(`Invoke-WebRequest : failed\n${' '.repeat(1_000_000)}x\n(502) Bad Gateway`)

  assert.ok(performance.now() - startedMs < 5_000)
})

test('half a million quoted lines among others are read', () => {
  assert.doesNotThrow(() => diagnoseText(`It says:\n${'>\n'.repeat(500_000)}end`))
})
