import { readFileSync } from 'node:fs'
import { diagnoseText, type TextDiagnosis } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { isAccepted, pastedTexts, scoreOf, type PastedFile } from './pasted-texts.ts'

/** Some lines of a pasted text, drawn by chance after the rules of their round were written, with every answer that
 *  two readers who saw nothing else could defend. */
interface UnseenRest {
  readonly round: number
  readonly file: PastedFile
  readonly id: string
  /** From, and up to but not with: the lines that are left. */
  readonly lines: readonly (readonly [number, number])[]
  readonly responder_ok: readonly string[]
  readonly fault_ok: readonly string[]
  readonly why: string
}

export interface JudgedRest {
  /** `pasted.jsonl 047.txt, lines 3-9`. */
  readonly name: string
  readonly diagnosis: TextDiagnosis
  /** By the readers, or by the answers to the whole text. */
  readonly isRight: boolean
  readonly isConfidentlyWrong: boolean
}

/** The rests that a round of readers saw, as they are answered now. */
export function judgedRests(): readonly JudgedRest[] {
  const texts = new Map(
    (['pasted.jsonl', 'own-pasted.jsonl'] as const).flatMap((file) =>
      pastedTexts(file).map((text) => [`${file} ${text.id}`, text] as const),
    ),
  )
  return unseenRests().map((rest) => {
    const whole = texts.get(`${rest.file} ${rest.id}`)
    if (whole === undefined) throw new Error(`no text ${rest.file} ${rest.id}`)
    const lines = whole.text.replaceAll('\r\n', '\n').trimEnd().split('\n')
    const diagnosis = diagnoseText(
      rest.lines.flatMap(([from, to]) => lines.slice(from, to)).join('\n'),
    )
    const { responder, fault } = diagnosis.verdict
    // which program it was, a rest need not tell
    const isOfWhole = whole.responder_ok.includes(responder) && whole.fault_ok.includes(fault)
    const isRight = isOfWhole || isAccepted(diagnosis.verdict, rest)
    const { isConfidentlyWrong } = scoreOf(diagnosis.verdict, whole)
    return {
      name: `${rest.file} ${rest.id}, lines ${rest.lines.map(([from, to]) => `${from}-${to}`).join(', ')}`,
      diagnosis,
      isRight,
      isConfidentlyWrong,
    }
  })
}

function unseenRests(): readonly UnseenRest[] {
  const text = readFileSync(`${import.meta.dirname}/unseen-rests.jsonl`, 'utf8')
  // the file is ours; a missing field fails the first test that reads it
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as UnseenRest)
}
