import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordSearch } from '../../flowlog/record-search.ts'
import { tokenAdministrator } from '../caller.ts'
import { answered, listedFilter } from './flow-filter.ts'

test('a list without times is of all that is kept, one with times of what lies between', () => {
  assert.deepEqual(listedFilter({ query: 'status:500' }, tokenAdministrator), {
    query: 'status:500',
  })
  assert.deepEqual(listedFilter({ from: '1000', to: '2000' }, tokenAdministrator), {
    fromMs: 1_000,
    toMs: 2_000,
  })
})

test('an end before the beginning is refused instead of listing nothing', () => {
  assert.throws(
    () =>
      listedFilter(
        { from: '2026-11-22T09:00:00Z', to: '2026-11-22T08:00:00Z' },
        tokenAdministrator,
      ),
    /from: it must be before `to`/,
  )
})

test('a damaged cursor is a parameter that is not valid, with what to send instead', async () => {
  const asking = answered(
    async () => await Promise.resolve(recordSearch({ limit: 1, cursor: 'x' })),
  )

  await assert.rejects(asking, {
    key: 'invalid_parameter',
    message: 'cursor: it is not one of this API; take `next` of the page before.',
  })
})
