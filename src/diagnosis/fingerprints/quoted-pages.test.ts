import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

function jsonAnswer(status: string, body: unknown): string {
  return `HTTP/1.1 ${status}\nContent-Type: application/json\n\n${JSON.stringify(body)}\n`
}

const nginxPage =
  '502 <html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n'

test("a page of a proxy that a service's JSON quotes is not who answered", () => {
  for (const quoted of [
    nginxPage,
    '{"message":"An invalid response was received from the upstream server"}',
    'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    '<h1>Error</h1>\n<p>failed</p>\n<p>request_id: 0af1</p>',
    '{"code":"FST_REPLY_FROM_SERVICE_UNAVAILABLE"}',
  ]) {
    const body = { code: 50012, message: `call pricing failed: ${quoted}`, request_id: 'r-1' }
    const { verdict } = diagnoseText(jsonAnswer('500 Internal Server Error', body))

    assert.equal(verdict.responder, 'service', quoted)
    assert.equal(verdict.key, 'service_error', quoted)
    assert.equal(verdict.software, null, quoted)
  }
})

test('a quoted page is not who answered where the JSON is cut off, or as long as a page', () => {
  const body = JSON.stringify({ code: 50012, message: `failed: ${nginxPage}`, request_id: 'r-1' })
  const long = JSON.stringify({ rows: 'x'.repeat(40_000), message: nginxPage, code: 1 })
  for (const text of [body.slice(0, -40), long]) {
    const { verdict } = diagnoseText(
      `HTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n${text}\n`,
    )

    assert.notEqual(verdict.responder, 'access_layer')
    assert.equal(verdict.software, null)
  }
})

test('a quoted page does not make two writers of one', () => {
  const { verdict } = diagnoseText(
    jsonAnswer('500 ', {
      timestamp: '2024-01-01T00:00:00.000+00:00',
      status: 500,
      error: 'Internal Server Error',
      message: `502 Bad Gateway: "${nginxPage}"`,
      path: '/api/x',
    }),
  )

  assert.equal(verdict.responder, 'service')
  assert.equal(verdict.software, 'Spring Boot')
})

test('a sentence of a framework within JSON does not name the framework', () => {
  for (const body of [
    { error: 'Error establishing a database connection' },
    { code: 40001, message: 'class is full', data: { className: 'math' } },
    { code: 40001, message: 'class is full', data: { className: 'not-found' } },
  ])
    assert.equal(diagnoseText(jsonAnswer('500 Internal Server Error', body)).verdict.software, null)
})

test('what a program writes as JSON itself is still its own', () => {
  for (const [status, body, software] of [
    ['404 Not Found', { message: 'no Route matched with those values' }, 'Kong'],
    [
      '502 Bad Gateway',
      { message: 'An invalid response was received from the upstream server' },
      'Kong',
    ],
    ['404 Not Found', { error_msg: '404 Route Not Found' }, 'APISIX'],
    [
      '404 Not Found',
      { name: 'NotFound', message: 'Page not found', code: 404, className: 'not-found' },
      'Feathers',
    ],
    [
      '415 Unsupported Media Type',
      { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', error: 'x', message: 'y' },
      'Fastify',
    ],
  ] as const)
    assert.equal(diagnoseText(jsonAnswer(status, body)).verdict.software, software)
})

test('a page within a text or within XML is a quotation too', () => {
  for (const [type, body] of [
    ['text/plain', `Error calling pricing: ${nginxPage}`],
    [
      'text/xml',
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring><![CDATA[${nginxPage}]]></faultstring></soap:Fault></soap:Body></soap:Envelope>`,
    ],
  ]) {
    const { verdict } = diagnoseText(
      `HTTP/1.1 500 Internal Server Error\nContent-Type: ${type}\n\n${body}\n`,
    )

    assert.notEqual(verdict.responder, 'access_layer', type)
    assert.equal(verdict.software, null, type)
  }
})

test('an error object of a framework within that of a service does not name the framework', () => {
  for (const inner of [
    { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', error: 'x', message: 'y' },
    { type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1', traceId: '00-0af7651916cd43dd' },
    { type: 'https://symfony.com/errors/validation', title: 'x' },
  ])
    assert.equal(
      diagnoseText(jsonAnswer('500 Internal Server Error', { code: 9, upstream: inner })).verdict
        .software,
      null,
    )
})
