import { nearest } from './nearest.ts'
import { closedValues } from './known-values.ts'
import { isAnything, literalOf } from './pattern.ts'
import { isoMs } from './iso-time.ts'
import type { QueryField } from './query-field.ts'
import { compare, type Bound, type Comparison, type FieldNode } from './query-node.ts'
import type { QueryReader, Word } from './query-reader.ts'

/** What may stand behind `field:`: a value, a comparison or a range; `ends` are the signs that end an
 *  unquoted value besides white space and `)`. */
export function readFieldValue(reader: QueryReader, field: QueryField, ends: string): FieldNode {
  if (reader.look(/[[{]/y) !== '') return readRange(reader, field)
  const start = reader.at
  const sign = reader.take(/[<>]=?|=/y)
  reader.skipSpace()
  if (sign !== '') reader.expect('value', field)
  const word = valueWord(reader, ends)
  if (isAnything(word.pattern) && !/[<>]/.test(sign)) return { kind: 'exists', field }
  if (field.kind === 'text') return textNode(reader, field, sign, word, start)
  if (field.kind === 'boolean') return booleanNode(reader, field, sign, word, start)
  const hundred = sign === '' && field.kind === 'number' ? hundredOf(field, word.text) : undefined
  return hundred ?? compare(field, comparisonOf(sign), numberOf(reader, field, word))
}

function valueWord(reader: QueryReader, ends: string): Word {
  const word = reader.word(ends)
  const isKeyword = word.kind === 'word' && /^(?:AND|OR|NOT)?$/.test(word.text)
  if (isKeyword) throw reader.fail('a value is expected', word.start)
  return word
}

function textNode(
  reader: QueryReader,
  field: QueryField,
  sign: string,
  word: Word,
  start: number,
): FieldNode {
  if (sign !== '' && sign !== '=') {
    throw reader.fail(`"${field.name}" is text and knows no "${sign}"`, start)
  }
  const text = literalOf(word.pattern)
  if (text === undefined) return { kind: 'like', field, pattern: word.pattern }
  const values = closedValues[field.name]
  if (values !== undefined && !values.includes(text)) {
    throw reader.fail(unknownValue(field, text, values), word.start)
  }
  return { kind: 'equals', field, text }
}

function unknownValue(field: QueryField, text: string, values: readonly string[]): string {
  const near = nearest(text, values)
  const advice =
    near !== ''
      ? `did you mean "${near}"?`
      : values.length > 10
        ? 'see faultline errors; with * it is not checked'
        : `it is one of ${values.join(', ')}`
  return `"${field.name}" is never "${text.slice(0, 64)}"; ${advice}`
}

function booleanNode(
  reader: QueryReader,
  field: QueryField,
  sign: string,
  { text }: Word,
  start: number,
): FieldNode {
  if (sign.length > 1 || /[<>]/.test(sign) || (text !== 'true' && text !== 'false')) {
    throw reader.fail(`"${field.name}" is true or false`, start)
  }
  return { kind: 'is', field, value: text === 'true' }
}

/** `5xx`, as people write a class of statuses. */
function hundredOf(field: QueryField, text: string): FieldNode | undefined {
  const digit = /^([1-9])xx$/i.exec(text)?.[1]
  if (digit === undefined) return undefined
  const from = { value: Number(digit) * 100, isIncluded: true }
  return { kind: 'range', field, from, to: { value: from.value + 100, isIncluded: false } }
}

/** `[5000 TO 30000]`; a brace leaves the end itself out, `*` is no end. */
function readRange(reader: QueryReader, field: QueryField): FieldNode {
  const start = reader.at
  if (field.kind === 'text' || field.kind === 'boolean') {
    const what = field.kind === 'text' ? 'text' : 'true or false'
    throw reader.fail(
      `"${field.name}" is ${what} and knows no ranges; quotes take the sign as it is`,
    )
  }
  const isFromIncluded = reader.take(/[[{]/y) === '['
  const from = readBound(reader, field)
  reader.skipSpace()
  reader.expect('to', field)
  if (reader.take(/TO(?=\s)/y) === '') throw reader.fail('"TO" is expected, as in [500 TO 599]')
  const to = readBound(reader, field)
  reader.skipSpace()
  const end = reader.take(/[\]}]/y)
  if (end === '')
    throw reader.fail(`"]" or "}" is expected: the range of column ${start + 1} is not closed`)
  if (reader.look(/[^\s),]/y) !== '') throw reader.fail('a blank is expected after the range')
  if (from !== undefined && to !== undefined && from > to) {
    throw reader.fail(`the range is empty: its first value is above its last`, start)
  }
  return rangeNode(field, bound(from, isFromIncluded), bound(to, end === ']'))
}

function readBound(reader: QueryReader, field: QueryField): number | undefined {
  reader.skipSpace()
  reader.expect('bound', field)
  const word = valueWord(reader, ']}')
  return word.text === '*' && word.kind === 'word' ? undefined : numberOf(reader, field, word)
}

function bound(value: number | undefined, isIncluded: boolean): Bound | undefined {
  return value === undefined ? undefined : { value, isIncluded }
}

function rangeNode(field: QueryField, from: Bound | undefined, to: Bound | undefined): FieldNode {
  if (from !== undefined && to !== undefined) return { kind: 'range', field, from, to }
  if (from !== undefined) return compare(field, from.isIncluded ? '>=' : '>', from.value)
  if (to !== undefined) return compare(field, to.isIncluded ? '<=' : '<', to.value)
  return { kind: 'exists', field }
}

function numberOf(reader: QueryReader, field: QueryField, { text, start }: Word): number {
  const value =
    field.kind === 'time' ? timeOf(text) : plainNumber(text, field.kind === 'milliseconds')
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
  throw reader.fail(`"${field.name}" needs ${examples[field.kind]}`, start)
}

const examples: Readonly<Record<QueryField['kind'], string>> = {
  number: 'a number such as 500, >=500, 5xx or [500 TO 599]',
  milliseconds: 'a number such as 250, 250ms, >1.5s or [5000 TO 30000]',
  time: 'a time such as 2026-11-22T08:00:00Z or 1795334400000',
  text: 'text',
  boolean: 'true or false',
}

function plainNumber(text: string, hasUnit: boolean): number {
  const parts = /^(-?\d{1,15}(?:\.\d{1,6})?)(ms|s|m|h)?$/.exec(text)
  if (parts === null || (parts[2] !== undefined && !hasUnit)) return Number.NaN
  const factor = unitMs[parts[2] ?? 'ms'] ?? 1
  // as many decimals as may be written, so that 1.1s is not a little more than 1100; never -0
  return Number((Number(parts[1]) * factor).toFixed(6)) + 0
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

function timeOf(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : isoMs(text)
  return value >= 0 ? value : Number.NaN
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
