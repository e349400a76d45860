import { type Bilingual, chosen, type Language } from '../../model/bilingual.ts'

/** What a preflight says about one thing. */
export interface PreflightFinding {
  readonly level: PreflightLevel
  /** Stable, for scripts: `grant_breaks`. */
  readonly key: string
  readonly sentence: Bilingual
  readonly advice: Bilingual
  /** The part of the definition, such as `stages/prod`, and the place in it. */
  readonly path: string
}

/** `blocker`: it cannot be released, or callers would get errors. `warning`: somebody may be hurt; a release
 *  takes it only where it is accepted. `info`: worth knowing. */
export type PreflightLevel = (typeof preflightLevels)[number]
const preflightLevels = ['info', 'warning', 'blocker'] as const

export interface PreflightSentence {
  readonly level: PreflightLevel
  readonly key: string
  readonly sentence: string
  readonly advice: string
  readonly path: string
}

/** Worst first, in one language. */
export function preflightSentences(
  findings: readonly PreflightFinding[],
  language: Language,
): PreflightSentence[] {
  const rank = (level: PreflightLevel): number => -preflightLevels.indexOf(level)
  return findings
    .toSorted((one, other) => rank(one.level) - rank(other.level))
    .map(({ level, key, sentence, advice, path }) => ({
      level,
      key,
      sentence: chosen(sentence, language),
      advice: chosen(advice, language),
      path,
    }))
}

export function worstOf(findings: readonly { readonly level: PreflightLevel }[]): PreflightLevel {
  return preflightLevels.findLast((level) => findings.some((one) => one.level === level)) ?? 'info'
}
