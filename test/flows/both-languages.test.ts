/** Every verdict that is known here, once more in Chinese. What the wire said is the same in both. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import type { Language } from '../../src/model/bilingual.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { pastedTexts } from '../corpus/pasted-texts.ts'
import { goldenCases } from './golden-cases.ts'
import { goldenRecord } from './golden-record.ts'

interface Told {
  readonly id: string
  readonly english: readonly string[]
  readonly chinese: readonly string[]
}

const texts = [
  ...goldenCases.flatMap(({ title, text }) => (text === undefined ? [] : [{ id: title, text }])),
  ...pastedTexts('pasted.jsonl'),
  ...pastedTexts('own-pasted.jsonl'),
]
const told: readonly Told[] = [
  ...goldenCases.flatMap(({ title, record }) =>
    record === undefined
      ? []
      : [inBoth(title, (language) => sentences(diagnose(goldenRecord(record), { language })))],
  ),
  ...texts.map(({ id, text }) =>
    inBoth(id, (language) => {
      const { verdict, hops, not_seen: notSeen } = diagnoseText(text, language)
      return [...sentences(verdict), ...hops.flatMap((hop) => sentences(hop.verdict)), ...notSeen]
    }),
  ),
]

test('every sentence of a verdict is Chinese where Chinese is asked for', () => {
  const english = told.flatMap(({ id, chinese }) =>
    chinese.filter((sentence) => !hanzi.test(sentence)).map((sentence) => `${id}: ${sentence}`),
  )

  assert.deepEqual(english, [])
})

test('both languages tell the same: as many sentences, each with the same numbers', () => {
  for (const { id, english, chinese } of told) {
    assert.equal(chinese.length, english.length, id)
    for (const [index, sentence] of english.entries())
      assert.deepEqual(numbersIn(chinese[index] ?? ''), numbersIn(sentence), `${id}: ${sentence}`)
  }
})

const hanzi = /[\u4e00-\u9fff]/

function inBoth(id: string, tell: (language: Language) => readonly string[]): Told {
  return { id, english: tell('en'), chinese: tell('zh') }
}

function sentences(verdict: Verdict): string[] {
  const { summary, response_desc: described, evidence, next_steps: steps } = verdict
  const statements = evidence.map(({ statement }) => statement)
  return [summary, described, ...statements, ...steps, ...verdict.would_confirm]
}

/** In any order: a Chinese sentence may begin with what ends the English one. */
function numbersIn(sentence: string): string[] {
  return (sentence.match(/\d+/g) ?? []).toSorted()
}
