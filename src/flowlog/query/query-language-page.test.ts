import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { wholeRecord } from '../../model/record-defaults.ts'
import type { RecordLine } from '../../model/short-members.ts'
import { parseQuery, QueryError } from './parse-query.ts'
import { queryFields, type Conclusion, type ConcludedRecord } from './query-field.ts'
import { predicateOf } from './query-predicate.ts'

const page = readFileSync(
  new URL('../../../docs/reference/query-language.md', import.meta.url),
  'utf8',
)
const records = (/```json\n([^`]*)```/.exec(page)?.[1] ?? '')
  .trim()
  .split('\n')
  .map((line) => concluded(JSON.parse(line) as RecordLine & Conclusion)) // the page's own lines

const examples = [...page.matchAll(/^\| `(.+?)` \| ([A-E ]*) ?\| .*\|$/gm)].map(
  ([, query = '', found = '']) => ({ query, found: found.split(' ').filter((id) => id !== '') }),
)
const mistakes = [...page.matchAll(/^\| `(.+?)` \| (\d+) \| (.+) \|$/gm)]

for (const { query, found } of examples) {
  test(`the page's example ${query} finds what it says`, () => {
    const holds = predicateOf(parseQuery(query))

    const ids = records.filter(holds).map(({ request_id: id }) => id)

    assert.deepEqual(ids, found)
  })
}

for (const [, query = '', column, answer = ''] of mistakes) {
  test(`the page's mistake ${query} is answered as it says`, () => {
    assert.throws(
      () => parseQuery(query),
      (error) => error instanceof QueryError && error.message === `column ${column}: ${answer}`,
    )
  })
}

test('the page has its examples, and lists every field with its kind, and none else', () => {
  const listed = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (.+) \|$/gm)].map(
    ([, name, kind, text]) => `${name} ${kind} ${text}`,
  )

  assert.ok(examples.length > 40 && mistakes.length > 5)
  assert.deepEqual(
    listed,
    queryFields.map(({ name, kind, en }) => `${name} ${kind} ${en}`),
  )
})

function concluded({
  responder,
  fault,
  owner,
  key,
  ...line
}: RecordLine & Conclusion): ConcludedRecord {
  return { ...wholeRecord(line), responder, fault, owner, key }
}
