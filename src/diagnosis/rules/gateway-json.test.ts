import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

/** JSON that gateways write themselves. */

test('the own JSON of a gateway that is known by it is not said to be of the service', () => {
  for (const [text, software] of [
    [
      'HTTP/1.1 401 Unauthorized\nContent-Type: application/json; charset=utf-8\nWWW-Authenticate: Key\nX-Kong-Request-Id: a3f0c12b9e7d4c4d8b5f7e1a2b3c4d5e\n\n{\n  "message":"Unauthorized",\n  "request_id":"a3f0c12b9e7d4c4d8b5f7e1a2b3c4d5e"\n}',
      'Kong',
    ],
    [
      'HTTP/1.1 400 Bad Request\nServer: kong/3.4.0\nX-Kong-Request-Id: 1\nContent-Type: application/json; charset=utf-8\n\n{"message":"Request header or cookie too large","request_id":"1"}',
      'Kong/3.4.0',
    ],
    [
      'HTTP/1.1 401 Unauthorized\nContent-Type: application/json; charset=UTF-8\n\n{"code":"900902","message":"Missing Credentials","description":"Invalid Credentials. Make sure your API invocation call has a header"}',
      'WSO2 API Manager',
    ],
    [
      'HTTP/1.1 404 Not Found\nServer: api-gateway\nContent-Type: application/json\n\n{"error_msg":"The API does not exist or has not been published in the environment","error_code":"APIG.0101","request_id":"9f1f2f0e7c1b1f0c"}',
      'Huawei Cloud APIG',
    ],
    [
      'HTTP/2 503\ncontent-type: application/json\nserver: envoy\n\n{"code":503,"message":"upstream connect error or disconnect/reset before headers. reset reason: connection failure"}',
      'Envoy',
    ],
    [
      'HTTP/2 401\ncontent-type: application/json\nserver: istio-envoy\n\n{"code":401,"message":"Jwt is missing"}',
      'Istio',
    ],
    [
      'HTTP/2 401\nwww-authenticate: Bearer realm="https://x"\ncontent-type: application/json\nserver: Google Frontend\n\n{"message":"Jwt is missing","code":401}',
      'Envoy',
    ],
  ] as const) {
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.responder, 'access_layer', text)
    assert.equal(verdict.software, software, text)
  }
})

test('what such a gateway passed on is not its own', () => {
  for (const text of [
    'HTTP/1.1 401 Unauthorized\nContent-Type: application/json\nX-Kong-Upstream-Latency: 3\nX-Kong-Proxy-Latency: 1\nVia: kong/3.4.0\nX-Kong-Request-Id: a3f0\n\n{"message":"Unauthorized","request_id":"a3f0"}',
    'HTTP/2 503\ncontent-type: application/json\nserver: envoy\nx-envoy-upstream-service-time: 12\n\n{"code":503,"message":"upstream connect error or disconnect/reset before headers. reset reason: connection failure"}',
  ])
    assert.equal(diagnoseText(text).verdict.responder, 'service', text)
})

test('JSON is at most possibly of the service where the header names a gateway that can write it', () => {
  for (const server of [
    'envoy',
    'istio-envoy',
    'kong/3.4.0',
    'awselb/2.0',
    'openresty',
    'APISIX/3.2',
  ]) {
    const { verdict } = diagnoseText(
      `HTTP/1.1 503 Service Unavailable\nServer: ${server}\nContent-Type: application/json\n\n{"code":503,"msg":"maintenance","data":null}`,
    )

    assert.notEqual(verdict.certainty, 'likely', server)
  }
})

test('Zuul and Spring Cloud Gateway are in front of the service, by their messages', () => {
  const spring = '"timestamp":"2024-01-01T00:00:00.000+00:00"'
  for (const [status, body, software, key] of [
    [
      '504',
      `{${spring},"status":504,"error":"Gateway Timeout","message":"com.netflix.zuul.exception.ZuulException: Hystrix Readed time out"}`,
      'Zuul',
      'access_layer_timeout',
    ],
    [
      '500',
      `{${spring},"status":500,"error":"Internal Server Error","exception":"com.netflix.zuul.exception.ZuulException","message":"GENERAL"}`,
      'Zuul',
      'access_layer_bad_gateway',
    ],
    [
      '503 Service Unavailable',
      `{${spring},"path":"/order/1","status":503,"error":"Service Unavailable","message":"Unable to find instance for order-service","requestId":"3b1c-1"}`,
      'Spring Cloud Gateway',
      'access_layer_no_upstream',
    ],
    [
      '504 Gateway Timeout',
      `{${spring},"path":"/order/1","status":504,"error":"Gateway Timeout","message":"Response took longer than timeout: PT5S","requestId":"3b1c-1"}`,
      'Spring Cloud Gateway',
      'access_layer_timeout',
    ],
  ] as const) {
    const text = `HTTP/1.1 ${status}\nContent-Type: application/json\n\n${body}\n`
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.responder, 'access_layer', body)
    assert.equal(verdict.software, software, body)
    assert.equal(verdict.key, key, body)
    assert.equal(diagnoseText(body).verdict.responder, 'access_layer', body)
  }
})

test('the error object of Spring with a status that gateways write is never surely of the service', () => {
  for (const body of [
    '{"timestamp":1704067200000,"status":503,"error":"Service Unavailable","path":"/order/1"}',
    '{"timestamp":"2024-01-01T00:00:00.000+00:00","path":"/order/1","status":504,"error":"Gateway Timeout","requestId":"3b1c-1"}',
    '{"timestamp":"2024-01-01T00:00:00.000+00:00","path":"/order/1","status":500,"error":"Internal Server Error","message":"Connection refused: no further information: /10.0.0.5:8080","requestId":"3b1c-1"}',
  ]) {
    const { verdict } = diagnoseText(body)

    assert.notEqual(verdict.certainty, 'likely', body)
  }
})

test('the error object of Spring with a status of its own is still of the service', () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 500 \nContent-Type: application/json\n\n{"timestamp":"2024-01-01T00:00:00.000+00:00","status":500,"error":"Internal Server Error","path":"/x"}',
  )

  assert.equal(verdict.responder, 'service')
  assert.equal(verdict.certainty, 'likely')
  assert.equal(verdict.software, 'Spring Boot')
})

test('a text that AWS API Gateway and the function behind it both write is at most possibly its own', () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 404 Not Found\nContent-Type: application/json\napigw-requestid: abc=\n\n{"message":"Not Found"}',
  )

  assert.notEqual(verdict.certainty, 'likely')
})

test("the page of AWS's load balancer has no footer", () => {
  const { verdict } = diagnoseText(
    'HTTP/2 502\nserver: awselb/2.0\ncontent-type: text/html\n\n<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n</body>\n</html>\n',
  )

  assert.equal(verdict.software, 'AWS load balancer')
  assert.equal(verdict.key, 'access_layer_bad_gateway')
})
