import type { HopJson } from '../../calling/call-json.ts'
import type { DebugHop } from '../debug/debug-call.ts'
import { entryOf } from '../debug/debug-caller.ts'
import { recordExample } from './flow-record-examples.ts'

/** Answers of online debugging, for the OpenAPI document. */
const entry = entryOf({
  id: 7,
  at: Date.parse('2026-11-30T12:00:00.000Z'),
  actor: 'user ann',
  gateway: 'shop',
  stage: 'prod',
  method: 'GET',
  path: '/orders/7',
  status: 502,
  key: 'backend_refused',
  fault: 'network',
})

export const debugCallsExample = { items: [entry], next: null }

const { record, verdict } = recordExample
const seen: HopJson = {
  request: 'GET http://127.0.0.1:8800/api/shop/prod/orders/7',
  status: 502,
  verdict,
  timeline: {
    dns_ms: 0,
    tcp_ms: 0.2,
    tls_ms: 0,
    send_ms: 0.1,
    wait_ms: 1.4,
    body_ms: 0.1,
    total_ms: 1.8,
  },
  started_at: '2026-11-30T12:00:00.000Z',
  addresses: [{ address: '127.0.0.1:8800', outcome: 'used', reason: '', errno: '' }],
  address: '127.0.0.1:8800',
  local_address: '127.0.0.1:41022',
  tls: null,
  request_headers: [['Host', '127.0.0.1:8800']],
  http_version: '1.1',
  reason: 'Bad Gateway',
  headers: [['Content-Type', 'application/json']],
  interim: [],
  body: { bytes: 18, is_binary: false, text: '{"code":1650200}', is_whole: true },
  gateway: null,
  notes: [],
}
const hop: DebugHop = { ...seen, record }

export const debugCallExample = {
  ...entry,
  isKept: true,
  request: { stage: 'prod', resource: 'get_order', pathParameters: { id: '7' } },
  leftOut: [],
  verdict,
  curl: "curl -i 'http://127.0.0.1:8800/api/shop/prod/orders/7'",
  hops: [hop],
}
