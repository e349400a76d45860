/** What an error says, for the process log and inside sentences. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return code === '' || error.message.includes(code) ? error.message : `${error.message} (${code})`
}

/** The error and what caused it, outermost first: messages only, so nothing that an error carries. */
export function reasonsOf(error: unknown): string {
  const reasons: string[] = []
  for (let at: unknown = error; at !== undefined && reasons.length < deepest;) {
    reasons.push(reasonOf(at))
    at = at instanceof Error ? at.cause : undefined
  }
  return reasons.join(' ← ')
}

/** `ENOENT` and its like; the message where the error has no code. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}

/** An error may, by mistake, be its own cause. */
const deepest = 5
