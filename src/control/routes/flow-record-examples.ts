import { diagnose } from '../../diagnosis/diagnose.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { attemptDefaults, recordDefaults } from '../../model/record-defaults.ts'

/** Answers of /api/v1/flow-records, for the OpenAPI document: one refused connection, judged as it would be. */
const record: FlowRecord = {
  ...recordDefaults,
  request_id: '019ab4e1-2c00-7a31-9b02-5d1f0c8e7a44',
  timestamp: 1_796_065_963_210,
  gateway: 'shop',
  stage: 'prod',
  resource: 'get_order',
  app_code: 'demo-app',
  app_verified: true,
  client_ip: '192.0.2.7',
  method: 'GET',
  http_host: 'api.example.com',
  http_path: '/api/shop/prod/orders/7',
  backend: 'default',
  backend_scheme: 'http',
  backend_method: 'GET',
  backend_host: 'orders:8080',
  backend_path: '/orders/7',
  backend_addr: '10.0.3.9:8080',
  status: 502,
  request_duration: 1.2,
  code: 1_650_200,
  code_name: 'BAD_GATEWAY',
  error: 'Bad Gateway [upstream_error="connection refused"]',
  error_key: 'backend_refused',
  release: '3',
  node: 'gateway-0',
  phase_ms: { match: 0.01, admit: 0.1, forward: 1, relay: 0 },
  attempts: [
    {
      ...attemptDefaults,
      endpoint: 'http://orders:8080',
      address: '10.0.3.9:8080',
      failure: 'backend_refused',
      errno: 'ECONNREFUSED',
    },
  ],
  answered_by: 'gateway',
  complete: true,
}

const contacts = {
  operator: '',
  maintainersOf: () => ['shop-admin'],
  ownersOf: () => ['orders-team'],
  appOwner: () => 'shop-web-team',
}
const verdict = diagnose(record, { contacts, language: 'en' })

export const recordExample = { record, verdict, evidence: verdict.evidence }

const from = 1_796_062_363_210
const to = 1_796_065_963_210
const counted = { complete: true, gaps: [] }

export const recordListExample = { items: [record], next: null, ...counted }

const histogram = {
  from,
  to,
  step_ms: 1_800_000,
  by: 'fault',
  total: 12,
  times: [1_796_062_200_000, 1_796_064_000_000],
  series: [{ value: 'network', total: 12, counts: [5, 7] }],
  others: { total: 0, counts: [0, 0] },
}

export const histogramExample = { ...histogram, ...counted }

const fields = [
  {
    field: 'key',
    total: 12,
    distinct: 1,
    values: [{ value: 'backend_refused', count: 12, share: 1 }],
    others: 0,
  },
]

export const topValuesExample = { fields, ...counted, from, to }

export const summaryExample = { histogram, fields, ...counted, from, to }

const durations = { count: 12, p50: 1.2, p90: 1.9, p95: 2.1, p99: 2.4, max: 2.4 }

export const percentilesExample = {
  of: 'request_duration',
  by: 'resource',
  all: durations,
  groups: [{ value: 'get_order', ...durations }],
  ...counted,
  from,
  to,
}

export const differencesExample = {
  selected: 12,
  rest: 400,
  counted: { selected: 12, rest: 400 },
  items: [
    {
      field: 'backend_addr',
      value: '10.0.3.9:8080',
      score: 42.1,
      selected: { count: 12, share: 1 },
      rest: { count: 4, share: 0.01 },
      also: [],
    },
  ],
  ...counted,
  from,
  to,
}

export const failuresExample = {
  groups: [
    {
      gateway: 'shop',
      stage: 'prod',
      key: 'backend_refused',
      responder: 'gateway',
      fault: 'network',
      owner: 'backend',
      count: 12,
      firstAt: from,
      lastAt: to - 1,
      requestId: '0197a8c2-3d7e-7f11-9a51-0242ac120002',
    },
  ],
  others: { groups: 0, count: 0 },
  ...counted,
  from,
  to,
}

export const completionExample = {
  from: 0,
  to: 3,
  field: null,
  items: [
    {
      text: 'status:',
      kind: 'field',
      description: { en: 'Status sent to the caller.', zh: '返回给调用方的状态码。' },
    },
  ],
  problem: null,
}
