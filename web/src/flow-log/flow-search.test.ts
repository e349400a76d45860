import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuery } from '../../../src/flowlog/query/parse-query.ts'
import { filterOf, readFlowSearch, withCondition } from './flow-search.ts'

test('an address that was changed by hand still shows a flow log', () => {
  const search = readFlowSearch({ gateway: 7, period: 'century', from: 'x', query: null })

  assert.deepEqual(search, { gateway: '7', stage: '', query: '', period: '1h' })
})

test('a part that was zoomed into is asked for, else the time until now', () => {
  const search = readFlowSearch({ period: '15m' })

  assert.deepEqual(
    [filterOf(search, 1_000_000)['from'], filterOf(search, 1_000_000)['to']],
    [100_000, 1_000_000],
  )
  const zoomed = readFlowSearch({ period: '15m', from: 5, to: 9 })
  assert.deepEqual([filterOf(zoomed, 1_000_000)['from'], filterOf(zoomed, 1_000_000)['to']], [5, 9])
})

test('a chosen value becomes a condition that the query language reads, whatever is in it', () => {
  for (const value of ['503', '/v2/orders/{id}', 'a "quoted" one', 'a:b -c OR d', '\\']) {
    const query = withCondition('status:>=500', 'path', value, 'not')

    assert.doesNotThrow(() => parseQuery(query), query)
  }
})
