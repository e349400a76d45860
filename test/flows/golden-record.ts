import type { Attempt, FlowRecord } from '../../src/model/flow-record.ts'

/** The record that golden cases start from: an answered request to the gateway `shop`. A case names
 *  only what differs. */
export function goldenRecord(changes: Readonly<Record<string, unknown>>): FlowRecord {
  const { attempts, ...rest } = changes
  const given: unknown[] = Array.isArray(attempts) ? attempts : []
  const record: FlowRecord = {
    ...usual,
    ...rest,
    attempts: given.map((attempt) => Object.assign({}, usualAttempt, attempt)),
  }
  return record
}

const usual: FlowRecord = {
  request_id: '01933b6e-0000-7000-8000-000000000001',
  x_request_id: '01933b6e-0000-7000-8000-000000000001',
  traceparent: '',
  timestamp: 1_795_340_000_000,
  gateway: 'shop',
  stage: 'prod',
  resource: 'get_order',
  app_code: 'demo-app',
  app_verified: true,
  bk_username: '',
  client_ip: '198.51.100.7',
  method: 'GET',
  http_host: 'gateway.example.test',
  http_path: '/api/shop/prod/orders/7',
  params: '',
  body: '',
  backend: 'default',
  backend_scheme: 'http',
  backend_method: 'GET',
  backend_host: 'orders.internal',
  backend_path: '/v1/orders/7',
  backend_addr: '10.0.0.5:9000',
  status: 200,
  backend_status: 0,
  response_body: '',
  response_size: 0,
  request_duration: 5,
  backend_duration: 4,
  code: 0,
  code_name: '',
  error: '',
  error_key: '',
  error_facts: {},
  release: 'shop/prod/3',
  node: 'node-1',
  phase_ms: { match: 0.01, admit: 0.05, forward: 4, relay: 0.2 },
  plugins: [],
  attempts: [],
  backend_headers: [],
  client: { ended_by: '', half_closed_ms: -1, bytes_received: 180 },
  answered_by: 'backend',
  complete: true,
}

const usualAttempt: Attempt = {
  endpoint: 'orders.internal:9000',
  address: '',
  local_address: '',
  reused: false,
  idle_ms: -1,
  dns_ms: -1,
  connect_ms: -1,
  tls_ms: -1,
  sent_ms: -1,
  first_byte_ms: -1,
  head_ms: -1,
  end_ms: -1,
  bytes_sent: 0,
  bytes_received: 0,
  status: 0,
  failure: '',
  errno: '',
  tls_alert: '',
  certificate: '',
  ended_by: '',
  body_expected: -1,
  body_received: 0,
  first_bytes: '',
  detail: '',
}
