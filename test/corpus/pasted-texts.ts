import { readFileSync } from 'node:fs'
import { diagnoseText, type TextDiagnosis } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import type { Verdict } from '../../src/model/verdict.ts'

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

export interface Score {
  /** Responder and fault are among the accepted ones, and so is the program, where the text names one. */
  readonly isRight: boolean
  /** `likely` or better, and something that it says is wrong. Naming no program says nothing. */
  readonly isConfidentlyWrong: boolean
}

export function pastedTexts(file: 'pasted.jsonl' | 'own-pasted.jsonl'): PastedText[] {
  const lines = readFileSync(`${import.meta.dirname}/${file}`, 'utf8')
    .trimEnd()
    .split('\n')
  // the files are ours; a missing field fails the first test that reads it
  return lines.map((line) => JSON.parse(line) as PastedText)
}

export function diagnosisAndScore(
  expected: PastedText,
  text: string = expected.text,
): { diagnosis: TextDiagnosis; score: Score } {
  const diagnosis = diagnoseText(text)
  return { diagnosis, score: scoreOf(diagnosis.verdict, expected) }
}

function scoreOf(verdict: Verdict, expected: PastedText): Score {
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
