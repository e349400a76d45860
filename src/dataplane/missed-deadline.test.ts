import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missedDeadline, type Waiting } from './missed-deadline.ts'

const inBody: Waiting = {
  totalIsOver: false,
  inBody: true,
  caller: 'keeps up',
  requestSent: true,
  unsentBytes: 0,
  headBegun: false,
}

test('inside an answer the backend is late where the caller has taken everything', () => {
  assert.equal(missedDeadline(inBody)?.key, 'backend_body_timeout')
})

test('a caller that took some of what waits for it has missed nothing, one that took none has', () => {
  assert.equal(missedDeadline({ ...inBody, caller: 'takes some' }), undefined)
  const { key, facts } = missedDeadline({ ...inBody, caller: 'stopped' }) ?? {}
  assert.deepEqual([key, facts?.['limit']], ['client_stalled', 'idle'])
})

test('the time of the whole exchange counts for a slow caller too', () => {
  const { key, facts } =
    missedDeadline({ ...inBody, caller: 'takes some', totalIsOver: true }) ?? {}

  assert.deepEqual([key, facts?.['limit']], ['client_stalled', 'total'])
})
