import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { nastyText } from '../../../test/arbitrary-query.ts'
import { completeQuery } from './complete-query.ts'

/** `|` is the cursor. Some of the items, the first of them first. */
const proposals: readonly (readonly [text: string, from: number, items: readonly string[]])[] = [
  ['|', 0, ['fault:', 'status:', 'NOT', '(']],
  ['sta|', 0, ['status:', 'stage:']],
  ['PATH|', 0, ['path:']],
  ['status:200 |', 11, ['AND', 'OR', 'status:', 'NOT']],
  ['status:200 A|', 11, ['AND', 'app_code:']],
  ['status:200 OR |', 14, ['fault:', 'NOT', '(']],
  ['(status:200 |', 12, ['AND', 'OR', ')']],
  ['-|', 1, ['fault:']],
  ['fault:|', 6, ['none', 'client', 'service', '(', '*']],
  ['fault: ne|', 7, ['network']],
  ['key:backend_ref|', 4, ['backend_refused']],
  ['status:|', 7, ['200', '5xx', '>=', '[']],
  ['status:>=5|', 9, ['500']],
  ['status:5|', 7, ['5xx', '500']],
  ['complete:|', 9, ['true', 'false']],
  ['fault:(client, |', 15, ['none', 'network']],
  ['fault:(client |', 14, ['OR', 'AND', ')']],
  ['fault:(client n|', 14, ['none', 'network']],
  ['status:[500 |', 12, ['TO']],
  ['method:"ge|', 7, ['GET']],
  ['status:200 sta|ge:x', 11, ['status:', 'stage:']],
]

for (const [marked, from, items] of proposals) {
  test(`at ${marked} it proposes ${items.join(' ')}`, () => {
    const cursor = marked.indexOf('|')

    const completion = completeQuery(marked.replace('|', ''), cursor)

    const texts = completion.items.map(({ text }) => text)
    assert.equal(completion.problem, null)
    assert.equal(completion.from, from)
    assert.equal(completion.to, cursor)
    assert.equal(texts[0], items[0])
    assert.deepEqual(
      items.filter((item) => !texts.includes(item)),
      [],
      texts.join(' '),
    )
  })
}

test('the field whose value is expected is named, so that values of the log can be proposed', () => {
  assert.equal(completeQuery('status:200 app_code:w', 22).field, 'app_code')
  assert.equal(completeQuery('app_code:(web, ', 15).field, 'app_code')
  assert.equal(completeQuery('app_code:web ', 13).field, null)
})

test('what is wrong before the cursor is told instead', () => {
  const { items, problem } = completeQuery('statsu:200 ga', 13)

  assert.deepEqual(items, [])
  assert.equal(problem?.column, 1)
})

test('every field is described in English and Chinese', () => {
  const fields = completeQuery('', 0).items.filter(({ kind }) => kind === 'field')

  assert.ok(fields.length > 40)
  for (const { text, description } of fields) {
    assert.match(description.en, /\.$/, text)
    assert.match(description.zh, /\p{Script=Han}/u, text)
  }
})

test('any text and cursor gives proposals that lie before the cursor', () => {
  fc.assert(
    fc.property(fc.array(nastyText), fc.nat(60), (parts, cursor) => {
      const text = parts.join('')

      const { from, to } = completeQuery(text, cursor)

      assert.ok(from <= to && to <= text.length)
    }),
    { numRuns: 2_000 },
  )
})
