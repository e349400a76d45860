import { usualValues } from './known-values.ts'
import { readQuery } from './parse-query.ts'
import { printText } from './print-query.ts'
import { QueryError } from './query-error.ts'
import { fieldAliases, fieldNamed, queryFields, type QueryField } from './query-field.ts'
import { QueryReader, type Expectation } from './query-reader.ts'

/** What may stand where the cursor is, for whoever writes a query. */
export interface Completion {
  /** The part of the text, counted from 0, that a chosen item replaces. */
  readonly from: number
  readonly to: number
  /** Whose value is expected, so that values of the log may be proposed too. */
  readonly field: string | null
  /** Best first; each holds what was written so far. */
  readonly items: readonly CompletionItem[]
  /** What is wrong before the cursor. */
  readonly problem: { readonly column: number; readonly message: string } | null
}

export interface CompletionItem {
  readonly text: string
  readonly kind: 'field' | 'value' | 'operator'
  readonly description: Description
}

interface Description {
  readonly en: string
  readonly zh: string
}

/** A cursor beyond the text stands at its end. */
export function completeQuery(text: string, cursor: number): Completion {
  const to = Math.max(0, Math.min(cursor, text.length))
  const { expectation, error } = readAsFarAsPossible(text.slice(0, to))
  const { from } = expectation
  const written = text.slice(from, to)
  const items = isOneWord.test(written) ? itemsFor(expectation, text).filter(holding(written)) : []
  const isMistake = error !== undefined && error.column <= to && items.length === 0
  return {
    from: isMistake ? to : from,
    to,
    field: isMistake || expectation.kind !== 'value' ? null : (expectation.field?.name ?? null),
    items: items.toSorted((a, b) => place(a, written) - place(b, written)),
    problem: isMistake ? { column: error.column, message: error.message } : null,
  }
}

/** Or a quoted text that has not ended. */
const isOneWord = /^(?:[^\s"()]*|"(?:[^"\\]|\\.)*)$/

interface Progress {
  readonly expectation: Expectation
  readonly error: QueryError | undefined
}

function readAsFarAsPossible(text: string): Progress {
  let reader: QueryReader | undefined
  try {
    reader = new QueryReader(text)
    readQuery(reader)
    return { expectation: reader.expectation, error: undefined }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const nothing = { kind: 'term', field: undefined, from: text.length, depth: 0 } as const
    return { expectation: reader?.expectation ?? nothing, error }
  }
}

function holding(written: string): (item: CompletionItem) => boolean {
  const wanted = plain(written)
  return ({ text }) => plain(text).includes(wanted)
}

/** What begins with the written text goes before what only holds it. */
function place({ text }: CompletionItem, written: string): number {
  return plain(text).startsWith(plain(written)) ? 0 : 1
}

function plain(text: string): string {
  return text.replace(/^"/, '').toLowerCase()
}

function itemsFor({ kind, field, depth, from }: Expectation, text: string): CompletionItem[] {
  const closing = depth > 0 ? [operators.close] : []
  switch (kind) {
    case 'term':
      return [...fieldItems, operators.not, operators.open]
    case 'operator':
      return [operators.and, operators.or, ...closing, ...fieldItems, operators.not]
    case 'value': {
      const isAfterSign = /[<>=]\s*$/.test(text.slice(0, from))
      return field === undefined ? [] : valueItems(field, isAfterSign)
    }
    case 'list-operator':
      return [
        operators.or,
        operators.and,
        ...closing,
        ...(field === undefined ? [] : valueItems(field, false)),
      ]
    case 'bound':
      return [operators.noEnd]
    case 'to':
      return [operators.to]
  }
}

const fieldItems: readonly CompletionItem[] = [
  ...queryFields.map((field) => fieldItem(field.name, field)),
  ...[...fieldAliases].map(([alias, name]) => fieldItem(alias, fieldNamed(name))),
]

function fieldItem(name: string, field: QueryField | undefined): CompletionItem {
  const description = { en: field?.en ?? '', zh: field?.zh ?? '' }
  return { text: `${name}:`, kind: 'field', description }
}

function valueItems(field: QueryField, isAfterSign: boolean): CompletionItem[] {
  const known = field.kind === 'boolean' ? ['true', 'false'] : (usualValues[field.name] ?? [])
  const values = known
    .filter((value) => !isAfterSign || /^\d+$/.test(value))
    .map((value): CompletionItem => ({ text: printText(value), kind: 'value', description: none }))
  if (isAfterSign) return values
  const isNumber = field.kind !== 'text' && field.kind !== 'boolean'
  return [...values, ...(isNumber ? comparisons : []), operators.list, operators.exists]
}

const none: Description = { en: '', zh: '' }

function operator(text: string, en: string, zh: string): CompletionItem {
  return { text, kind: 'operator', description: { en, zh } }
}

const operators = {
  and: operator('AND', 'Both; between terms it may be left out.', '同时满足；可省略。'),
  or: operator('OR', 'One of both.', '满足其一。'),
  not: operator(
    'NOT',
    'The following does not hold; "-" for short.',
    '不满足后面的条件；可写作 "-"。',
  ),
  open: operator('(', 'Terms that belong together.', '将条件组合在一起。'),
  close: operator(')', 'Ends the parenthesis.', '结束括号。'),
  list: operator('(', 'One of several values.', '多个值之一。'),
  exists: operator('*', 'Any value that is not empty.', '任意非空值。'),
  noEnd: operator('*', 'No end.', '不限。'),
  to: operator('TO', 'Up to.', '至。'),
} as const

const comparisons: readonly CompletionItem[] = [
  operator('>=', 'At least.', '大于等于。'),
  operator('>', 'Above.', '大于。'),
  operator('<=', 'At most.', '小于等于。'),
  operator('<', 'Below.', '小于。'),
  operator('[', 'A range, like [500 TO 599].', '范围，如 [500 TO 599]。'),
]
