import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { AggregateAnswer } from '../../flowlog/aggregate/aggregate-question.ts'
import { seenErrors } from './seen-errors.ts'

test('a count that the log is slow with is unknown at first, and there once the log has answered', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { promise, resolve } = Promise.withResolvers<AggregateAnswer>()
  let asked = 0
  const seen = seenErrors({
    aggregate() {
      asked += 1
      return promise
    },
  })

  const first = seen.of('shop', 'get_things')
  t.mock.timers.tick(300)

  assert.equal(await first, undefined)
  const second = seen.of('shop', 'get_things')
  resolve(countsOf('app_missing', 1))
  assert.deepEqual(await second, new Map([['app_missing', 1]]))
  assert.deepEqual(await seen.of('shop', 'get_things'), new Map([['app_missing', 1]]))
  assert.equal(asked, 1)
})

test('a log that is away makes counts unknown, and is asked again', async () => {
  let isAway = true
  const seen = seenErrors({
    aggregate: () =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve(countsOf('app_missing', 2)),
  })

  assert.equal(await seen.of('shop', 'get_things'), undefined)
  isAway = false

  assert.deepEqual(await seen.of('shop', 'get_things'), new Map([['app_missing', 2]]))
})

function countsOf(value: string, count: number): AggregateAnswer {
  const values = [{ value, count, share: 1 }]
  const field = { field: 'error_key', total: count, distinct: 1, values, others: 0 }
  return { complete: true, kind: 'top-values', fields: [field] }
}
