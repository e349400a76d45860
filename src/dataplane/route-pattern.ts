/** A resource path in parts: literal segments and whole-segment variables. `{id}.json` is no
 *  variable but a literal; definitions with such a path are refused before they get here. */
export interface RoutePattern {
  /** Without a trailing slash; '' for the root. */
  readonly path: string
  readonly segments: readonly Segment[]
  readonly variableNames: readonly string[]
  /** Length of the path with each variable counted as one character: the priority of sub-paths. */
  readonly weight: number
}

/** undefined stands for a variable. */
export type Segment = string | undefined

export function routePattern(path: string): RoutePattern {
  const trimmed = path.replace(/\/+$/, '')
  const parts = trimmed === '' ? [] : trimmed.slice(1).split('/')
  const names = parts.map(variableName)
  return {
    path: trimmed,
    segments: parts.map((part, index) => (names[index] === undefined ? part : undefined)),
    variableNames: names.filter((name) => name !== undefined),
    weight: parts.reduce((sum, part, index) => sum + 1 + (names[index] ? 1 : part.length), 0),
  }
}

function variableName(segment: string): string | undefined {
  return /^\{([^{}]+)\}$/.exec(segment)?.[1]
}
