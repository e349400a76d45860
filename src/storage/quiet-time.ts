/** Why nobody was told of an alarm that came again soon, as its row has it, and the time in it. */
export function quietUntilWords(untilMs: number): string {
  return `${begin}${new Date(untilMs).toISOString()}`
}

/** null: it is not for that reason, or somebody was told. */
export function quietUntilIn(suppressed: string): string | null {
  return suppressed.startsWith(begin) ? suppressed.slice(begin.length) : null
}

const begin = 'quiet until '
