/** The log query language: `status:>=500 app_code:(shop, bank) -stage:test path:/v2/* "some text"`.
 *  Reference: docs/reference/query-language.md. */
import { fieldNamed, nearestFieldName, type QueryField } from './query-field.ts'
import { allOf, anyOf, everything, type QueryNode } from './query-node.ts'
import { QueryReader } from './query-reader.ts'
import { readFieldValue } from './parse-value.ts'
import { isAnything, literalOf } from './pattern.ts'

export { QueryError } from './query-error.ts'

/** Throws a QueryError. */
export function parseQuery(query: string): QueryNode {
  return readQuery(new QueryReader(query))
}

export function readQuery(reader: QueryReader): QueryNode {
  reader.skipSpace()
  reader.expect('term')
  if (reader.isAtEnd) return everything
  const node = readAlternatives(reader, termGrammar)
  if (!reader.isAtEnd) throw reader.fail('there is no "(" for this ")"')
  return node
}

/** What differs between a whole query and the list of values in `status:(500 OR 502)`. */
interface Grammar {
  /** Between terms nothing means AND, as people are used to; in a list of values, where AND would
   *  seldom find anything, it means OR, and so does a comma. */
  readonly isList: boolean
  readonly leaf: (reader: QueryReader) => QueryNode
  readonly field: QueryField | undefined
}

const termGrammar: Grammar = { isList: false, leaf: readTerm, field: undefined }

function readAlternatives(reader: QueryReader, grammar: Grammar): QueryNode {
  const nodes = [readConjunction(reader, grammar)]
  const or = grammar.isList ? /,|\|\||OR(?=[\s()]|$)/y : /\|\||OR(?=[\s()]|$)/y
  for (;;) {
    const isJoined = reader.take(or) !== ''
    const isNext = grammar.isList && !reader.isAtEnd && reader.next() !== ')'
    if (!isJoined && !isNext) return anyOf(nodes)
    if (!isJoined && reader.look(negation) !== '') {
      throw reader.fail('"AND" or "OR" is expected before a negation') // nobody means (a OR NOT b)
    }
    nodes.push(readConjunction(reader, grammar))
  }
}

const negation = /[-!]|NOT(?=[\s()]|$)/y

function readConjunction(reader: QueryReader, grammar: Grammar): QueryNode {
  const nodes = [readNegation(reader, grammar)]
  for (;;) {
    reader.expectNext(grammar.isList ? 'list-operator' : 'operator', grammar.field)
    const isJoined = reader.take(/&&|AND(?=[\s()]|$)/y) !== ''
    const isNext =
      !grammar.isList && !reader.isAtEnd && reader.look(/\)|\|\||OR(?=[\s()]|$)/y) === ''
    if (!isJoined && !isNext) return allOf(nodes)
    nodes.push(readNegation(reader, grammar))
  }
}

function readNegation(reader: QueryReader, grammar: Grammar): QueryNode {
  reader.skipSpace()
  reader.expect(grammar.isList ? 'value' : 'term', grammar.field)
  reader.take(/\+(?=\S)/y) // "required" in Lucene, as every term is here
  const sign = reader.take(negation)
  if (sign === '') return readPrimary(reader, grammar)
  reader.expect(grammar.isList ? 'value' : 'term', grammar.field)
  if (sign !== 'NOT' && reader.look(/\S/y) === '') {
    throw reader.fail(`a term is expected after "${sign}"`)
  }
  return reader.nested(() => ({ kind: 'not', node: readNegation(reader, grammar) }))
}

function readPrimary(reader: QueryReader, grammar: Grammar): QueryNode {
  const what = grammar.isList ? 'a value' : 'a term'
  if (reader.isAtEnd) throw reader.fail(`${what} is expected at the end of the query`)
  const sign = reader.look(/[),]|(?:AND|OR)(?=[\s()]|$)|&&|\|\|/y)
  if (sign !== '' && (grammar.isList || sign !== ',')) {
    throw reader.fail(`${what} is expected before "${sign}"`)
  }
  if (reader.next() === '(') return readParenthesis(reader, grammar)
  reader.countPart()
  return grammar.leaf(reader)
}

function readParenthesis(reader: QueryReader, grammar: Grammar): QueryNode {
  const open = reader.at
  reader.at++
  return reader.nested(() => {
    const node = readAlternatives(reader, grammar)
    if (reader.next() !== ')') throw reader.fail(`the "(" of column ${open + 1} is not closed`)
    reader.at++
    return node
  })
}

function readTerm(reader: QueryReader): QueryNode {
  const start = reader.at
  const name = reader.take(/[A-Za-z_][\w.]{0,127}(?=:)/y)
  if (name === '') return readWords(reader)
  const field = fieldNamed(name)
  if (field === undefined) throw reader.fail(unknownField(name), start)
  reader.at++
  reader.skipSpace()
  reader.expect('value', field)
  if (reader.isAtEnd) throw reader.fail(`a value is expected after "${name}:"`)
  if (reader.next() !== '(') return readFieldValue(reader, field, '')
  const leaf = (): QueryNode => readFieldValue(reader, field, ',')
  return readParenthesis(reader, { isList: true, leaf, field })
}

function unknownField(name: string): string {
  const near = nearestFieldName(name)
  const advice = near === '' ? 'put it in quotes to search for the text' : `did you mean "${near}"?`
  return `there is no field "${name}"; ${advice}`
}

function readWords(reader: QueryReader): QueryNode {
  if (reader.take(/\*:\*(?=[\s)]|$)/y) !== '') return everything // as Lucene writes it
  const word = reader.word()
  if (isAnything(word.pattern)) return everything
  if (word.kind === 'word') refuseMistyped(reader, word.text, word.start)
  if (literalOf(word.pattern) === '') throw reader.fail('words to search for are empty', word.start)
  return { kind: 'contains', pattern: word.pattern }
}

/** What looks like a part of the language and would silently be searched for as text. */
function refuseMistyped(reader: QueryReader, text: string, start: number): void {
  if (/^(?:and|or|not)$/i.test(text)) {
    const word = text.toUpperCase()
    throw reader.fail(
      `write "${word}" in capitals, or "${text}" in quotes to search for the word`,
      start,
    )
  }
  if (text.startsWith(':')) {
    throw reader.fail('a field stands right before its ":"; quotes search for the text', start)
  }
  const sign = /(?<!\\)[：“”„（）]/.exec(text)
  if (sign === null) return
  const plain = plainSigns[sign[0]] ?? ''
  throw reader.fail(
    `write a plain ${plain} instead of ${sign[0]}; in plain quotes it is searched for`,
    start + sign.index,
  )
}

/** As a Chinese keyboard or a word processor writes them. */
const plainSigns: Readonly<Record<string, string>> = {
  '：': ':',
  '“': '"',
  '”': '"',
  '„': '"',
  '（': '(',
  '）': ')',
}
