/** What is wrong at a place, and what to write instead, as sentences. */
interface SaidProblem {
  readonly message: string
  readonly suggestion?: string
}

export function sentencesOf({ message, suggestion = '' }: SaidProblem): string {
  const end = /[.!?。！？]$/.test(message) ? '' : '.'
  return suggestion === '' ? `${message}${end}` : `${message}${end} ${suggestion}`
}
