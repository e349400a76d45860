/** `${NAME}` in values: read from the environment where the caller allows it, kept as written for
 *  export. `$${` stands for the literal `${`. */
export type Environment = Readonly<Record<string, string | undefined>>

export type Expanded =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'expanded'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string; readonly suggestion: string }

const reference = /\$\$\{|\$\{([^}]*)(\}?)/g
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** `environment` undefined: references are refused, as the management API does. */
export function expand(text: string, environment: Environment | undefined): Expanded {
  if (!text.includes('${')) return { kind: 'plain', text }
  const problems: { message: string; suggestion: string }[] = []
  let readsEnvironment = false
  const expanded = text.replaceAll(reference, (whole, name: string | undefined, end: string) => {
    if (name === undefined) return '${'
    readsEnvironment = true
    const value = valueOf(name, end, environment)
    if (typeof value === 'string') return value
    problems.push(value)
    return whole
  })
  const [problem] = problems
  if (problem !== undefined) return { kind: 'problem', ...problem }
  return { kind: readsEnvironment ? 'expanded' : 'plain', text: expanded }
}

/** The same text for a definition, where none of it is a reference. */
export function withoutReferences(text: string): string {
  return text.replaceAll('${', () => '$${') // `$$` in a replacement text is one $
}

/** Names that `text` refers to, well-formed ones only. */
export function referencedNames(text: string): string[] {
  const names: string[] = []
  for (const [, name, end] of text.matchAll(reference)) {
    if (name !== undefined && end === '}' && variableName.test(name)) names.push(name)
  }
  return names
}

function valueOf(
  name: string,
  end: string,
  environment: Environment | undefined,
): string | { message: string; suggestion: string } {
  if (end === '' || !variableName.test(name)) {
    const message = 'not a reference to the environment: a name in ${…} has letters, digits and _'
    return { message, suggestion: 'Write ${NAME}, or $${ for the literal text ${.' }
  }
  if (environment === undefined) {
    const message = `\${${name}} is not replaced here: the server does not read its own environment`
    const suggestion = 'Apply with `faultline apply`, or write $${ for the literal text ${.'
    return { message, suggestion }
  }
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined
  if (value !== undefined) return value
  const message = `the environment variable ${name} is not set`
  return { message, suggestion: `Set ${name} first, or write $\${ for the literal text \${.` }
}
