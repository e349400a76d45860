import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QuestionRefused } from '../question-refused.ts'
import { whileAwaited } from './while-awaited.ts'

test('work for nobody does not even begin', async () => {
  let hasBegun = false
  const work = async (): Promise<void> => {
    hasBegun = true
    return await Promise.resolve()
  }

  await assert.rejects(whileAwaited({ interrupt() {} }, AbortSignal.abort(), work), QuestionRefused)

  assert.equal(hasBegun, false)
})

test('an interrupt that the connection forgets is repeated until the work has ended', async () => {
  const stopping = new AbortController()
  const { promise, reject } = Promise.withResolvers<never>()
  let interrupts = 0
  const reader = {
    interrupt(): void {
      if (++interrupts === 3) reject(new Error('INTERRUPT'))
    },
  }

  const working = whileAwaited(reader, stopping.signal, async () => await promise)
  stopping.abort()

  await assert.rejects(working, /INTERRUPT/)
})
