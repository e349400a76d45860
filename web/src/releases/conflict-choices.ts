import type { Conflict } from './draft-answers.ts'

/** Which version of a part goes on: chosen of what was looked at. Where one of them changed meanwhile, it is chosen
 *  anew, and the rest stays chosen. */
export type Choice = 'keep' | 'take'
export type Choices = ReadonlyMap<string, Choice>

export function choiceOf(choices: Choices, conflict: Conflict): Choice | undefined {
  return choices.get(JSON.stringify(conflict))
}

export function withChoice(choices: Choices, conflict: Conflict, choice: Choice): Choices {
  return new Map([...choices, [JSON.stringify(conflict), choice]])
}

/** As the API takes it: names of parts. undefined: some are not chosen yet. */
export function settlementOf(
  choices: Choices,
  conflicts: readonly Conflict[],
): Readonly<Record<Choice, readonly string[]>> | undefined {
  if (conflicts.some((conflict) => choiceOf(choices, conflict) === undefined)) return undefined
  const chosen = (wanted: Choice): string[] =>
    conflicts.filter((conflict) => choiceOf(choices, conflict) === wanted).map(({ part }) => part)
  return { keep: chosen('keep'), take: chosen('take') }
}
