/** Paths of resources and backends: `/orders/{id}`. What is accepted here is what routing matches
 *  byte by byte, so nothing that two programs could read differently gets in. */
export interface PathProblem {
  readonly message: string
  readonly suggestion: string
}

export const variableName = /^[a-zA-Z][a-zA-Z0-9_]{0,29}$/
/** RFC 3986 section 3.3 `pchar` without percent-encoding: `%2F` and `%2f` would be two paths. */
const literalSegment = /^[A-Za-z0-9._~!$&'()*+,;=:@-]*$/
const environmentVariable = /\{env\.([^{}]*)\}/g

/** undefined: the path is fine. */
export function frontPathProblem(path: string): PathProblem | undefined {
  const structure = structureProblem(path)
  if (structure !== undefined) return structure
  const seen = new Set<string>()
  for (const segment of segmentsOf(path)) {
    const name = wholeVariable(segment)
    const found = name === undefined ? literalProblem(segment) : variableProblem(name, seen)
    if (found !== undefined) return found
  }
  return undefined
}

/** `names`: variables of the resource's path. Stage variables stand for themselves here. */
export function backendPathProblem(
  path: string,
  names: readonly string[],
): PathProblem | undefined {
  const [beforeQuery, query] = splitQuery(path)
  const structure = structureProblem(beforeQuery)
  if (structure !== undefined) return structure
  for (const [, name = ''] of path.matchAll(/\{([^{}]*)\}/g)) {
    if (name.startsWith('env.') || names.includes(name)) continue
    const known = names.length === 0 ? 'it has no variables' : `it has ${names.join(', ')}`
    const message = `{${name}} is no variable of the path of this resource`
    return { message, suggestion: `Of the path only: ${known}. A stage variable is {env.NAME}.` }
  }
  const plain = beforeQuery.replaceAll(/\{[^{}]*\}/g, 'v')
  const segment = segmentsOf(plain).find((part) => literalProblem(part) !== undefined)
  if (segment !== undefined) return literalProblem(segment)
  if (query === undefined || /^[!$&-;=?-Z_a-z~{}]*$/.test(query)) return undefined
  return { message: 'the query holds a character that must be percent-encoded', suggestion: '' }
}

/** After the stage's variables were put in: the result is a path that can be sent. */
export function filledPathProblem(path: string): PathProblem | undefined {
  const [beforeQuery] = splitQuery(path)
  const plain = beforeQuery.replaceAll(/\{[^{}]*\}/g, 'v')
  const structure = structureProblem(plain)
  if (structure !== undefined) return structure
  for (const segment of segmentsOf(plain)) {
    const found = literalProblem(segment)
    if (found !== undefined) return found
  }
  return undefined
}

export function variablesOf(path: string): string[] {
  return segmentsOf(path)
    .map(wholeVariable)
    .filter((name) => name !== undefined)
}

export function stageVariablesOf(text: string): string[] {
  if (!text.includes('{env.')) return []
  return [...text.matchAll(environmentVariable)].map(([, name = '']) => name)
}

export function withStageVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
): string {
  if (!text.includes('{env.')) return text
  return text.replaceAll(environmentVariable, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  )
}

/** Equal for paths that match the same requests: variables by place, no trailing slash. */
export function pathPattern(path: string): string {
  return path.replace(/\/$/, '').replaceAll(/\{[^{}]*\}/g, '{}')
}

function splitQuery(path: string): [string, string?] {
  const question = path.indexOf('?')
  return question === -1 ? [path] : [path.slice(0, question), path.slice(question + 1)]
}

/** Without the empty part before the first slash and after a trailing one. */
function segmentsOf(path: string): string[] {
  const segments = path.split('/').slice(1)
  if (segments.at(-1) === '') segments.pop()
  return segments
}

function structureProblem(path: string): PathProblem | undefined {
  if (!path.startsWith('/')) {
    return { message: 'the path does not begin with "/"', suggestion: '' }
  }
  if (path.includes('//'))
    return { message: 'the path has an empty segment ("//")', suggestion: '' }
  return undefined
}

function wholeVariable(segment: string): string | undefined {
  return /^\{([^{}]*)\}$/.exec(segment)?.[1]
}

function variableProblem(name: string, seen: Set<string>): PathProblem | undefined {
  if (name.startsWith('env.')) {
    const message = `{${name}}: stage variables can stand in backend paths and host URLs only`
    return { message, suggestion: '' }
  }
  if (!variableName.test(name)) {
    const message = `{${name}} is not a variable name`
    return { message, suggestion: 'Up to 30 letters, digits and "_", beginning with a letter.' }
  }
  if (seen.has(name)) return { message: `{${name}} stands in the path twice`, suggestion: '' }
  seen.add(name)
  return undefined
}

function literalProblem(segment: string): PathProblem | undefined {
  if (segment === '.' || segment === '..') {
    return { message: `the path has the segment "${segment}"`, suggestion: 'Write it out.' }
  }
  if (/[{}]/.test(segment)) {
    const message = `"${segment}": a variable stands for one whole segment`
    return { message, suggestion: 'Write /{name}/ between two slashes.' }
  }
  if (literalSegment.test(segment)) return undefined
  const bad = /[^A-Za-z0-9._~!$&'()*+,;=:@-]/u.exec(segment)?.[0] ?? ''
  const suggestion =
    bad === '%'
      ? 'Percent-encoding cannot be matched; use a variable.'
      : "Letters, digits and ._~!$&'()*+,;=:@- are allowed."
  return { message: `the path holds the character ${JSON.stringify(bad)}`, suggestion }
}
