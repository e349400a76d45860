import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parseQuery, QueryError } from './parse-query.ts'

const mistakes: readonly (readonly [query: string, column: number, words: RegExp])[] = [
  ['statsu:200', 1, /no field "statsu"; did you mean "status"/],
  ['status:200 resorce_name:x', 12, /did you mean "resource_name"/],
  ['status:abc', 8, /needs a number such as 500/],
  ['status:>', 9, /a value is expected/],
  ['status:', 8, /a value is expected after "status:"/],
  ['request_duration:>fast', 19, /250ms or 1.5s/],
  ['status:>1s', 9, /needs a number/],
  ['gateway:>a', 9, /is text/],
  ['complete:yes', 10, /true or false/],
  ['gateway:"shop', 14, /quote of column 9 is not closed/],
  ['- status:200', 2, /a term is expected/],
]

for (const [query, column, words] of mistakes) {
  test(`${query} is refused at column ${column}`, () => {
    assert.throws(
      () => parseQuery(query),
      (error) =>
        error instanceof QueryError && error.column === column && words.test(error.message),
    )
  })
}

test('values may stand after white space, in quotes, with units and wildcards', () => {
  const query = 'status: >= 500 -path:/v1/* "a \\"b\\"" request_duration:>1.5s'

  const tree = parseQuery(query)

  assert.ok(tree.kind === 'all' && tree.nodes.length === 4)
  assert.partialDeepStrictEqual(tree.nodes, [
    { kind: 'compare', comparison: '>=', value: 500, field: { name: 'status' } },
    { kind: 'not', node: { kind: 'match', parts: ['/v1/', ''], field: { name: 'http_path' } } },
    { kind: 'contains', text: 'a "b"' },
    { kind: 'compare', comparison: '>', value: 1_500, field: { name: 'request_duration' } },
  ])
})

test('any text is a query or is refused with a column inside it, quickly', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('status', ':', '>', '"', '-', ' ', '*', '500', '\\', 'path'))
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (query) => {
      try {
        parseQuery(query)
      } catch (error) {
        assert.ok(error instanceof QueryError)
        assert.ok(error.column >= 1 && error.column <= query.length + 1)
      }
    }),
    { numRuns: 2_000 },
  )
})
