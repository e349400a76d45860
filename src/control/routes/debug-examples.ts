import { recordExample } from './flow-record-examples.ts'

/** Answers of online debugging, for the OpenAPI document. */
const entry = {
  id: 7,
  at: '2026-11-30T12:00:00.000Z',
  actor: 'user ann',
  stage: 'prod',
  method: 'GET',
  path: '/orders/7',
  status: 502,
  key: 'backend_refused',
  fault: 'network',
}

export const debugCallsExample = { items: [entry], next: null }

export const debugCallExample = {
  ...entry,
  isKept: true,
  request: { stage: 'prod', resource: 'get_order', pathParameters: { id: '7' } },
  leftOut: [],
  verdict: recordExample.verdict,
  curl: "curl -i 'http://127.0.0.1:8800/api/shop/prod/orders/7'",
  hops: [
    {
      request: 'GET http://127.0.0.1:8800/api/shop/prod/orders/7',
      status: 502,
      verdict: recordExample.verdict,
      record: recordExample.record,
      notes: [],
    },
  ],
}
