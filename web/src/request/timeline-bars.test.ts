import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attempt } from '../../../src/model/flow-record.ts'
import { wholeRecord } from '../../../src/model/record-defaults.ts'
import { timelineOf } from './timeline-bars.ts'

const away = { connect_ms: -1, tls_ms: -1, sent_ms: -1, first_byte_ms: -1, failure: 'x' } as const

function stepsOf(attempt: Partial<Attempt>, scheme = 'http'): string[] {
  // only what the function looks at
  const attempts = [{ dns_ms: 1, reused: false, ...attempt }] as unknown as Attempt[]
  const phase_ms = { match: 1, admit: 1, forward: 10, relay: 1 }
  return timelineOf(wholeRecord({ phase_ms, attempts, backend_scheme: scheme }))
    .filter(({ attempt: number }) => number > 0)
    .map(({ name, fromMs, toMs }) => `${name} ${fromMs}-${toMs}`)
}

test('an attempt that failed ends in the step that it failed in, not in a body that never came', () => {
  assert.deepEqual(stepsOf({ ...away, end_ms: 5 }), ['dns 2-3', 'tcp 3-7'])
  assert.deepEqual(stepsOf({ ...away, connect_ms: 3, end_ms: 5 }, 'https'), [
    'dns 2-3',
    'tcp 3-5',
    'tls 5-7',
  ])
  // owners of applications are not told the scheme
  const handshake = { ...away, connect_ms: 3, failure: 'tls_timeout', end_ms: 5 }
  assert.deepEqual(stepsOf(handshake, ''), stepsOf(handshake, 'https'))
  assert.deepEqual(stepsOf({ ...away, dns_ms: -1, failure: 'dns_not_found', end_ms: 4 }), [
    'dns 2-6',
  ])
  const whole = { connect_ms: 2, tls_ms: -1, first_byte_ms: 6, failure: '', end_ms: 8 }
  assert.deepEqual(stepsOf(whole), ['dns 2-3', 'tcp 3-4', 'wait 4-8', 'body 8-10'])
})
