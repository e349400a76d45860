import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

/** What is left of a text still tells much, and what is missing from it is no sign of anything. */
const gatewayBody =
  '{"code":1640301,"data":null,"code_name":"APP_NO_PERMISSION","message":"App has no permission to the resource","result":false}'

test("the gateway's own words for an error tell it where the field of the code was cut off", () => {
  const { verdict } = diagnoseText(
    `X-Bkapi-Error-Message: App has no permission to the resource\nX-Bkapi-Request-ID: 0af1\nContent-Length: 120\n\n${gatewayBody}`,
  )
  assert.deepEqual(
    [verdict.responder, verdict.key, verdict.certainty],
    ['gateway', 'app_no_permission', 'likely'],
  )
})

test('the link of our own error tells its key without code and body', () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 502 Bad Gateway\nContent-Type: application/json\nProxy-Status: faultline; error=connection_refused\nLink: <https://gw.test/errors/backend_refused>; rel="help"',
  )
  assert.deepEqual([verdict.responder, verdict.key], ['gateway', 'backend_refused'])
})

test("a message of a gateway's with the status of another error is no mark", () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 500 Internal Server Error\nX-Bkapi-Error-Message: App has no permission to the resource\nContent-Length: 0',
  )
  assert.notEqual(verdict.responder, 'gateway')
})

test('a gateway body under a header without marks may be relayed, so it is possible only', () => {
  const head = 'HTTP/1.1 403 Forbidden\nContent-Type: application/json\nContent-Length: 120'
  const { verdict } = diagnoseText(`${head}\n\n${gatewayBody}`)
  assert.deepEqual([verdict.responder, verdict.certainty], ['gateway', 'possible'])
  assert.match(
    verdict.evidence.map(({ statement }) => statement).join('\n'),
    /were cut out, or a service relayed/,
  )
})

test('an application server, or another status, says that a service copied the body', () => {
  for (const head of [
    'HTTP/1.1 403 Forbidden\nServer: Werkzeug/3.0',
    'HTTP/1.1 200 OK\nServer: nginx',
  ]) {
    const { verdict } = diagnoseText(`${head}\nContent-Type: application/json\n\n${gatewayBody}`)
    assert.equal(verdict.key, 'backend_imitates_gateway', head)
  }
})

test("the name of a gateway's code stands for the code that was cut out", () => {
  const { verdict } = diagnoseText(
    '{\n  "data": null,\n  "code_name": "BAD_GATEWAY",\n  "result": false\n}',
  )
  assert.deepEqual([verdict.responder, verdict.certainty], ['gateway', 'possible'])
})

test('a status line that was cut off is found in the header, and never makes a success likely', () => {
  const { verdict, hops } = diagnoseText(
    'X-Powered-By: Express\nX-Bkapi-Request-ID: 0af1\nProxy-Status: faultline; received-status=200\nContent-Length: 10\n\n{"id":"1"}',
  )
  assert.deepEqual(
    [verdict.key, verdict.responder, verdict.certainty, hops[0]?.status],
    ['answered', 'service', 'possible', 200],
  )
})

test('a header without status and body is no failure of the service', () => {
  const { verdict } = diagnoseText(
    'Server: gunicorn\nDate: Sun, 22 Nov 2026 10:50:42 GMT\nContent-Type: text/html',
  )
  assert.equal(verdict.fault, 'unsure')
})

test('a place to go to, without status and body, is a redirect', () => {
  const { verdict } = diagnoseText(
    'Server: gunicorn\nLocation: /orders/\nX-Content-Type-Options: nosniff\nContent-Length: 0',
  )
  assert.deepEqual([verdict.key, verdict.fault], ['redirected', 'none'])
  assert.doesNotMatch(verdict.summary, /\b0\b|\(\)/)
})

test('a field that may have been cut off is not said to be missing', () => {
  // micro sends no Content-Type: that this header shows none proves nothing
  const { verdict } = diagnoseText(
    'Content-Length: 22\nETag: W/"16-WZ8"\nDate: Sun, 22 Nov 2026 10:50:29 GMT\nConnection: keep-alive\nKeep-Alive: timeout=5\n\nUnsupported Media Type',
  )
  assert.equal(verdict.software, null)
  assert.equal(verdict.fault, 'client')
})

const beginning = '<html>\n<head><title>502 Bad Gateway</title></head>\n<body>'

test("the beginning of nginx's page is nginx's, as long as nobody else of the family is named", () => {
  const ofNginx = diagnoseText(
    `HTTP/1.1 502 Bad Gateway\nServer: nginx\nContent-Type: text/html\n\n${beginning}`,
  )
  assert.deepEqual(
    [ofNginx.verdict.responder, ofNginx.verdict.software, ofNginx.verdict.certainty],
    ['access_layer', 'nginx', 'possible'],
  )
  const ofStgw = diagnoseText(
    `HTTP/1.1 502 Bad Gateway\nServer: stgw/1.3\nContent-Length: 154\n\n${beginning}`,
  )
  assert.deepEqual([ofStgw.verdict.software, ofStgw.verdict.certainty], ['stgw', 'possible'])
})

test('a cut page as long as announced, to the byte, is likely that of the server that is named', () => {
  const length = 115 + 2 * '502 Bad Gateway'.length + 'nginx/1.22.1'.length
  const head = (bytes: number): string =>
    `HTTP/1.1 502 Bad Gateway\nServer: nginx/1.22.1\nContent-Type: text/html\nContent-Length: ${bytes}\n\n<html>`
  const { verdict } = diagnoseText(head(length))
  assert.deepEqual([verdict.software, verdict.certainty], ['nginx/1.22.1', 'likely'])
  assert.equal(diagnoseText(head(length + 1)).verdict.software, null)
})

test('the end of a page names its program', () => {
  const ends = {
    nginx:
      '<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx/1.22.1</center>\n</body>\n</html>',
    HAProxy: "The server didn't respond in time.\n</body></html>",
    Apache: 'Apache/2.4.71 (Debian) Server at wiki.example.test Port 80',
    Tomcat:
      ' at a.B.c(B.java:1)\n</pre><hr class="line" /><h3>Apache Tomcat/10.1.60</h3></body></html>',
  }
  for (const [name, text] of Object.entries(ends))
    assert.match(diagnoseText(text).verdict.software ?? '', new RegExp(`^${name}`), name)
})

test('an answer in curl -v whose header lines were cut out is read by its body', () => {
  const { verdict } = diagnoseText(
    '* Connected to edge.test (127.0.0.1) port 80 (#0)\n> GET / HTTP/1.1\n> Host: edge.test\n> \n<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n* Connection #0 to host edge.test left intact',
  )
  assert.deepEqual([verdict.responder, verdict.software], ['access_layer', 'HAProxy'])
})

test('a redirect that curl follows is judged, but not surely where the text ends before what came of it', () => {
  const { verdict, hops } = diagnoseText(
    "* Connected to shop.test (127.0.0.1) port 80 (#0)\n> GET /app HTTP/1.1\n> Host: shop.test\n> \n< HTTP/1.1 302 Moved Temporarily\n< Server: nginx/1.22.1\n< Content-Type: text/html\n< Content-Length: 145\n< Location: https://shop.test/app\n< \n* Ignoring the response-body\n* Issue another request to this URL: 'https://shop.test/app'",
  )
  assert.equal(hops.length, 1)
  assert.deepEqual([verdict.responder, verdict.certainty], ['access_layer', 'possible'])
})

test('HTTP/2 has no phrase: the length of the page is that with the usual one', () => {
  const { verdict } = diagnoseText(
    'HTTP/2 502\nserver: nginx/1.22.1\ncontent-type: text/html\ncontent-length: 157\n\n<html>',
  )
  assert.deepEqual([verdict.software, verdict.certainty], ['nginx/1.22.1', 'likely'])
})

test('a status with its phrase and nothing else is one, a number with a word is not', () => {
  assert.equal(diagnoseText('503 Service Unavailable').hops[0]?.status, 503)
  assert.equal(diagnoseText('404 Orders').hops.length, 0)
})

test('the object of PowerShell is read without its first lines', () => {
  const { verdict } = diagnoseText(
    'RawContent        : HTTP/1.1 200 OK\n                    Content-Type: application/json\n\n                    {"code":0,"data":[],"message":"success","result":true}\nForms             : {}',
  )
  assert.equal(verdict.fault, 'none')
})

test('too many requests are those of the caller, whoever counted them', () => {
  const { verdict } = diagnoseText('HTTP/1.1 429 Too Many Requests\nContent-Length: 0')
  assert.deepEqual([verdict.fault, verdict.owner], ['client', 'caller'])
})

const entry = (url: string, status: number): string =>
  `{"request":{"method":"GET","url":"${url}","headers":[],"headersSize":1},"response":{"status":${status},"statusText":"","headers":[],"content":{"text":"{\\"error\\":\\"x\\"}"}}}`

test('of a HAR without its beginning every whole entry is read, and its success is never likely', () => {
  const text = `"_id": "7"},\n${entry('http://a.test/1', 200)},\n${entry('http://a.test/2', 404)},\n${entry('http://a.test/3', 200)},\n{"request":{"method":"GET","url":"http://a.test/4","httpVersion":"h`
  const { detected, hops } = diagnoseText(text)
  assert.equal(detected, 'har')
  assert.deepEqual(
    hops.map(({ status }) => status),
    [200, 404, 200],
  )
  const lastOnly = diagnoseText(
    `"_id": "7"},\n${entry('http://a.test/1', 204).replace('\\"error\\":\\"x\\"', '')},\n{"request":{"method":"GET","url":"http://a.test/4","httpVersion":"h`,
  )
  assert.notEqual(lastOnly.verdict.certainty, 'likely')
})

test('members of an object between two quotes are no quoted text', () => {
  const { hops } = diagnoseText(
    `"cookies": [],\n"request": {"method":"GET","url":"http://a.test/","headersSize":1},\n"response": {"status":502,"headers":[],"content":{"text":"say \\"no\\""}},\n"note": "x"`,
  )
  assert.deepEqual(
    hops.map(({ status }) => status),
    [502],
  )
})

test('the end of a curl command is a request, not an answer', () => {
  const { hops } = diagnoseText(
    "  -H 'Accept: application/json' \\\n  --data-raw $'{\"name\":\"it\\'s\"}' \\\n  --insecure",
  )
  assert.deepEqual(hops, [])
})

test('what wget prints of a header counts where the status line is missing', () => {
  const { verdict } = diagnoseText(
    '--2026-11-22 10:50:46--  http://api.test/x\n  X-Bkapi-Error-Code: 1650200\n  X-Bkapi-Error-Message: Bad Gateway [upstream_error="connection refused"]\n2026-11-22 10:50:46 ERROR 502: Bad Gateway.',
  )
  assert.deepEqual([verdict.responder, verdict.certainty], ['gateway', 'likely'])
})

test('a message with its detail, or a body cut off at once, takes nothing from a gateway', () => {
  const printed = diagnoseText(
    `{\n  data: null,\n  message: 'Bad Gateway [upstream_error="connection refused"]',\n  result: false\n}`,
  )
  assert.deepEqual([printed.verdict.responder, printed.verdict.certainty], ['gateway', 'possible'])
  const cut = diagnoseText(
    'HTTP/1.1 404 Not Found\nX-Bkapi-Error-Code: 1640401\nX-Bkapi-Request-ID: 1\nContent-Length: 151\n\n{',
  )
  assert.equal(cut.verdict.responder, 'gateway')
})
