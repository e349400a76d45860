/** Which words are those of a program whose call failed, and which are everyday ones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const noCalls = [
  'INFO 2024-01-01 12:00:00 Loaded certificate chain from /etc/ssl/cert.pem',
  '2024-01-01T00:00:00Z INFO gateway started, certificate valid until 2025',
  'How do I get a certificate for my app on the gateway? I opened a ticket yesterday.',
  'Our certificate has expired, must we renew it on the gateway too?',
  '我们的证书下周到期，需要在网关上更换吗？',
  '我们的证书已过期，需要在网关上更换吗？',
  'Successfully received certificate.\nCertificate is saved at: /etc/letsencrypt/live/shop.test/fullchain.pem',
  'rpc error: code = PermissionDenied desc = client certificate has no role orders',
  'We use a self-signed certificate between gateway and service.',
  'The pump in hall 3 has a broken pipe, who must act?',
  'python: SyntaxError: unexpected EOF while parsing',
  'bash: -c: line 1: unexpected EOF while looking for matching `"\'',
  'json: cannot unmarshal: unexpected EOF',
  'npm ERR! ERESOLVE could not resolve dependency tree',
  'The dependency could not be resolved',
  '[vite] Failed to resolve import "./x" from "src/main.ts"',
  'connectTimeout: 3000',
  'Set the connect timeout to 3 s before the release.',
  'The service failed to respond to our mail',
  'He refused to connect his phone',
  'The service took too long to respond today.',
  'No data received from sensor 4',
  '您的证书编号无效，请重新输入',
  '点击按钮没有反应',
  '接口响应时间过长，需要优化',
  '无法解析请求参数',
]

for (const text of noCalls)
  test(`everyday words are no failed call: ${text.slice(0, 100)}`, () => {
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.key, 'nothing_recognised')
    assert.equal(verdict.certainty, 'unknown')
  })

const hearsay = [
  'Why do I get connection refused?',
  '为什么 Connection refused？',
  'If you see connection refused, start it.',
]

for (const text of hearsay)
  test(`what a person asks or explains is at most possible: ${text}`, () => {
    const { key, certainty } = diagnoseText(text).verdict

    assert.deepEqual([key, certainty], ['call_refused', 'possible'])
  })

test('a cause alone does not show which client it was, a trace of an HTTP client does', () => {
  const cause =
    'Caused by: java.net.ConnectException: Connection refused\n\tat java.net.PlainSocketImpl.socketConnect(Native Method)'
  const certaintyOf = (text: string): string => diagnoseText(text).verdict.certainty

  assert.equal(certaintyOf(cause), 'possible')
  assert.equal(
    certaintyOf(`java.io.IOException\n\tat okhttp3.RealCall.execute(RealCall.kt:1)\n${cause}`),
    'likely',
  )
})

const ofDependencies = [
  'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\n\tat com.mysql.cj.jdbc.ConnectionImpl.connect(ConnectionImpl.java:1)\nCaused by: java.net.ConnectException: Connection refused (Connection refused)\n\tat java.net.PlainSocketImpl.socketConnect(Native Method)',
  'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
  'psycopg2.OperationalError: connection to server at "db" (10.0.0.1), port 5432 failed: Connection refused',
  '[2024-01-01 00:00:00,000: ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.',
  'ssh: connect to host 10.0.0.1 port 22: Connection refused',
  'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.',
  'Error: connect ECONNREFUSED 127.0.0.1:5432',
  'dial tcp 10.0.0.1:6379: connect: connection refused',
  'pika.exceptions.AMQPConnectionError: Connection refused',
]

for (const text of ofDependencies)
  test(`a database, queue or shell is not the call: ${text.slice(0, 100)}`, () => {
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.key, 'nothing_recognised')
    assert.match(verdict.summary, /not of a call over HTTP/)
    assert.doesNotMatch(JSON.stringify(verdict), /wrote a response|guest:gu/)
  })

/** Key, fault, owner and certainty of what a program prints, or of its last lines. */
const failures: readonly (readonly [string, string])[] = [
  [
    'httpx.RemoteProtocolError: Server disconnected without sending a response.',
    'call_empty_reply unsure caller likely',
  ],
  [
    'httpx.RemoteProtocolError: peer closed connection without sending complete message body (incomplete chunked read)',
    'answer_cut unsure backend likely',
  ],
  ['Error: write EPROTO 80E1:error', 'call_tls_failed network caller likely'],
  ['BrokenPipeError: [Errno 32] Broken pipe', 'call_reset unsure caller likely'],
  ['java.net.SocketException: Broken pipe (Write failed)', 'call_reset unsure caller likely'],
  ['Get "http://shop.test/export": unexpected EOF', 'answer_cut unsure backend likely'],
  ['Get "http://shop.test/": EOF', 'call_empty_reply unsure caller likely'],
  [
    "TypeError: fetch failed\n    at node:internal/deps/undici/undici:13502:13 {\n  [cause]: SocketError: other side closed\n    code: 'UND_ERR_SOCKET'\n}",
    'call_empty_reply unsure caller likely',
  ],
  [
    'TypeError: terminated\n  [cause]: SocketError: other side closed',
    'answer_cut unsure backend likely',
  ],
  [
    'error sending request for url (https://shop.test/): error trying to connect: invalid peer certificate: UnknownIssuer',
    'call_certificate_refused unsure caller likely',
  ],
  ['unexpected EOF', 'answer_cut unsure backend possible'],
  [
    'aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected',
    'call_empty_reply unsure caller likely',
  ],
  [
    "aiohttp.client_exceptions.ClientPayloadError: Response payload is not completed: <TransferEncodingError: 400, message='Not enough data to satisfy transfer length header.'>",
    'answer_cut unsure backend likely',
  ],
  [
    "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host shop.test:443 ssl:default [Connect call failed ('10.0.0.1', 443)]",
    'call_refused network operator possible',
  ],
  ['httpx.ConnectError: All connection attempts failed', 'call_refused network operator possible'],
  [
    'Get "http://shop.test:443/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"',
    'call_tls_failed client caller likely',
  ],
  [
    'Get "http://shop.test": read tcp 10.0.0.2:5000->10.0.0.1:80: i/o timeout',
    'call_gave_up unsure caller likely',
  ],
  [
    'dial tcp: lookup shop.test on 10.0.0.53:53: read udp 10.0.0.2:5000->10.0.0.53:53: i/o timeout',
    'call_name_unknown network caller likely',
  ],
  [
    'Get "http://shop.test": dial tcp: lookup shop.test on 10.0.0.53:53: read udp 10.0.0.2:5000->10.0.0.53:53: read: connection refused',
    'call_name_unknown network caller likely',
  ],
  [
    'reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response',
    'call_empty_reply unsure caller likely',
  ],
  [
    'reactor.netty.http.client.PrematureCloseException: Connection prematurely closed DURING response',
    'answer_cut unsure backend likely',
  ],
  [
    ' ---> System.Net.Http.HttpIOException: The response ended prematurely. (ResponseEnded)',
    'call_empty_reply unsure caller likely',
  ],
  ['Net::OpenTimeout: execution expired', 'call_connect_timeout network caller likely'],
  [
    "fatal: unable to access 'https://x/': GnuTLS recv error (-110): The TLS connection was non-properly terminated.",
    'call_reset unsure caller likely',
  ],
  [
    "fatal: unable to access 'https://x/': schannel: failed to receive handshake, SSL/TLS connection failed",
    'call_tls_failed network caller likely',
  ],
  [
    "Error: Parse Error: Expected HTTP/\n    at Socket.socketOnData (node:_http_client:500:22) {\n  code: 'HPE_INVALID_CONSTANT'\n}",
    'call_interrupted unsure caller unknown',
  ],
  [
    'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
    'status_only unsure caller unknown',
  ],
  [
    'requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
    'status_only unsure caller unknown',
  ],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'call_refused network caller likely'],
  [
    "requests.exceptions.ProxyError: HTTPSConnectionPool(host='shop.test', port=443): Max retries exceeded with url: /api (Caused by ProxyError('Cannot connect to proxy.', NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')))",
    'call_refused network caller likely',
  ],
  [
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused',
    'call_refused network caller likely',
  ],
  [
    "npm ERR! code ECONNREFUSED\nnpm ERR! errno ECONNREFUSED\nnpm ERR! FetchError: request to https://registry.npmjs.org/x failed, reason: connect ECONNREFUSED 127.0.0.1:7890\nnpm ERR! If you are behind a proxy, please make sure that the\nnpm ERR! 'proxy' config is set properly.",
    'call_refused network caller possible',
  ],
  [
    'Get "http://shop.test:7999/hosts": dial tcp 127.9.0.1:7999: connect: connection refused',
    'call_refused network operator likely',
  ],
  [
    'java.net.http.HttpConnectTimeoutException: HTTP connect timed out',
    'call_connect_timeout network caller likely',
  ],
  [
    'Unable to connect to the server: x509: certificate signed by unknown authority',
    'call_certificate_refused unsure caller likely',
  ],
  ['Error: self-signed certificate', 'call_certificate_refused unsure caller likely'],
  [
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
    'call_certificate_refused unsure caller likely',
  ],
  [
    'Invoke-WebRequest : 根据验证过程，远程证书无效。',
    'call_certificate_refused unsure caller likely',
  ],
  [
    'feign.FeignException$ServiceUnavailable: [503] during [GET] to [http://order-service/x] [OrderClient#get(String)]: [Load balancer does not contain an instance for the service order-service]',
    'call_unreachable unsure backend likely',
  ],
]

for (const [text, expected] of failures)
  test(`${expected}: ${text.slice(0, 120)}`, () => {
    const { key, fault, owner, certainty } = diagnoseText(text).verdict

    assert.equal(`${key} ${fault} ${owner} ${certainty}`, expected)
  })

const statuses: readonly (readonly [string, number])[] = [
  [
    'PHP Warning:  file_get_contents(http://shop.test/x): failed to open stream: HTTP request failed! HTTP/1.1 502 Bad Gateway in /app/x.php on line 3',
    502,
  ],
  [
    'org.springframework.web.reactive.function.client.WebClientResponseException$BadGateway: 502 Bad Gateway from GET http://shop.test/api',
    502,
  ],
  [
    "requests.exceptions.RetryError: HTTPSConnectionPool(host='shop.test', port=443): Max retries exceeded with url: /api (Caused by ResponseError('too many 503 error responses'))",
    503,
  ],
  [
    "aiohttp.client_exceptions.ClientResponseError: 502, message='Bad Gateway', url=URL('http://shop.test/api')",
    502,
  ],
  [
    'npm ERR! code E407\nnpm ERR! 407 Proxy Authentication Required - GET https://registry.npmjs.org/x',
    407,
  ],
  ["httpx.HTTPStatusError: Server error '502 Bad Gateway' for url 'http://shop.test/api'", 502],
  ['curl: (22) The requested URL returned error: 502', 502],
]

for (const [text, status] of statuses)
  test(`only the status ${status} is left of: ${text.slice(0, 120)}`, () => {
    const { hops, verdict } = diagnoseText(text)

    assert.equal(verdict.key, 'status_only')
    assert.equal(hops[0]?.status, status)
    assert.equal(verdict.certainty, 'unknown')
  })

test('what came back and is no HTTP is not called a text that ends', () => {
  const { verdict } = diagnoseText('Error: Parse Error: Expected HTTP/')

  assert.match(verdict.summary, /no answer in HTTP\/1/)
  assert.doesNotMatch(verdict.summary, /wrote a response/)
})
