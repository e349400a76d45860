import type { Environment } from '../references.ts'
import { isRecord } from '../shape.ts'
import { tagsOf } from './template-tags.ts'

/** What the expressions of a template stand for. The old system's tool fills a definition in as a
 *  Django template with `settings`, `environ` and `data`; here each of them is the environment: `{{
 *  settings.HOST }}` is HOST, `{{ data.a.b }}` is a_b. */
export type TemplateValue =
  | { readonly kind: 'reference'; readonly name: string; readonly text: string | undefined }
  | { readonly kind: 'value'; readonly value: unknown }

/** Loop variables by name; those of an inner loop hide those of an outer one. */
export type Scope = Readonly<Record<string, unknown>>

export interface TemplateProblem {
  readonly message: string
  readonly suggestion: string
}

const roots: ReadonlySet<string> = new Set(['settings', 'environ', 'data'])
const dottedName = /^[A-Za-z_]\w*(?:\.\w+)*$/
const quoted = /^(?:"([^"]*)"|'([^']*)')$/

export function evaluate(
  expression: string,
  environment: Environment | undefined,
  scope: Scope,
): TemplateValue | TemplateProblem {
  const [first = '', ...filters] = splitOutsideQuotes(expression, '|')
  let value = operand(first.trim(), environment, scope)
  for (const filter of filters) {
    if (!('kind' in value)) return value
    value = filtered(value, filter.trim())
  }
  return value
}

/** As Django judges it; what is not set is false. */
export function isTrue(value: TemplateValue): boolean {
  const plain = plainOf(value)
  if (Array.isArray(plain)) return plain.length > 0
  if (typeof plain === 'string') return plain !== '' && !/^(?:false|none|0)$/i.test(plain)
  return Boolean(plain)
}

export function plainOf(value: TemplateValue): unknown {
  return value.kind === 'reference' ? value.text : value.value
}

/** The environment holds text only: a JSON list, or items with commas between them. */
export function listOf(value: TemplateValue): readonly unknown[] {
  const plain = plainOf(value)
  if (Array.isArray(plain)) return plain
  const text = typeof plain === 'string' ? plain.trim() : ''
  const json = /^[[{]/.test(text) ? jsonIn(text) : undefined
  if (Array.isArray(json)) return json
  if (isRecord(json)) return Object.keys(json)
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Of a mapping, which the environment holds as a JSON object. */
export function pairsOf(value: TemplateValue): readonly (readonly [string, unknown])[] {
  const plain = plainOf(value)
  const object: unknown = typeof plain === 'string' ? jsonIn(plain) : plain
  return isRecord(object) ? Object.entries(object) : []
}

/** undefined: no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Variables of the environment that the expressions of a text may read. */
export function namesInTemplate(text: string): string[] {
  const names = new Set<string>()
  for (const { content } of tagsOf(text)) {
    for (const [, path = ''] of content.matchAll(/\b(?:settings|environ|data)\.(\w+(?:\.\w+)*)/g)) {
      names.add(path.replace(/\.items$/, '').replaceAll('.', '_'))
    }
  }
  return [...names]
}

function operand(
  text: string,
  environment: Environment | undefined,
  scope: Scope,
): TemplateValue | TemplateProblem {
  const literal = quoted.exec(text)
  if (literal !== null) return { kind: 'value', value: literal[1] ?? literal[2] ?? '' }
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { kind: 'value', value: Number(text) }
  if (/^(?:True|False|None)$/.test(text)) return { kind: 'value', value: constants[text] }
  const [root = '', ...rest] = dottedName.test(text) ? text.split('.') : []
  if (Object.hasOwn(scope, root)) return { kind: 'value', value: memberOf(scope[root], rest) }
  if (!roots.has(root) || rest.length === 0) {
    const message = `the template expression ${JSON.stringify(text.slice(0, 80))} cannot be filled in`
    const suggestion =
      'Known are settings.NAME, environ.NAME and data.NAME, and variables of loops.'
    return { message, suggestion }
  }
  const name = rest.join('_')
  const set = environment !== undefined && Object.hasOwn(environment, name)
  return { kind: 'reference', name, text: set ? environment[name] : undefined }
}

const constants: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null }

function memberOf(value: unknown, path: readonly string[]): unknown {
  let member = value
  for (const step of path) {
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, step)) return ''
    member = Reflect.get(member, step)
  }
  return member
}

function filtered(value: TemplateValue, filter: string): TemplateValue | TemplateProblem {
  const [name = '', ...argument] = filter.split(':')
  const plain = plainOf(value)
  switch (name.trim()) {
    case 'safe':
    case 'escape':
    case 'force_escape':
      return value
    case 'default':
    case 'default_if_none': {
      const isMissing = plain === undefined || plain === null
      const isUsed = isMissing || (name.trim() === 'default' && !isTrue(value))
      if (!isUsed) return value
      const literal = quoted.exec(argument.join(':').trim())
      return { kind: 'value', value: literal?.[1] ?? literal?.[2] ?? argument.join(':').trim() }
    }
    case 'lower':
      return { kind: 'value', value: textOf(plain).toLowerCase() }
    case 'upper':
      return { kind: 'value', value: textOf(plain).toUpperCase() }
    default: {
      const message = `the template filter ${JSON.stringify(name.slice(0, 40))} is not known here`
      const suggestion = 'Known: default, default_if_none, lower, upper, safe. Write the value out.'
      return { message, suggestion }
    }
  }
}

/** As it stands in the text that a template becomes. */
export function textOf(plain: unknown): string {
  if (plain === null || plain === undefined) return ''
  if (typeof plain === 'boolean') return plain ? 'True' : 'False'
  return typeof plain === 'string' ? plain : JSON.stringify(plain)
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  let quote = ''
  for (const character of text) {
    if (quote === '' && character === separator) {
      parts.push(part)
      part = ''
      continue
    }
    if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (quote === character) quote = ''
    part += character
  }
  return [...parts, part]
}
