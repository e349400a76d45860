import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

function answer(status: string, head: readonly string[], body: string): string {
  return [`HTTP/1.1 ${status}`, ...head, '', body, ''].join('\n')
}

const json = 'Content-Type: application/json'

/** What another program wrote, and the names that must not be said of it. */
const imitated: readonly (readonly [text: string, notThis: string])[] = [
  ['HTTP Error 403: Forbidden', 'IIS'],
  ['HTTP Error 503: Service Unavailable', 'IIS'],
  ['ERROR: unable to download video data: HTTP Error 403: Forbidden', 'IIS'],
  [
    answer(
      '403 Forbidden',
      ['Server: APISIX/3.2.0', 'Content-Type: text/plain; charset=utf-8'],
      '{"message":"Your IP address is not allowed"}',
    ),
    'Kong',
  ],
  [
    answer(
      '404 Not Found',
      ['X-Powered-By: Express', 'Content-Type: text/html; charset=utf-8', 'Content-Length: 16'],
      'Cannot GET /foo',
    ),
    'fiber',
  ],
  [
    answer(
      '408 Request Timeout',
      ['Content-Type: text/plain; charset=utf-8', 'X-Powered-By: Express'],
      'request timeout',
    ),
    'Envoy',
  ],
  [
    answer(
      '413 Payload Too Large',
      ['X-Powered-By: Express', 'Content-Type: text/html; charset=utf-8'],
      'payload too large',
    ),
    'Envoy',
  ],
  [answer('408 Request Timeout', ['Content-Type: text/plain'], 'request timeout'), 'Envoy'],
  [
    answer(
      '400 Bad Request',
      ['Content-Type: application/json; charset=utf-8', 'Server: Kestrel'],
      '{"code":"BadRequest","message":"orderId is required"}',
    ),
    'restify',
  ],
  [
    answer(
      '404 Not Found',
      [
        'Server: WSGIServer/0.2 CPython/3.11.4',
        'Content-Type: application/json; charset=utf-8',
        'X-Frame-Options: DENY',
        'X-Content-Type-Options: nosniff',
        'Referrer-Policy: same-origin',
        'Cross-Origin-Opener-Policy: same-origin',
      ],
      '{"detail": "Not Found"}',
    ),
    'FastAPI',
  ],
  [
    answer(
      '404 Not Found',
      ['Content-Type: text/html;charset=UTF-8', 'Server: WildFly/10', 'X-Powered-By: Undertow/1'],
      'RESTEASY003210: Could not find resource for full path: http://localhost:8080/app/rest/x',
    ),
    'Quarkus',
  ],
  [
    answer(
      '403 Forbidden',
      ['Content-Type: application/xml', 'Server: MinIO', 'X-Amz-Request-Id: 17A0B5A1B4C2D3E4'],
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message><Resource>/b/</Resource></Error>',
    ),
    'Amazon S3',
  ],
  [
    answer(
      '404 Not Found',
      [
        'Server: Boa/0.94.14rc21',
        'Connection: close',
        'Content-Type: text/html; charset=ISO-8859-1',
      ],
      '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL /x was not found on this server.\n</BODY></HTML>',
    ),
    'busybox httpd',
  ],
  [
    answer(
      '400 Bad Request',
      [json],
      '{"code":40001,"message":"class is full","data":{"className":"math"}}',
    ),
    'Feathers',
  ],
  [
    answer(
      '500 Internal Server Error',
      ['X-Powered-By: Express', 'Content-Type: application/json; charset=utf-8'],
      String.raw`{"status":500,"stack":"Error: x\n at y"}`,
    ),
    'h3',
  ],
  [
    answer(
      '503 Service Unavailable',
      ['X-Powered-By: Express', 'Content-Type: application/json; charset=utf-8'],
      '{"message":"maintenance","statusCode":503}',
    ),
    'NestJS',
  ],
  [
    answer(
      '400 Bad Request',
      ['x-amzn-RequestId: 1', 'x-amzn-ErrorType: BadRequestException'],
      '{"message":"orderId missing"}',
    ),
    'AWS API Gateway',
  ],
]

test('a text that other programs write too is not given the name of one of them', () => {
  for (const [text, name] of imitated) {
    const software = diagnoseText(text).verdict.software ?? ''

    assert.ok(!software.startsWith(name), `${software}: ${text}`)
  }
})

test('a name that a text only suggests is said as a possibility', () => {
  const go = ['Date: Mon, 01 Jan 2024 00:00:00 GMT', 'Content-Length: 26']
  for (const text of [
    answer('401 Unauthorized', [json, ...go], '{"message":"unauthorized"}'),
    answer(
      '401 Unauthorized',
      ['Cache-Control: no-cache', `${json}; charset=UTF-8`, ...go],
      '{"message":"Unauthorized"}',
    ),
    answer(
      '404 Not Found',
      ['server: uvicorn', json],
      '{"status_code":404,"detail":"Item not found"}',
    ),
    '{"detail": "Unauthorized"}',
    answer(
      '422 Unprocessable Entity',
      [json, 'X-RateLimit-Limit: 60'],
      '{"message":"Validation failed","errors":{"name":["is required"]}}',
    ),
    answer(
      '500 Internal Server Error',
      [json, 'X-RateLimit-Limit: 60'],
      '{"message":"Server Error"}',
    ),
    answer(
      '503 Service Unavailable',
      [`${json}; charset=utf-8`],
      '{"statusCode":503,"message":"maintenance"}',
    ),
  ]) {
    const { verdict } = diagnoseText(text)

    assert.ok(verdict.software === null || verdict.certainty === 'possible', text)
  }
})

test('what the header names is said instead', () => {
  for (const [text, software] of [
    [imitated[4]?.[0] ?? '', 'Express'],
    [imitated[3]?.[0] ?? '', 'APISIX/3.2.0'],
    [imitated[11]?.[0] ?? '', 'MinIO'],
    [imitated[12]?.[0] ?? '', 'Boa/0.94.14rc21'],
  ] as const)
    assert.equal(diagnoseText(text).verdict.software, software)
})

test('a service that its own function wrote is not refused by the gateway before it', () => {
  const [text = ''] = imitated.at(-1) ?? []
  const { verdict } = diagnoseText(text)

  assert.notEqual(verdict.responder, 'access_layer')
  assert.doesNotMatch(verdict.next_steps.join(' '), /before the service saw it/)
})

test("a field that names another program makes a match by JSON's shape a doubt", () => {
  const body = '{"detail":"Not Found"}'
  const own = diagnoseText(answer('404 Not Found', ['server: uvicorn', json], body)).verdict
  assert.equal(own.software, 'FastAPI')
  for (const field of [
    'Server: gunicorn',
    'Server: Kestrel',
    'X-Powered-By: Express',
    'X-Powered-By: PHP/8.2.7',
  ]) {
    const { verdict } = diagnoseText(answer('404 Not Found', [field, json], body))

    assert.notEqual(verdict.software, 'FastAPI', field)
    assert.notEqual(verdict.key, 'service_route_not_found', field)
    assert.notEqual(verdict.certainty, 'likely', field)
  }
})
