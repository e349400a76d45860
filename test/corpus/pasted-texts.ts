import { readFileSync } from 'node:fs'
import { diagnoseText, type TextDiagnosis } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import type { Mutation } from './mutations.ts'

/** Pasted texts with every answer that a careful expert could defend, and how a verdict on one is
 *  scored. The README beside this file tells how the texts were made. */
export interface PastedText {
  readonly id: string
  readonly family: string
  readonly made_by: string
  readonly responder_ok: readonly string[]
  readonly fault_ok: readonly string[]
  /** Empty where the text names no program. */
  readonly software_ok: readonly string[]
  readonly why: string
  readonly text: string
}

/** What is left of a text once lines were cut out of it, with every answer that two readers who saw nothing else
 *  could defend. */
export interface CutText {
  /** `FILE ID MUTATION` of each text and mutation that leave just this. */
  readonly of: readonly string[]
  /** `unknown`: nobody can tell from this. */
  readonly responder_ok: readonly string[]
  readonly fault_ok: readonly string[]
  readonly why: string
}

export interface Score {
  /** Responder and fault are among the accepted ones, and so is the program, where the text names one. */
  readonly isRight: boolean
  /** `likely` or better, and something that it says is wrong. Naming no program says nothing. */
  readonly isConfidentlyWrong: boolean
}

export type PastedFile = 'pasted.jsonl' | 'own-pasted.jsonl'

export function pastedTexts(file: PastedFile): PastedText[] {
  // the files are ours; a missing field fails the first test that reads it
  return linesOf(file).map((line) => JSON.parse(line) as PastedText)
}

export function cutTexts(): CutText[] {
  return linesOf('cut-texts.jsonl').map((line) => JSON.parse(line) as CutText)
}

function linesOf(file: string): string[] {
  return readFileSync(`${import.meta.dirname}/${file}`, 'utf8')
    .trimEnd()
    .split('\n')
}

export interface Judged {
  readonly expected: PastedText
  readonly diagnosis: TextDiagnosis
  readonly score: Score
  /** By the answers to the whole text. */
  readonly isRightOfWhole: boolean
}

/** Every text of a file after a mutation. What cuts leave nothing of is no text any more. Where lines were cut, what
 *  two readers accept of the rest is right too, but an answer is confidently wrong by the whole text. */
export function judgedTexts(file: PastedFile, { name, isCut, apply }: Mutation): Judged[] {
  return pastedTexts(file).flatMap((expected) => {
    const text = apply(expected.text)
    if (isCut && text.trim() === '') return []
    const { diagnosis, score } = diagnosisAndScore(expected, text)
    const readers = isCut ? answersOfReaders.get(`${file} ${expected.id} ${name}`) : undefined
    const isRight =
      score.isRight || (readers !== undefined && isAccepted(diagnosis.verdict, readers))
    return [{ expected, diagnosis, score: { ...score, isRight }, isRightOfWhole: score.isRight }]
  })
}

const answersOfReaders: ReadonlyMap<string, CutText> = new Map(
  cutTexts().flatMap((one) => one.of.map((place) => [place, one] as const)),
)

/** `unknown` of a reader is what we say of a text that shows nothing. */
export function isAccepted(
  { responder, fault, certainty }: Verdict,
  readers: Pick<CutText, 'responder_ok' | 'fault_ok'>,
): boolean {
  const isNothing = responder === 'none' && certainty === 'unknown'
  const { responder_ok: responders, fault_ok: faults } = readers
  return (
    (responders.includes(responder) || (isNothing && responders.includes('unknown'))) &&
    faults.includes(fault)
  )
}

function diagnosisAndScore(
  expected: PastedText,
  text: string,
): { diagnosis: TextDiagnosis; score: Score } {
  const diagnosis = diagnoseText(text)
  return { diagnosis, score: scoreOf(diagnosis.verdict, expected) }
}

export function scoreOf(verdict: Verdict, expected: PastedText): Score {
  const { responder, fault, software, certainty } = verdict
  const { responder_ok: responders, fault_ok: faults, software_ok: programs } = expected
  const isAttributed = responders.includes(responder) && faults.includes(fault)
  const isNamed = programs.length === 0 || isAmong(software, programs)
  const isMisnamed = software !== null && !isNamed
  const isSure = certainty !== 'possible' && certainty !== 'unknown'
  return {
    isRight: isAttributed && isNamed,
    isConfidentlyWrong: isSure && (!isAttributed || isMisnamed),
  }
}

/** Versions and case do not count: `nginx/1.22.1` is `nginx`, `Apache httpd` is `apache`. */
function isAmong(named: string | null, accepted: readonly string[]): boolean {
  if (named === null) return false
  return accepted.some((name) => {
    const wanted = wordsOf(name)
    const given = wordsOf(named)
    return wanted.join('') === given.join('') || wanted.every((word) => given.includes(word))
  })
}

function wordsOf(name: string): string[] {
  const withoutVersion = name.toLowerCase().replaceAll(/\/v?\d[\w.-]*/g, '')
  return withoutVersion.split(/[^a-z\d]+/).filter((word) => word !== '')
}
