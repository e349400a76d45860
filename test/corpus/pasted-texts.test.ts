import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { mutations, type Mutation } from './mutations.ts'
import { cutTexts, judgedTexts, pastedTexts } from './pasted-texts.ts'
import { judgedRests } from './unseen-rests.ts'

/** The short form of `npm run conformance:pasted`, which names each text that is not answered right. */
const leastRight = 0.95
const files = ['pasted.jsonl', 'own-pasted.jsonl'] as const
const texts = files.flatMap((file) => pastedTexts(file))

test('of real pasted texts, nearly all are answered right and none is wrong with confidence', () => {
  const { share, confidentlyWrong } = tallyOf({
    name: 'as it is',
    isCut: false,
    apply: (text) => text,
  })

  assert.deepEqual(confidentlyWrong, [])
  assert.ok(share >= leastRight, `${share}`)
})

for (const mutation of mutations) {
  const guarantee = mutation.isCut
    ? 'what is left is answered as it can be'
    : 'nearly all answers stay right'
  test(`${guarantee}, and none is wrong with confidence: ${mutation.name}`, () => {
    const { share, confidentlyWrong } = tallyOf(mutation)

    assert.deepEqual(confidentlyWrong, [])
    assert.ok(share >= leastRight, `${share}`)
  })
}

test('what chance leaves of a text is answered as it can be, and none is wrong with confidence', () => {
  const judged = judgedRests()

  const wrong = judged.filter(({ isConfidentlyWrong }) => isConfidentlyWrong)
  assert.deepEqual(
    wrong.map(({ name }) => name),
    [],
  )
  const right = judged.filter(({ isRight }) => isRight).length
  assert.ok(right >= leastRight * judged.length, `${right} of ${judged.length}`)
})

test('the answers to cut texts are of texts and cuts that exist', () => {
  const cuts = mutations.filter(({ isCut }) => isCut)
  const places = new Set(
    files.flatMap((file) =>
      pastedTexts(file).flatMap(({ id }) => cuts.map(({ name }) => `${file} ${id} ${name}`)),
    ),
  )

  const lost = cutTexts().flatMap(({ of }) => of.filter((place) => !places.has(place)))
  assert.deepEqual(lost, [])
})

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

/** The lower share of the two files. */
function tallyOf(mutation: Mutation): { share: number; confidentlyWrong: string[] } {
  const judged = files.map((file) => judgedTexts(file, mutation))
  const shares = judged.map(
    (ofFile) => ofFile.filter(({ score }) => score.isRight).length / ofFile.length,
  )
  return {
    share: Math.min(...shares),
    confidentlyWrong: judged
      .flat()
      .flatMap(({ expected, score }) => (score.isConfidentlyWrong ? [expected.id] : [])),
  }
}
