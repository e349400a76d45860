import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPage, mayAskNext } from './pages.ts'

test('a page that cannot be had is not asked for again without end', async () => {
  let asked = 0
  const refused = {
    data: ['a'],
    hasNextPage: true,
    isError: true,
    fetchNextPage: () => {
      asked += 1
      assert.ok(asked < 5)
      return Promise.resolve(refused)
    },
  }

  assert.equal(await everyPage(refused), undefined)
  assert.equal(asked, 1)
  assert.equal(mayAskNext({ ...refused, isFetching: false }), false)
  assert.equal(mayAskNext({ ...refused, isError: false, isFetching: false }), true)
  assert.equal(mayAskNext({ ...refused, isError: false, isFetching: true }), false)
})

test('all pages are those to the last one', async () => {
  const isError = false
  const last = { data: ['a', 'b'], hasNextPage: false, isError, fetchNextPage: assert.fail }
  const first = { ...last, hasNextPage: true, fetchNextPage: () => Promise.resolve(last) }

  assert.deepEqual(await everyPage<readonly string[]>(first), ['a', 'b'])
})
