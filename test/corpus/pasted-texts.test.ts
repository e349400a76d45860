import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mutations } from './mutations.ts'
import { diagnosisAndScore, pastedTexts, type PastedText } from './pasted-texts.ts'

/** The short form of `npm run conformance:pasted`, which names each text that is not answered right. */
const leastRight = 0.86
const texts = pastedTexts('pasted.jsonl')

test('of real pasted texts, nearly all are answered right and none is wrong with confidence', () => {
  const { right, confidentlyWrong } = tallyOf((text) => text)

  assert.deepEqual(confidentlyWrong, [])
  assert.ok(right >= leastRight * texts.length, `${right} of ${texts.length}`)
})

for (const { name, isCut, apply } of mutations) {
  const guarantee = isCut ? 'no confident answer is wrong' : 'nearly all answers stay right'
  test(`${guarantee}: ${name}`, () => {
    const { right, confidentlyWrong } = tallyOf(apply)

    assert.deepEqual(confidentlyWrong, [])
    if (!isCut) assert.ok(right >= leastRight * texts.length, `${right} of ${texts.length}`)
  })
}

function tallyOf(mutate: (text: string) => string): { right: number; confidentlyWrong: string[] } {
  const scored = texts.map((expected: PastedText) => ({
    id: expected.id,
    ...diagnosisAndScore(expected, mutate(expected.text)).score,
  }))
  return {
    right: scored.filter(({ isRight }) => isRight).length,
    confidentlyWrong: scored.flatMap((one) => (one.isConfidentlyWrong ? [one.id] : [])),
  }
}
