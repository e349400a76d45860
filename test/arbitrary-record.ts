/** Random records, as lines of the spool hold them. */
import * as fc from 'fast-check'
import type { Attempt } from '../src/model/flow-record.ts'
import type { RecordLine } from '../src/model/short-members.ts'
import { nastyText, someNumber } from './arbitrary-query.ts'

const someText = fc.oneof(
  nastyText,
  nastyText,
  fc.constantFrom('shop', 'a_b', 'a%b', 'GRÖSSE', 'größe', '\u{1f600}', 'a\nb', 'a\u{1f600}b'),
)

/** Members may be missing, and then hold their default or follow from another. */
const someAttempt: fc.Arbitrary<Partial<Attempt>> = fc.record(
  {
    failure: fc.oneof(someText, fc.constant('backend_refused')),
    endpoint: someText,
    address: someText,
    status: fc.constantFrom(200, 503),
  },
  { requiredKeys: [] },
)

export const someRecord: fc.Arbitrary<RecordLine> = fc.record(
  {
    status: someNumber.map(Math.trunc),
    backend_status: fc.constantFrom(200, 500),
    gateway: fc.constantFrom('shop', 'bank'),
    stage: someText,
    resource: someText,
    resource_path: someText,
    app_code: someText,
    app_verified: fc.boolean(),
    http_path: fc.oneof(someText, fc.constantFrom('/v1/orders', '/v1/orders/1', '/v2/Orders')),
    method: fc.constantFrom('GET', 'POST'),
    params: someText,
    body: someText,
    response_body: someText,
    x_request_id: someText,
    traceparent: someText,
    backend_host: someText,
    backend_addr: someText,
    backend_method: someText,
    error: someText,
    error_key: fc.constantFrom('backend_refused', 'app_unknown'),
    code: someNumber.map(Math.trunc),
    request_duration: someNumber,
    response_size: someNumber.map(Math.trunc),
    complete: fc.boolean(),
    answered_by: fc.constantFrom('backend', 'gateway', 'mock'),
    attempts: fc.array(someAttempt, { maxLength: 3 }) as fc.Arbitrary<Attempt[]>, // a line leaves members out
    attempt: fc.constant('10.0.0.1:40000 12 0.1 2.5 3.1 -1 17 400 500'),
  },
  { requiredKeys: ['status'] },
)
