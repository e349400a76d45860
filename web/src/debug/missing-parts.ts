/** What a call of the history lacks, as the API takes it back: `credentials.secret`, `headers.X-Token`, `query`. */
export function missingBody(
  leftOut: readonly string[],
  given: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const parts: Record<string, string> = {}
  const inside: Record<string, Record<string, string>> = {}
  for (const place of leftOut) {
    const value = given[place] ?? ''
    const dot = place.indexOf('.') // a field's own name may have more of them
    if (dot < 0) parts[place] = value
    else (inside[place.slice(0, dot)] ??= {})[place.slice(dot + 1)] = value
  }
  return { ...parts, ...inside }
}
