import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { nastyText, someQuery } from '../../../test/arbitrary-query.ts'
import { chipsNode } from './filter-chips.ts'
import { anyRun } from './pattern.ts'
import { parseQuery, QueryError } from './parse-query.ts'
import { printQuery } from './print-query.ts'

const mistakes: readonly (readonly [query: string, column: number, words: RegExp])[] = [
  ['statsu:200', 1, /no field "statsu"; did you mean "status"/],
  ['status:200 resorce_name:x', 12, /did you mean "resource_name"/],
  ['status:abc', 8, /needs a number such as 500/],
  ['status:>', 9, /a value is expected/],
  ['status:', 8, /a value is expected after "status:"/],
  ['request_duration:>fast', 19, /250ms, >1.5s/],
  ['status:>1s', 9, /needs a number/],
  ['gateway:>a', 9, /is text/],
  ['complete:yes', 10, /true or false/],
  ['gateway:"shop', 14, /quote of column 9 is not closed/],
  ['- status:200', 2, /a term is expected/],
  ['fault:netwrok', 7, /never "netwrok"; did you mean "network"/],
  ['fault:nowhere_near', 7, /it is one of none, client, gateway/],
  ['key:backend_refusd', 5, /did you mean "backend_refused"/],
  ['status:[500 599]', 13, /"TO" is expected/],
  ['status:[500 TO 599', 19, /range of column 8 is not closed/],
  ['status:[599 TO 500]', 8, /range is empty/],
  ['app_code:[a TO m]', 10, /is text and knows no ranges/],
  ['complete:[true TO false]', 10, /is true or false and knows no ranges/],
  ['(status:200', 12, /"\(" of column 1 is not closed/],
  ['status:200)', 11, /no "\(" for this "\)"/],
  ['status:(500 OR )', 16, /a value is expected before "\)"/],
  ['status:(500, , 502)', 14, /a value is expected before ","/],
  ['path:(/v2/* NOT *users*)', 13, /"AND" or "OR" is expected before a negation/],
  ['app_code:(a -b)', 13, /"AND" or "OR" is expected/],
  ['status:500 OR', 14, /a term is expected at the end/],
  ['status:500 AND OR x', 16, /a term is expected before "OR"/],
  ['AND status:500', 1, /a term is expected before "AND"/],
  ['app_code: AND x', 11, /a value is expected/],
  ['status:500 or status:502', 12, /write "OR" in capitals, or "or" in quotes/],
  ['path:/a(b)', 8, /put a value that holds "\(" in quotes/],
  ['path:/a"b"', 8, /put a value that holds a quote in quotes/],
  ['"a"b', 4, /a blank is expected after the quote/],
  ['status : 500', 8, /right before its ":"/],
  ['status：500', 7, /write a plain : instead of ：/],
  ['“two words”', 1, /write a plain " instead of “/],
  ['timestamp:>yesterday', 12, /a time such as 2026-11-22T08:00:00Z/],
  ['timestamp:2026-11-22T08:00', 11, /a time such as/], // a time without its zone
  ['timestamp:>0226-11-22', 12, /a time such as/], // before the first one that a record could have
  ['""', 1, /words to search for are empty/],
  ['app_code:a*b*c*d*e*f*g*h*i*j*k*l*m*n*o*p*q*r', 10, /at most 16 wildcards/],
  [`${'('.repeat(33)}a`, 34, /nested at most 32 deep/],
  [`${'-'.repeat(33)}a`, 34, /nested at most 32 deep/],
  ['a '.repeat(257), 513, /at most 256 terms/],
  ['a'.repeat(4_097), 4_096, /at most 4096 characters/],
]

for (const [query, column, words] of mistakes) {
  test(`${query.slice(0, 40)} is refused at column ${column}`, () => {
    assert.throws(
      () => parseQuery(query),
      (error) => {
        assert.ok(error instanceof QueryError)
        assert.match(error.message, words)
        assert.equal(error.column, column, error.message)
        return true
      },
    )
  })
}

/** The canonical text of a question, and other ways to write it. */
const sameQuestions: Readonly<Record<string, readonly string[]>> = {
  '*': ['', ' ', '*:*', '* *', '** AND *'],
  'status:200 gateway:shop': ['status:200 AND gateway:shop', '(status:200) && (gateway:shop)'],
  'a OR (b c)': ['a OR b AND c', 'a OR (b AND c)', 'a || b c'],
  '-a b': ['NOT a b', '(NOT a) AND b', '!a +b'],
  '-(a OR b)': ['NOT (a OR b)', '!(a || b)'],
  'status:200': ['status: 200', 'status:=200', 'status:"200"', '+status:200'],
  'status:500 OR status:502': ['status:(500 OR 502)', 'status:(500, 502)', 'status:(500 502)'],
  '(app_code:a OR app_code:b) status:>=500': ['app_code:(a, b) status:>=500'],
  'http_path:/v1/* -http_path:*health*': ['path:(/v1/* AND NOT *health*)'],
  'status:>=500 status:<504': ['status:(>=500 AND <504)'],
  'status:5xx': ['status:5XX', 'status:[500 TO 600}'],
  'request_duration:[5000 TO 30000]': ['request_duration: [5s TO 30s]'],
  'request_duration:>1100': ['request_duration:{1.1s TO *}'],
  'status:<=399': ['status:[* TO 399]'],
  'status:*': ['status:[* TO *]', 'status:**'],
  'resource:get_user': ['resource_name: get_user'],
  'app_code:"a b"': [String.raw`app_code:a\ b`],
  'http_path:"/v1/*"': ['path:"/v1/*"', String.raw`path:/v1/\*`],
  'resource_path:"/orders/{id}"': ['resource_path:/orders/{id}'],
  'timestamp:>=1795334400000': ['timestamp:>=2026-11-22T08:00:00Z'],
  '"a and b"': [' "a and b" '],
}

for (const [canonical, others] of Object.entries(sameQuestions)) {
  test(`${canonical} is also ${others.join(' and ')}`, () => {
    for (const way of [canonical, ...others]) {
      const printed = printQuery(parseQuery(way))

      assert.equal(printed, canonical, way)
    }
  })
}

test('the examples of the old system mean what they meant there', () => {
  const query = '(app_code: "app-template" AND client_ip: "1.0.0.1") OR resource_name: get_user'

  const tree = parseQuery(query)

  assert.partialDeepStrictEqual(tree, {
    kind: 'or',
    nodes: [
      {
        kind: 'and',
        nodes: [
          { kind: 'equals', field: { name: 'app_code' }, text: 'app-template' },
          { kind: 'equals', field: { name: 'client_ip' }, text: '1.0.0.1' },
        ],
      },
      { kind: 'equals', field: { name: 'resource' }, text: 'get_user' },
    ],
  })
  assert.partialDeepStrictEqual(parseQuery('-status: 200'), {
    kind: 'not',
    node: { kind: 'compare', comparison: '=', value: 200 },
  })
})

test('values may stand after white space, in quotes, with units and wildcards', () => {
  const query = 'status: >= 500 -path:/v1/* "a \\"b\\"" request_duration:>1.5s'

  const tree = parseQuery(query)

  assert.ok(tree.kind === 'and' && tree.nodes.length === 4)
  assert.partialDeepStrictEqual(tree.nodes, [
    { kind: 'compare', comparison: '>=', value: 500, field: { name: 'status' } },
    {
      kind: 'not',
      node: { kind: 'like', pattern: ['/v1/', anyRun], field: { name: 'http_path' } },
    },
    { kind: 'contains', pattern: ['a "b"'] },
    { kind: 'compare', comparison: '>', value: 1_500, field: { name: 'request_duration' } },
  ])
})

test('included and excluded pairs are taken as they are, without wildcards', () => {
  const node = chipsNode(['status:200', 'app_code:a*"b"'], ['http_path:/x:y', 'app_code:'])

  assert.equal(
    printQuery(node),
    String.raw`status:200 app_code:"a*\"b\"" -http_path:/x:y -app_code:""`,
  )
  assert.throws(() => chipsNode(['status'], []), /column 1: a filter looks like field:value/)
})

test('a tree that is printed and parsed is the same tree', () => {
  fc.assert(
    fc.property(someQuery, (tree) => {
      assert.deepEqual(parseQuery(printQuery(tree)), tree)
    }),
    { numRuns: 3_000 },
  )
})

test('any text is a query that prints and parses to itself, or is refused with a column inside it', () => {
  const word = fc.constantFrom(
    'status',
    'path',
    'fault',
    'app_code',
    ':',
    '>',
    '"',
    '-',
    ' ',
    '*',
    '500',
    '\\',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ' TO ',
    ' AND ',
    ' OR ',
    ' NOT ',
    ',',
    '5xx',
    '1s',
    'network',
    '：',
  )
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(fc.oneof(word, nastyText), { maxLength: 12 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (query) => {
      try {
        const tree = parseQuery(query)
        assert.deepEqual(parseQuery(printQuery(tree)), tree)
      } catch (error) {
        if (!(error instanceof QueryError)) throw error
        assert.ok(error.column >= 1 && error.column <= query.length + 1)
      }
    }),
    { numRuns: 5_000 },
  )
})
