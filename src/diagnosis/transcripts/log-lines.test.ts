/** JSON lines of a log are no body of an answer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const caddy =
  '{"level":"error","ts":1704067200.123,"logger":"http.log.error","msg":"dial tcp 10.0.0.1:8080: connect: connection refused","request":{"remote_ip":"203.0.113.7","method":"GET","host":"shop.test","uri":"/api"},"duration":0.001,"status":502,"err_id":"abc123","err_trace":"reverseproxy.statusError (reverseproxy.go:1267)"}'
const nginx =
  '{"time_local":"01/Jan/2024:12:00:00 +0800","remote_addr":"203.0.113.7","request":"GET /api HTTP/1.1","status":502,"body_bytes_sent":157,"request_time":0.001,"upstream_addr":"10.0.0.1:8080","upstream_status":"502","upstream_response_time":"0.000"}'
const envoy =
  '{"method":"GET","path":"/api","protocol":"HTTP/1.1","response_code":503,"response_flags":"UF,URX","response_code_details":"upstream_reset_before_response_started{connection_failure}","upstream_host":"10.0.0.1:8080","duration":3}'
const traefik =
  '{"ClientAddr":"1.2.3.4:1","DownstreamStatus":502,"Duration":1000,"OriginStatus":502,"RequestMethod":"GET","RequestPath":"/api","ServiceName":"app@docker","level":"info","msg":"","time":"2024-01-01T00:00:00Z"}'

const lines: readonly (readonly [string, string, string, string | null])[] = [
  [caddy, 'access_layer_bad_gateway', 'likely', 'Caddy'],
  [nginx, 'access_layer_bad_gateway', 'possible', null],
  [
    nginx.replace(
      '"upstream_response_time"',
      '"upstream_header_time":"-","upstream_response_time"',
    ),
    'access_layer_bad_gateway',
    'likely',
    null,
  ],
  [nginx.replaceAll('502', '504'), 'access_layer_timeout', 'possible', null],
  [nginx.replaceAll('502', '500'), 'backend_error', 'possible', null],
  [envoy, 'access_layer_bad_gateway', 'likely', 'Envoy'],
  [envoy.replace('UF,URX', 'UH'), 'access_layer_no_upstream', 'likely', 'Envoy'],
  [envoy.replace('503', '504').replace('UF,URX', 'UT'), 'access_layer_timeout', 'likely', 'Envoy'],
  [envoy.replace('UF,URX', '-'), 'backend_error', 'possible', 'Envoy'],
  [traefik, 'access_layer_bad_gateway', 'possible', 'Traefik'],
  [
    traefik.replace('"Duration"', '"DownstreamContentSize":11,"Duration"'),
    'access_layer_bad_gateway',
    'likely',
    'Traefik',
  ],
]

for (const [line, key, certainty, software] of lines)
  test(`a proxy's log line is read as one: ${line.slice(0, 160)}`, () => {
    const texts = [line, JSON.stringify(JSON.parse(line), null, 2), `Since noon:\n${line}\nWhy?`]
    for (const text of texts) {
      const { verdict } = diagnoseText(text)

      assert.deepEqual(
        [verdict.key, verdict.certainty, verdict.software],
        [key, certainty, software],
      )
    }
  })

test('of several lines the last failure counts', () => {
  const { verdict } = diagnoseText(`${nginx}\n${caddy}\n${nginx.replace('502', '200')}`)

  assert.equal(verdict.software, 'Caddy')
})

test('of a long log the end counts', () => {
  const { verdict } = diagnoseText(`${nginx}\n`.repeat(4_000) + caddy)

  assert.deepEqual([verdict.key, verdict.software], ['access_layer_bad_gateway', 'Caddy'])
})

test('a success or a fault of the client in a log is no failure of anybody behind it', () => {
  const texts = [
    nginx.replaceAll('502', '200'),
    nginx.replaceAll('502', '499'),
    envoy.replace('503', '200').replace('UF,URX', '-'),
    envoy.replace('503', '0').replace('UF,URX', 'DC'),
    traefik.replaceAll('502', '404'),
  ]
  for (const text of texts) assert.equal(diagnoseText(text).verdict.certainty, 'unknown', text)
})

test("another program's log tells nothing about an answer", () => {
  const texts = [
    '{"timestamp":"2024-01-01T12:00:00Z","level":"warn","service":"order","msg":"inventory answered badly","url":"http://inventory/x","status":503}',
    '{"level":"error","ts":1704067200,"caller":"x.go:1","msg":"dial tcp 10.0.0.1:3306: connect: connection refused"}',
    '{"level":50,"time":1704067200000,"pid":1,"hostname":"a","msg":"connect ECONNREFUSED 127.0.0.1:6379"}',
  ]
  for (const text of texts) {
    const { verdict } = diagnoseText(text)

    assert.deepEqual([verdict.key, verdict.certainty], ['nothing_recognised', 'unknown'], text)
  }
})

test('a status among data makes no answer of a service', () => {
  const { verdict } = diagnoseText(
    '{"order_id":12,"status":500,"amount":3,"currency":"EUR","created":"2024-01-01"}',
  )

  assert.equal(verdict.certainty, 'unknown')
})

test('an error of a service that was printed alone stays one', () => {
  const { verdict } = diagnoseText(
    '{"timestamp":"2024-01-01T00:00:00.000+00:00","status":500,"error":"Internal Server Error","path":"/x"}',
  )

  assert.deepEqual([verdict.key, verdict.software], ['service_error', 'Spring Boot'])
})

test('secrets in a log line do not come out', () => {
  const line = caddy.replace('connection refused', 'refused password=hunter2')

  assert.doesNotMatch(JSON.stringify(diagnoseText(line)), /hunter2/)
})
