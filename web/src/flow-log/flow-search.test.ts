import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuery } from '../../../src/flowlog/query/parse-query.ts'
import { fieldNamed } from '../../../src/flowlog/query/query-field.ts'
import { allOf, type QueryNode } from '../../../src/flowlog/query/query-node.ts'
import { askedAnew, filterOf, readFlowSearch, withCondition } from './flow-search.ts'

const path = fieldNamed('path') ?? assert.fail('there is such a field')

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

test('a chosen value becomes a condition for itself, whatever is in it and beside it', () => {
  const values = [
    '503',
    '/v2/orders/{id}',
    'a "quoted" one',
    'a:b -c OR d',
    '\\',
    '',
    '*',
    '-x',
    'é',
  ]
  const words = ['AND', 'OR', 'NOT', 'and', 'TO', '2xx']
  const unseen = ['a\tb', 'a\nb', 'a\r\nb', '\u0000', '\u001b[0m', '\u2028', '\ud83d\ude00']
  const queries = [
    '',
    'status:>=500',
    'bank OR shop',
    '(a OR b) c',
    'a || "b OR c"',
    '"x OR y"',
    'status:(500 OR 502)',
    String.raw`a\( OR b`,
  ]
  for (const value of [...values, ...words, ...unseen]) {
    for (const query of queries) {
      const chosen = withCondition(query, 'path', value, 'not')

      const node: QueryNode = { kind: 'not', node: { kind: 'equals', field: path, text: value } }
      assert.deepEqual(parseQuery(chosen), allOf([parseQuery(query), node]), chosen)
    }
  }
})

test('conditions one after the other put the query into parentheses once', () => {
  const one = withCondition('bank OR shop', 'path', '/a', 'only')

  assert.equal(withCondition(one, 'path', '/b', 'not'), '(bank OR shop) path:/a -path:/b')
})

test('a part of the past that is zoomed into is not followed live, also not by a link', () => {
  const live = readFlowSearch({ live: true, query: 'status:502', open: 'x' })

  const zoomed = askedAnew(live, { from: 1, to: 2 })

  assert.deepEqual(zoomed, {
    gateway: '',
    stage: '',
    query: 'status:502',
    period: '1h',
    from: 1,
    to: 2,
  })
  assert.equal(readFlowSearch({ ...zoomed, live: true }).live, undefined)
  const { open: _open, ...again } = live
  assert.deepEqual(askedAnew(zoomed, { live: true }), again)
})
