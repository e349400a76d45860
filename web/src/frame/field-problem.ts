import { Problem } from '../api/ask.ts'

/** What is wrong with one field of a form, of a change that was refused; undefined: nothing. */
export function fieldProblem(error: Error | null, path: string): string | undefined {
  if (!(error instanceof Problem)) return undefined
  const found = error.errors.find((one) => one.path === path)
  return found === undefined
    ? undefined
    : [found.message, found.suggestion].filter(Boolean).join(' ')
}
