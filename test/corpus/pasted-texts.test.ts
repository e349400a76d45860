import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { mutations } from './mutations.ts'
import { diagnosisAndScore, pastedTexts, type PastedText } from './pasted-texts.ts'

/** The short form of `npm run conformance:pasted`, which names each text that is not answered right. */
const leastRight = 0.95
const texts = [...pastedTexts('pasted.jsonl'), ...pastedTexts('own-pasted.jsonl')]

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

test('the reference lists what texts are recognised as, no more and no less', () => {
  const page = readFileSync(
    new URL('../../docs/reference/pasted-texts.md', import.meta.url),
    'utf8',
  )
  const listed = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, kind = '']) => kind)

  const detected = texts.map(({ text }) => diagnoseText(text).detected)
  assert.deepEqual(new Set(listed), new Set([...detected, 'record', 'proxy-log']))
})

test('every text that fails says what it lacks or what would make it sure', () => {
  for (const { id, text } of texts) {
    const { verdict, not_seen: notSeen } = diagnoseText(text)
    if (verdict.fault !== 'none')
      assert.ok(notSeen.length + verdict.would_confirm.length > 0, `${id}: ${verdict.key}`)
  }
})

test('the texts made here name the neutral folder for the checkout, not that of the machine', () => {
  const ofCheckout = /[^\s"'(]*\/(?:node_modules|test\/(?:real|certificates))\//g
  const folders = pastedTexts('own-pasted.jsonl').flatMap(
    ({ text }) => text.match(ofCheckout) ?? [],
  )

  assert.notEqual(folders.length, 0)
  for (const folder of folders) assert.match(folder, /^(?:file:\/\/)?\/srv\/orders\//)
})

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
