import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goldenRecord } from '../../../test/flows/golden-record.ts'
import { diagnose } from '../diagnose.ts'

const cut = {
  status: 200,
  answered_by: 'backend',
  complete: false,
  error_key: 'client_stalled',
  response_size: 65_536,
} as const
const stopped = { ...cut, error_facts: { limit: 'idle' } }

test('a caller that stops reading is told to read, not to send', () => {
  const verdict = diagnose(goldenRecord(stopped))

  assert.deepEqual(
    [verdict.key, verdict.responder, verdict.fault, verdict.owner, verdict.certainty],
    ['client_stalled', 'backend', 'client', 'caller', 'certain'],
  )
  assert.match(verdict.summary, /stopped reading the answer/)
  const steps = verdict.next_steps.join(' ')
  assert.match(steps, /Read the answer as it comes; process it afterwards or in parallel\./)
  assert.match(steps, /must not use what it received/)
  assert.match(steps, /what held it/)
  assert.doesNotMatch(steps, /Send the whole request/)
})

test('one that was still reading when the whole time was over is told which limit it was', () => {
  const { summary, next_steps: steps } = diagnose(
    goldenRecord({ ...cut, error_facts: { limit: 'total' } }),
  )

  assert.match(summary, /still reading/)
  assert.match(steps.join(' '), /timeoutMs\.total/)
})

test('an answer of the gateway’s own that is not taken was answered by the gateway', () => {
  for (const [by, words] of [
    ['mock', /^The mock of this resource answered 200, but the caller stopped/],
    ['preflight', /^The gateway answered 200, but the caller stopped/],
    ['gateway', /^The gateway answered 200, but the caller stopped/],
  ] as const) {
    const verdict = diagnose(goldenRecord({ ...stopped, answered_by: by }))

    assert.deepEqual([verdict.key, verdict.responder], ['client_stalled', 'gateway'], by)
    assert.match(verdict.summary, words)
  }
})

test('in Chinese a blank stands behind a name and not behind a word', () => {
  const inChinese = (changes: object): string =>
    diagnose(goldenRecord({ ...stopped, ...changes }), { language: 'zh' }).summary

  assert.match(inChinese({}), /^后端应答了 200，但调用方停止读取应答：/)
  assert.match(inChinese({ attempts: [{}] }), /^orders\.internal:9000 应答了 200/)
  assert.match(inChinese({ answered_by: 'mock' }), /^该资源的 mock 应答了 200/)
  assert.match(inChinese({ answered_by: 'preflight' }), /^网关应答了 200/)
})
