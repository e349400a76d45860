/** The log query language: `status:>=500 app_code:shop -stage:test path:/v2/* "some text"`. Terms
 *  are joined by AND. The result is a tree that becomes SQL or a predicate. */
import { fieldNamed, nearestFieldName, type QueryField } from './query-field.ts'

export type QueryNode =
  | { readonly kind: 'all'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly node: QueryNode }
  | {
      readonly kind: 'compare'
      readonly field: QueryField
      readonly comparison: Comparison
      readonly value: number
    }
  | { readonly kind: 'is'; readonly field: QueryField; readonly value: boolean }
  /** The literal parts between wildcards; one part: equal. */
  | { readonly kind: 'match'; readonly field: QueryField; readonly parts: readonly string[] }
  | { readonly kind: 'contains'; readonly text: string }

export type Comparison = '=' | '>' | '>=' | '<' | '<='

/** The sentence names the column (counted from 1) and what was expected. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly column: number

  constructor(column: number, sentence: string) {
    super(`column ${column}: ${sentence}`)
    this.column = column
  }
}

export function parseQuery(query: string): QueryNode {
  if (query.length > longestQuery) {
    throw new QueryError(longestQuery, `a query has at most ${longestQuery} characters`)
  }
  const nodes: QueryNode[] = []
  let at = skipSpace(query, 0)
  while (at < query.length) {
    const term = readTerm(query, at)
    nodes.push(term.node)
    at = skipSpace(query, term.end)
  }
  return { kind: 'all', nodes }
}

const longestQuery = 4_096

interface Read {
  readonly node: QueryNode
  readonly end: number
}

function readTerm(query: string, start: number): Read {
  if (query[start] === '-') {
    if (/^(?:\s|$)/.test(query.slice(start + 1))) {
      throw new QueryError(start + 2, 'a term is expected after "-"')
    }
    const { node, end } = readTerm(query, start + 1)
    return { node: { kind: 'not', node }, end }
  }
  const name = /^[A-Za-z_][\w.]*(?=:)/.exec(query.slice(start, start + 128))?.[0]
  if (name === undefined) {
    const { text, end } = readValue(query, start)
    return { node: { kind: 'contains', text }, end }
  }
  const field = fieldNamed(name)
  if (field === undefined) throw unknownField(name, start)
  return readFieldTerm(query, field, start + name.length + 1)
}

function unknownField(name: string, start: number): QueryError {
  const near = nearestFieldName(name)
  const advice = near === '' ? 'put it in quotes to search for the text' : `did you mean "${near}"?`
  return new QueryError(start + 1, `there is no field "${name}"; ${advice}`)
}

/** White space may stand between colon and value, as in the old system's examples. */
function readFieldTerm(query: string, field: QueryField, afterColon: number): Read {
  const start = skipSpace(query, afterColon)
  if (start >= query.length) {
    throw new QueryError(start + 1, `a value is expected after "${field.name}:"`)
  }
  const sign = /^(?:[<>]=?|=)/.exec(query.slice(start, start + 2))?.[0] ?? ''
  const valueStart = skipSpace(query, start + sign.length)
  const value = readValue(query, valueStart)
  const node =
    field.kind === 'text'
      ? textNode(field, sign, value, start)
      : field.kind === 'boolean'
        ? booleanNode(field, sign, value.text, start)
        : numberNode(field, sign, value.text, valueStart)
  return { node, end: value.end }
}

function textNode(field: QueryField, sign: string, value: Value, start: number): QueryNode {
  if (sign !== '' && sign !== '=') {
    throw new QueryError(start + 1, `"${field.name}" is text and knows no "${sign}"`)
  }
  return { kind: 'match', field, parts: value.isQuoted ? [value.text] : value.text.split(/\*+/) }
}

function booleanNode(field: QueryField, sign: string, text: string, start: number): QueryNode {
  if (sign !== '' || (text !== 'true' && text !== 'false')) {
    throw new QueryError(start + 1, `"${field.name}" is true or false`)
  }
  return { kind: 'is', field, value: text === 'true' }
}

function numberNode(field: QueryField, sign: string, text: string, start: number): QueryNode {
  const hundred = /^([1-9])xx$/i.exec(text)
  if (hundred !== null && sign === '' && field.kind === 'number') {
    const from = Number(hundred[1]) * 100
    return {
      kind: 'all',
      nodes: [compare(field, '>=', from), compare(field, '<', from + 100)],
    }
  }
  const parts = /^(-?\d{1,15}(?:\.\d{1,6})?)(ms|s|m)?$/.exec(text)
  const unit = parts?.[2] ?? 'ms'
  if (parts === null || (unit !== 'ms' && field.kind !== 'milliseconds')) {
    const example = field.kind === 'milliseconds' ? '250, 250ms or 1.5s' : '500, >=500 or 5xx'
    throw new QueryError(start + 1, `"${field.name}" needs a number such as ${example}`)
  }
  const factor = unit === 's' ? 1_000 : unit === 'm' ? 60_000 : 1
  return compare(field, comparisonOf(sign), Number(parts[1]) * factor)
}

function compare(field: QueryField, comparison: Comparison, value: number): QueryNode {
  return { kind: 'compare', field, comparison, value }
}

function comparisonOf(sign: string): Comparison {
  switch (sign) {
    case '>':
    case '>=':
    case '<':
    case '<=':
      return sign
    default:
      return '='
  }
}

interface Value {
  readonly text: string
  readonly isQuoted: boolean
  readonly end: number
}

/** A run without white space, or text in double quotes with `\"` and `\\`. */
function readValue(query: string, start: number): Value {
  if (query[start] !== '"') {
    const text = /^[^\s"]+/.exec(query.slice(start))?.[0] ?? ''
    if (text === '') throw new QueryError(start + 1, 'a value is expected')
    return { text, isQuoted: false, end: start + text.length }
  }
  let text = ''
  for (let at = start + 1; at < query.length; at++) {
    const letter = query[at] ?? ''
    if (letter === '"') return { text, isQuoted: true, end: at + 1 }
    if (letter === '\\' && /["\\]/.test(query[at + 1] ?? '')) text += query[++at] ?? ''
    else text += letter
  }
  throw new QueryError(query.length + 1, `the quote of column ${start + 1} is not closed`)
}

function skipSpace(query: string, from: number): number {
  let at = from
  while (at < query.length && /\s/.test(query[at] ?? '')) at++
  return at
}
