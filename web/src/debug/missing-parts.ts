import type { DebugOrder } from './debug-answers.ts'

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

/** The order of a call of the history with nothing where its secrets were: their masks would be sent as they are. */
export function withoutMasks(order: DebugOrder, leftOut: readonly string[]): DebugOrder {
  const parts: Record<string, unknown> = { ...order }
  for (const [name, empty] of Object.entries(missingBody(leftOut, {}))) {
    const part = parts[name]
    if (part === undefined) continue
    parts[name] = typeof empty === 'string' ? empty : { ...Object(part), ...Object(empty) }
  }
  return parts as unknown as DebugOrder // texts in place of texts
}
