import assert from 'node:assert/strict'
import { test } from 'node:test'
import { againOf, askFurther, withAllPages } from './pages.ts'

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

test('all that was found is all of it, or nothing where a page does not come', async () => {
  interface Found {
    readonly hasNextPage: boolean
    readonly isFetchNextPageError: boolean
  }
  const found = (answers: readonly Found[]) => {
    const left = [...answers]
    const fetchNextPage = (): Promise<Found> =>
      Promise.resolve(left.shift() ?? assert.fail('asked for more than there is'))
    return { hasNextPage: true, isFetchNextPageError: false, fetchNextPage }
  }
  const more = { hasNextPage: true, isFetchNextPageError: false }
  const last = { ...more, hasNextPage: false }

  assert.equal(await withAllPages<Found>(found([more, last])), last)
  assert.equal(
    await withAllPages<Found>(found([more, { ...more, isFetchNextPageError: true }])),
    undefined,
  )
})
