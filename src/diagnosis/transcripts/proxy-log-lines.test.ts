/** A proxy's log tells of the proxy's own connections, never of the caller's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const nginx = (words: string, end = 'upstream: "http://10.0.0.1:8080/api", '): string =>
  `2024/01/01 12:00:00 [error] 123#123: *45 ${words}, client: 203.0.113.7, server: shop.test, request: "GET /api HTTP/1.1", ${end}host: "shop.test"`
const apache = (words: string): string =>
  `[Mon Jan 01 12:00:00.123456 2024] [proxy:error] [pid 12:tid 34] ${words}`
const haproxy = (server: string, status: number, ends: string): string =>
  `Jan  1 12:00:00 lb haproxy[12]: 203.0.113.7:51234 [01/Jan/2024:12:00:00.123] fe be/${server} 0/0/1/-1/30 ${status} 217 - - ${ends} 1/1/0/0/0 0/0 "GET /api HTTP/1.1"`
const ingress = (status: number, asked: string): string =>
  `203.0.113.7 - - [01/Jan/2024:12:00:00 +0000] "GET /api HTTP/1.1" ${status} 190 "-" "curl/8.5.0" 85 0.000 [shop-order-80] [] ${asked} 2f1e3c4b5a697887`

const envoy = (status: number, flags: string): string =>
  `[2024-01-01T00:00:00.000Z] "GET /api HTTP/1.1" ${status} ${flags} upstream_reset{connection_failure} - "-" 0 91 12 - "-" "curl/8.5.0" "id" "shop.test" "10.0.0.1:8080"`

const lines: readonly (readonly [string, string])[] = [
  [
    nginx('connect() failed (111: Connection refused) while connecting to upstream'),
    'access_layer_bad_gateway access_layer backend likely nginx',
  ],
  [
    nginx(
      'upstream timed out (110: Connection timed out) while reading response header from upstream',
    ),
    'access_layer_timeout access_layer backend likely nginx',
  ],
  [
    nginx('upstream timed out (110: Connection timed out) while connecting to upstream'),
    'access_layer_timeout access_layer backend likely nginx',
  ],
  [
    nginx('upstream timed out (110: Connection timed out) while reading upstream'),
    'answer_cut service backend likely nginx',
  ],
  [
    nginx(
      'recv() failed (104: Connection reset by peer) while reading response header from upstream',
    ),
    'access_layer_bad_gateway access_layer backend likely nginx',
  ],
  [
    nginx('upstream prematurely closed connection while reading response header from upstream'),
    'access_layer_bad_gateway access_layer backend likely nginx',
  ],
  [
    nginx('upstream prematurely closed connection while reading upstream'),
    'answer_cut service backend likely nginx',
  ],
  [
    nginx(
      'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
    ),
    'access_layer_bad_gateway access_layer backend likely nginx',
  ],
  [
    nginx('no live upstreams while connecting to upstream'),
    'access_layer_no_upstream access_layer backend likely nginx',
  ],
  [
    nginx('order-service could not be resolved (3: Host not found)', ''),
    'access_layer_bad_gateway access_layer backend likely nginx',
  ],
  [
    nginx('client intended to send too large body: 5242880 bytes', ''),
    'access_layer_body_too_large access_layer publisher likely nginx',
  ],
  [
    nginx('limiting requests, excess: 5.520 by zone "api"', ''),
    'access_layer_rate_limited access_layer backend likely nginx',
  ],
  [
    nginx('open() "/usr/share/nginx/html/api" failed (2: No such file or directory)', ''),
    'access_layer_not_found access_layer publisher likely nginx',
  ],
  [
    apache(
      '(111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:8080 (localhost:8080) failed',
    ),
    'access_layer_no_upstream access_layer backend likely Apache httpd',
  ],
  [
    apache(
      '(70007)The timeout specified has expired: [client 203.0.113.7:5000] AH01102: error reading status line from remote server 127.0.0.1:8080',
    ),
    'access_layer_timeout access_layer backend likely Apache httpd',
  ],
  [
    apache('[client 203.0.113.7:5000] AH00898: Error reading from remote server returned by /api'),
    'access_layer_bad_gateway access_layer backend likely Apache httpd',
  ],
  [haproxy('<NOSRV>', 503, 'SC--'), 'access_layer_no_upstream access_layer backend likely HAProxy'],
  [haproxy('s1', 503, 'SC--'), 'access_layer_no_upstream access_layer backend likely HAProxy'],
  [haproxy('s1', 504, 'sH--'), 'access_layer_timeout access_layer backend likely HAProxy'],
  [haproxy('s1', 502, 'SH--'), 'access_layer_bad_gateway access_layer backend likely HAProxy'],
  [haproxy('s1', 500, '----'), 'backend_error unsure backend possible HAProxy'],
  [
    `time="2024-01-01T00:00:00Z" level=debug msg="'502 Bad Gateway' caused by: dial tcp 10.0.0.1:80: connect: connection refused"`,
    'access_layer_bad_gateway access_layer backend likely Traefik',
  ],
  [
    '2024-01-01T00:00:00Z DBG github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:117 > 502 Bad Gateway error="dial tcp 10.0.0.1:80: connect: connection refused"',
    'access_layer_bad_gateway access_layer backend likely Traefik',
  ],
  [
    '2024/01/01 12:00:00 http: proxy error: dial tcp 10.0.0.1:8080: connect: connection refused',
    'access_layer_bad_gateway access_layer backend likely null',
  ],
  [envoy(503, 'UH'), 'access_layer_no_upstream access_layer backend likely Envoy'],
  [envoy(503, 'UF,URX'), 'access_layer_bad_gateway access_layer backend likely Envoy'],
  [envoy(503, 'UO'), 'access_layer_no_upstream access_layer backend likely Envoy'],
  [envoy(403, 'UAEX'), 'access_layer_denied access_layer publisher likely Envoy'],
  [envoy(504, 'UT'), 'access_layer_timeout access_layer backend likely Envoy'],
  [envoy(503, 'UC'), 'access_layer_bad_gateway access_layer backend likely Envoy'],
  [envoy(404, 'NR'), 'access_layer_not_found access_layer publisher likely Envoy'],
  [envoy(0, 'DC'), 'call_gave_up unsure caller possible Envoy'],
  [envoy(502, '-'), 'status_only unsure caller unknown Envoy'],
  [ingress(503, '- - - -'), 'access_layer_no_upstream access_layer backend likely ingress-nginx'],
  [ingress(502, '10.0.0.1:8080 0 0.001 502'), 'status_only unsure caller unknown null'],
  [
    '203.0.113.7 - - [01/Jan/2024:12:00:00 +0800] "GET /api HTTP/1.1" 502 157 "-" "curl/8.5.0"',
    'status_only unsure caller unknown null',
  ],
]

for (const [line, expected] of lines)
  test(`${expected} is what this line tells: ${line.slice(0, 160)}`, () => {
    const { detected, verdict } = diagnoseText(line)

    const { key, fault, owner, certainty, software } = verdict
    assert.equal(`${key} ${fault} ${owner} ${certainty} ${software}`, expected)
    assert.equal(detected, 'proxy-log')
    assert.ok(verdict.would_confirm.length > 0)
    assert.doesNotMatch(verdict.summary, /wrote a response|nothing is wrong/)
  })

const tellNothing = [
  '[2024-01-01 00:00:00.000][1][warning][config] StreamAggregatedResources gRPC config stream closed: 14, connection error: desc = "transport: dial tcp 10.0.0.1:15012: connect: connection refused"',
  'nginx: [emerg] host not found in upstream "order-service" in /etc/nginx/conf.d/default.conf:12',
  '2024/01/01 12:00:00 [notice] 1#1: signal process started, connection reset by peer',
  nginx('SSL_do_handshake() failed (SSL: error:0A00010B: wrong version number)', '').replace(
    ', client',
    ' while SSL handshaking, client',
  ),
  apache('AH00123: something that nobody knows, Connection refused'),
  haproxy('s1', 200, '----'),
  envoy(200, '-'),
  '203.0.113.7 - - [01/Jan/2024:12:00:00 +0800] "GET /connection-refused HTTP/1.1" 200 157 "-" "curl/8.5.0"',
]

for (const line of tellNothing)
  test(`no verdict comes of a proxy's line that tells of no failed exchange: ${line.slice(0, 160)}`, () => {
    const { verdict } = diagnoseText(line)

    assert.equal(verdict.key, 'nothing_recognised')
  })

test("the caller's own error wins over the log beside it, and the address is not that of the upstream", () => {
  const log = nginx('connect() failed (111: Connection refused) while connecting to upstream')

  const both = diagnoseText(`curl: (6) Could not resolve host: shop.test\n${log}`)
  const alone = diagnoseText(log)

  assert.equal(both.verdict.key, 'call_name_unknown')
  assert.equal(alone.hops[0]?.request, 'GET shop.test/api')
})

test('a name before a line, or a terminal that broke it, hides no log', () => {
  const refused = nginx('connect() failed (111: Connection refused) while connecting to upstream')
  const broken = (text: string): string => text.replaceAll(/(?=[^])(.{80})/g, '$1\n')

  for (const line of [
    refused,
    envoy(503, 'UH'),
    ingress(503, '- - - -'),
    haproxy('s1', 502, 'SH--'),
  ])
    for (const text of [`web-1  | ${line}`, broken(line)]) {
      const { detected, verdict } = diagnoseText(text)

      assert.equal(detected, 'proxy-log', text)
      assert.equal(verdict.responder, 'access_layer', text)
    }
})

test('of several lines the last that tells counts', () => {
  const refused = nginx('connect() failed (111: Connection refused) while connecting to upstream')
  const fine =
    '203.0.113.7 - - [01/Jan/2024:12:00:00 +0800] "GET /ok HTTP/1.1" 200 5 "-" "curl/8.5.0"'

  const { verdict } = diagnoseText(`${fine}\n${refused}\n${fine}`)

  assert.equal(verdict.key, 'access_layer_bad_gateway')
  assert.equal(
    diagnoseText(`${refused}\n${fine.replace(' 200 5', ' 502 157')}`).verdict.key,
    'access_layer_bad_gateway',
  )
})

test('a megabyte of lines of logs takes less than a second of work', () => {
  const longest = 'a/'.repeat(900)
  const line = `haproxy[12]: 203.0.113.7:51234 [01/Jan/2024:12:00:00.123] fe ${longest} 0/0/1 ${longest}\n`
  const texts = [
    line,
    `${nginx('x '.repeat(800))}\n`,
    `203.0.113.7 - - [01/Jan/2024:12:00:00 +0000] "GET /api HTTP/1.1" 503 190 ${'a, '.repeat(600)}\n`,
    `SSL ${'TLS certificate error: '.repeat(40)}\n`,
    '500 A error= ',
    'nginx: [a] 1#1: ? ',
  ].map((each) => each.repeat(Math.ceil(1_000_000 / each.length)))

  for (const text of texts) {
    const before = process.cpuUsage()
    diagnoseText(text)
    const workMs = process.cpuUsage(before).user / 1_000
    assert.ok(workMs < 1_000, `${Math.round(workMs)} ms for ${text.slice(0, 40)}`)
  }
})
