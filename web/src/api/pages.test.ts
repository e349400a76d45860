import assert from 'node:assert/strict'
import { test } from 'node:test'
import { againOf, askFurther, everyPage } from './pages.ts'

test('a next page that failed is asked for by a person alone, and scrolling does not ask without end', () => {
  let asked = 0
  const fetchNextPage = () => Promise.resolve(void asked++) as never // the answer is not looked at
  const pages = { hasNextPage: true, isFetching: false, isFetchNextPageError: false, fetchNextPage }
  const refetch = () => assert.fail('what was read is not asked for again')

  askFurther({ ...pages, isFetchNextPageError: true })
  askFurther({ ...pages, isFetching: true })
  askFurther({ ...pages, hasNextPage: false })
  assert.equal(asked, 0)
  askFurther(pages)
  assert.equal(asked, 1)
  againOf({ ...pages, refetch, isFetchNextPageError: true })()
  assert.equal(asked, 2)
})

test('of all pages one that cannot be had is not asked for again', async () => {
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
})

test('all pages are those to the last one', async () => {
  const isError = false
  const last = { data: ['a', 'b'], hasNextPage: false, isError, fetchNextPage: assert.fail }
  const first = { ...last, hasNextPage: true, fetchNextPage: () => Promise.resolve(last) }

  assert.deepEqual(await everyPage<readonly string[]>(first), ['a', 'b'])
})
