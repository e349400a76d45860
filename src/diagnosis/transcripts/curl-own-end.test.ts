/** What curl itself did or met on the way to an answer is not held against the answer, nor the reverse. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const request = '> GET /api HTTP/1.1\n> Host: localhost:8080\n> Accept: */*\n> \n'
const answer =
  '< HTTP/1.1 200 OK\n< Content-Type: application/json\n< Content-Length: 15\n< \n{"status":"ok"}\n'
const refusedFirst =
  '*   Trying [::1]:8080...\n* connect to ::1 port 8080 from ::1 port 51876 failed: Connection refused\n*   Trying 127.0.0.1:8080...\n'
const unreachableFirst =
  '*   Trying [2001:db8::1]:8080...\n* Immediate connect fail for 2001:db8::1: Network is unreachable\n*   Trying 127.0.0.1:8080...\n'
const newer =
  '* Established connection to localhost (127.0.0.1 port 8080) from 127.0.0.1 port 60000 \n* using HTTP/1.x\n'
const older = '* Connected to localhost (127.0.0.1) port 8080\n'

for (const first of [refusedFirst, unreachableFirst])
  for (const connected of [newer, older, ''])
    test(`a second address that answers hides that the first did not: ${first.slice(13, 30)} ${connected.slice(0, 20)}`, () => {
      const { verdict, hops } = diagnoseText(`${first}${connected}${request}${answer}`)

      assert.equal(verdict.key, 'answered')
      assert.equal(hops.length, 1)
    })

test('a second address that answers and then breaks off is a broken answer all the same', () => {
  const head = '< HTTP/1.1 200 OK\n< Content-Length: 1000\n< \nabc\n'
  const { verdict } = diagnoseText(
    `${refusedFirst}${newer}${request}${head}* transfer closed with 997 bytes remaining to read\n`,
  )

  assert.equal(verdict.key, 'answer_cut')
})

test('the address that refuses counts more than the one that no way led to', () => {
  const { verdict } = diagnoseText(
    `${unreachableFirst}* connect to 127.0.0.1 port 8080 failed: Connection refused\n* Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\ncurl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\n`,
  )

  assert.equal(verdict.key, 'call_refused')
})

test('all addresses that refuse are a refused call', () => {
  const { verdict } = diagnoseText(
    `${refusedFirst}* connect to 127.0.0.1 port 8080 failed: Connection refused\n* Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\ncurl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\n`,
  )

  assert.equal(verdict.key, 'call_refused')
  assert.equal(verdict.certainty, 'likely')
})

const wget =
  '--2024-01-01 12:00:00--  http://localhost:8080/api\nResolving localhost (localhost)... ::1, 127.0.0.1\nConnecting to localhost (localhost)|::1|:8080... failed: Connection refused.\n'

test('wget too may reach the second address', () => {
  const { verdict } = diagnoseText(
    `${wget}Connecting to localhost (localhost)|127.0.0.1|:8080... connected.\nHTTP request sent, awaiting response... 200 OK\nLength: 13 [application/json]\n`,
  )
  const silent = diagnoseText(
    `${wget}Connecting to localhost (localhost)|127.0.0.1|:8080... connected.\nHTTP request sent, awaiting response... No data received.\n`,
  ).verdict

  const cut = diagnoseText(`${wget}Length: 13 [application/json]\nSaving to: ‘api’\n`).verdict
  const headless = diagnoseText(
    `${wget.split('\n').slice(1).join('\n')}Connecting to localhost (localhost)|127.0.0.1|:8080... connected.\n`,
  ).verdict

  assert.equal(cut.key, 'nothing_recognised')
  assert.equal(headless.key, 'nothing_recognised')
  assert.equal(verdict.key, 'answered')
  assert.equal(silent.key, 'call_empty_reply')
  assert.equal(diagnoseText(wget).verdict.key, 'call_refused')
})

const couldNot = (code: number, ms: number): string =>
  `curl: (${code}) Failed to connect to shop.test port 443 after ${ms} ms: Couldn't connect to server`
const connects: readonly (readonly [string, string])[] = [
  [couldNot(7, 21_098), 'call_connect_timeout likely'],
  [couldNot(28, 75_003), 'call_connect_timeout likely'],
  [couldNot(28, 900), 'call_connect_timeout likely'],
  // Windows repeats a refused connection for two seconds
  [couldNot(7, 2_035), 'call_refused possible'],
  [couldNot(7, 0), 'call_refused possible'],
  ['curl: (7) Failed to connect to shop.test port 80: Connection refused', 'call_refused likely'],
  [
    "fatal: unable to access 'https://github.com/a/b.git/': Failed to connect to github.com port 443 after 21098 ms: Couldn't connect to server",
    'call_connect_timeout likely',
  ],
]

for (const [text, expected] of connects)
  test(`${expected}: ${text}`, () => {
    const { key, certainty, summary } = diagnoseText(text).verdict

    assert.equal(`${key} ${certainty}`, expected)
    if (certainty === 'possible') assert.match(summary, /do not tell why/)
  })

const partly =
  'Operation timed out after 5001 milliseconds with 1048576 out of 52428800 bytes received'
const begun = `${older}${request}< HTTP/1.1 200 OK\n< Content-Length: 52428800\n<\n{ [16384 bytes data]\n`

for (const text of [
  `curl: (28) ${partly}`,
  `${begun}* ${partly}\n`,
  `${begun}curl: (28) ${partly}`,
])
  test(`the caller's own time limit is no broken answer: ${text.slice(-120)}`, () => {
    const { key, owner, fault, summary, response_desc: described } = diagnoseText(text).verdict

    assert.deepEqual([key, fault, owner], ['call_gave_up', 'unsure', 'caller'])
    assert.match(
      summary,
      /own time limit ended the call inside the answer after 1048576 of 52428800/,
    )
    assert.doesNotMatch(summary, /wrote a response/)
    assert.match(described, /broke off/)
  })

const whole = 'HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 8\n\n{"ok":1}\n'

test("the caller's own disk or limit of size is the caller's, with and without the answer", () => {
  for (const end of [
    'curl: (23) Failure writing output to destination',
    'curl: (63) Maximum file size exceeded',
  ])
    for (const text of [end, whole + end]) {
      const { fault, owner, summary } = diagnoseText(text).verdict

      assert.deepEqual([fault, owner], ['client', 'caller'], text)
      assert.doesNotMatch(summary, /wrote a response|broke off/)
    }
})

test('an error of curl that is not known here says nothing about the answer', () => {
  for (const end of [
    "curl: (33) HTTP server doesn't seem to support byte ranges. Cannot resume.",
    'curl: (61) Unrecognized content encoding type. libcurl understands deflate, gzip, br',
    'curl: (99) something new',
  ])
    for (const text of [end, whole + end]) {
      const { key, certainty, summary } = diagnoseText(text).verdict

      assert.equal(certainty, 'unknown', text)
      assert.notEqual(key, 'answer_cut')
      assert.match(summary, /error (?:33|61|99)/)
    }
})

test('a connection that is lost inside an answer is still a broken answer', () => {
  for (const end of [
    'curl: (18) transfer closed with 997 bytes remaining to read',
    'curl: (18) end of response with 997 bytes missing',
    'curl: (56) Recv failure: Connection reset by peer',
    'curl: (56) OpenSSL SSL_read: error:0A000126:SSL routines::unexpected eof while reading, errno 0',
    'curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)',
  ])
    assert.equal(diagnoseText(`${begun}${end}`).verdict.key, 'answer_cut', end)
})

const tunnel =
  "* Connected to proxy.corp (10.0.0.9) port 3128\n* CONNECT: 'shop.test:443'\n> CONNECT shop.test:443 HTTP/1.1\n> Host: shop.test:443\n>\n< HTTP/1.1 200 Connection established\n<\n* CONNECT phase completed\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n"

test('behind an opened tunnel, what fails is the call and not the answer of the proxy', () => {
  const says = 'OpenSSL SSL_connect: Connection reset by peer in connection to shop.test:443'
  const { verdict, hops } = diagnoseText(
    `${tunnel}* ${says}\n* Closing connection\ncurl: (35) ${says}\n`,
  )

  assert.deepEqual(
    [verdict.key, verdict.responder, verdict.owner],
    ['call_reset', 'none', 'caller'],
  )
  assert.match(verdict.summary, /during the TLS handshake/)
  assert.equal(hops.at(-1)?.status, 0)
  assert.match(hops.at(-1)?.request ?? '', /shop\.test:443/)
})

test('behind an opened tunnel, an empty reply and an answer belong to the call', () => {
  const empty = diagnoseText(
    `${tunnel}${request}* Empty reply from server\ncurl: (52) Empty reply from server\n`,
  )
  const answered = diagnoseText(`${tunnel}${request}${answer}`)

  assert.equal(empty.verdict.key, 'call_empty_reply')
  assert.equal(answered.verdict.key, 'answered')
})
