import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attempt, FlowRecord } from '../../../src/model/flow-record.ts'
import { networkSteps } from './way-to-backend.ts'

const times = {
  dns_ms: 1,
  connect_ms: 3,
  tls_ms: -1,
  sent_ms: 3.5,
  first_byte_ms: 8,
  end_ms: 9,
} as const

function stepsOf(attempt: Partial<Attempt>, scheme = 'http'): string {
  // only what the function looks at
  const record = {
    backend_scheme: scheme,
    attempts: [{ reused: false, failure: '', ...times, ...attempt }],
  } as unknown as FlowRecord
  return networkSteps(record)
    .map(({ name, state, ms }) => `${name}:${state === 'done' ? ms : state}`)
    .join(' ')
}

test('each step has what it took itself, and what was not needed is not told as done', () => {
  assert.equal(stepsOf({}), 'dns:1 tcp:2 tls:not-needed sent:0.5 answer:5.5')
  assert.equal(stepsOf({ dns_ms: -1 }), 'dns:not-needed tcp:3 tls:not-needed sent:0.5 answer:5.5')
  assert.equal(
    stepsOf({ reused: true, dns_ms: -1, connect_ms: -1, sent_ms: 0.5, end_ms: 2 }),
    'dns:kept tcp:kept tls:not-needed sent:0.5 answer:1.5',
  )
  assert.equal(
    stepsOf({ reused: true, dns_ms: -1, connect_ms: -1, sent_ms: 0.5, end_ms: 2 }, 'https'),
    'dns:kept tcp:kept tls:kept sent:0.5 answer:1.5',
  )
})

test('owners of applications, who are not told the scheme, see TLS where there was some, and none made up', () => {
  const failed = { failure: 'tls_certificate_expired', sent_ms: -1, end_ms: -1 }
  const kept = { reused: true, dns_ms: -1, connect_ms: -1, sent_ms: 0.5, end_ms: 2 }

  assert.equal(stepsOf({ tls_ms: 3.2 }, ''), stepsOf({ tls_ms: 3.2 }, 'https'))
  assert.equal(stepsOf(failed, ''), stepsOf(failed, 'https'))
  assert.equal(stepsOf({}, ''), stepsOf({}, 'http'))
  assert.equal(stepsOf(kept, ''), 'dns:kept tcp:kept sent:0.5 answer:1.5')
})

test('a failure stands at the step that did not end, and nothing behind it was reached', () => {
  const refused = { failure: 'backend_refused', connect_ms: -1, sent_ms: -1, end_ms: -1 }
  assert.equal(
    stepsOf(refused),
    'dns:1 tcp:failed tls:not-needed sent:not-reached answer:not-reached',
  )
  assert.equal(
    stepsOf({ ...refused, failure: 'dns_not_found', dns_ms: 4 }),
    'dns:failed tcp:not-reached tls:not-needed sent:not-reached answer:not-reached',
  )
  const expired = { failure: 'tls_certificate_expired', sent_ms: -1, end_ms: -1 }
  assert.equal(
    stepsOf(expired, 'https'),
    'dns:1 tcp:2 tls:failed sent:not-reached answer:not-reached',
  )
  assert.equal(
    stepsOf({ failure: 'backend_body_incomplete' }),
    'dns:1 tcp:2 tls:not-needed sent:0.5 answer:failed',
  )
})
