import type { Attempt, FlowRecord } from '../../src/model/flow-record.ts'
import { attemptDefaults, recordDefaults } from '../../src/model/record-defaults.ts'

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
  ...recordDefaults,
  request_id: '01933b6e-0000-7000-8000-000000000001',
  x_request_id: '01933b6e-0000-7000-8000-000000000001',
  timestamp: 1_795_340_000_000,
  gateway: 'shop',
  stage: 'prod',
  resource: 'get_order',
  app_code: 'demo-app',
  app_verified: true,
  client_ip: '198.51.100.7',
  method: 'GET',
  http_host: 'gateway.example.test',
  http_path: '/api/shop/prod/orders/7',
  backend: 'default',
  backend_scheme: 'http',
  backend_method: 'GET',
  backend_host: 'orders.internal',
  backend_path: '/v1/orders/7',
  backend_addr: '10.0.0.5:9000',
  status: 200,
  request_duration: 5,
  backend_duration: 4,
  release: 'shop/prod/3',
  node: 'node-1',
  phase_ms: { match: 0.01, admit: 0.05, forward: 4, relay: 0.2 },
  client: { ...recordDefaults.client, bytes_received: 180 },
  answered_by: 'backend',
  complete: true,
}

const usualAttempt: Attempt = { ...attemptDefaults, endpoint: 'orders.internal:9000' }
