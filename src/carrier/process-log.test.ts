import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processLog } from './process-log.ts'

test('as text, one event is one line whatever its facts hold', () => {
  const lines: string[] = []
  const log = processLog('text', (line) => void lines.push(line))

  log.error('a worker ended', { worker: 0, reason: 'first\nsecond' })

  assert.deepEqual(lines, ['faultline: error: a worker ended worker=0 reason="first\\nsecond"\n'])
})

test('as JSON, every line parses and has time, level and message', () => {
  const lines: string[] = []
  const log = processLog('json', (line) => void lines.push(line))

  log.warn('only speaks https', { at: 'gateways/shop' })

  const event = JSON.parse(lines[0] ?? '')
  assert.equal(event.level, 'warn')
  assert.equal(event.at, 'gateways/shop')
  assert.ok(Date.parse(event.time) > 0)
})
