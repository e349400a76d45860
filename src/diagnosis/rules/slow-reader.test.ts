import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goldenRecord } from '../../../test/flows/golden-record.ts'
import { diagnose } from '../diagnose.ts'

const cut = {
  status: 200,
  answered_by: 'backend',
  complete: false,
  error_key: 'client_timeout',
  response_size: 65_536,
} as const

test('a caller that stops reading is told to read, not to send', () => {
  const verdict = diagnose(
    goldenRecord({ ...cut, error_facts: { reason: 'the caller stopped reading the answer' } }),
  )

  assert.deepEqual(
    [verdict.key, verdict.fault, verdict.owner, verdict.certainty],
    ['client_timeout', 'client', 'caller', 'certain'],
  )
  assert.match(verdict.summary, /stopped reading the answer.* after 65536 bytes/)
  assert.match(verdict.next_steps.join(' '), /Read the answer as it comes/)
  assert.doesNotMatch(verdict.next_steps.join(' '), /Send the whole request/)
})

test('one that was still reading when the whole time was over is told which limit it was', () => {
  const { summary, next_steps: steps } = diagnose(
    goldenRecord({ ...cut, error_facts: { reason: 'the caller was still reading the answer' } }),
  )

  assert.match(summary, /still reading/)
  assert.match(steps.join(' '), /timeoutMs\.total/)
})
