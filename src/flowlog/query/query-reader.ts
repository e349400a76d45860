import { anyOne, anyRun, joinPattern, type Pattern, type PatternPart } from './pattern.ts'
import { QueryError } from './query-error.ts'
import type { QueryField } from './query-field.ts'

/** What may stand at a place of a query. The last one before the end of an unfinished query is what
 *  its writer is about to write. */
export interface Expectation {
  /** `term`: a field, words, `NOT`, `(`. `operator`: `AND`, `OR`, or the next term. */
  readonly kind: 'term' | 'operator' | 'value' | 'list-operator' | 'bound' | 'to'
  /** Whose value is expected. */
  readonly field: QueryField | undefined
  /** Where it begins, counted from 0. */
  readonly from: number
  /** How many `(` are open. */
  readonly depth: number
}

export interface Word {
  readonly kind: 'word' | 'quoted'
  /** As written, without quotes. */
  readonly text: string
  readonly pattern: Pattern
  /** Counted from 0. */
  readonly start: number
}

/** Walks over a query: white space, signs, words and quoted text; keeps its limits. */
export class QueryReader {
  readonly text: string
  at = 0
  expectation: Expectation = { kind: 'term', field: undefined, from: 0, depth: 0 }
  #depth = 0
  #parts = 0

  constructor(text: string) {
    if (text.length > longestQuery) {
      throw new QueryError(longestQuery, `a query has at most ${longestQuery} characters`)
    }
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  fail(sentence: string, at = this.at): QueryError {
    return new QueryError(at + 1, sentence)
  }

  /** Where an operator may stand, so may a term: what was said first goes on. */
  expect(kind: Expectation['kind'], field?: QueryField): void {
    const { kind: known, from } = this.expectation
    if (from === this.at && (known === 'operator' || known === 'list-operator')) return
    this.expectation = { kind, field, from: this.at, depth: this.#depth }
  }

  /** The same where what stood before has ended: a word at the very end may go on. */
  expectNext(kind: Expectation['kind'], field?: QueryField): void {
    const isOver = /[\s)\]}"]/.test(this.text[this.at - 1] ?? '') || /\s/.test(this.next())
    this.skipSpace()
    if (isOver) this.expect(kind, field)
  }

  skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }

  next(): string {
    return this.text[this.at] ?? ''
  }

  /** What the pattern, which must be sticky, finds here; it is taken. */
  take(pattern: RegExp): string {
    const found = this.look(pattern)
    this.at += found.length
    return found
  }

  look(pattern: RegExp): string {
    pattern.lastIndex = this.at
    return pattern.exec(this.text)?.[0] ?? ''
  }

  /** Of a parenthesis or a negation. */
  nested<Result>(read: () => Result): Result {
    if (++this.#depth > deepest) throw this.fail(`a query is nested at most ${deepest} deep`)
    const result = read()
    this.#depth--
    return result
  }

  /** Of a term, or a value of a list. */
  countPart(): void {
    if (++this.#parts > mostParts) throw this.fail(`a query has at most ${mostParts} terms`)
  }

  /** A run without white space that ends at `)` or one of the other signs, or text in quotes. */
  word(ends = ''): Word {
    return this.next() === '"' ? this.#quoted() : this.#plain(`)${ends}`)
  }

  #plain(ends: string): Word {
    const start = this.at
    const parts: PatternPart[] = []
    for (; !this.isAtEnd; this.at++) {
      const letter = this.next()
      if (/\s/.test(letter) || ends.includes(letter)) break
      if (letter === '"' || letter === '(') {
        throw this.fail(`put a value that holds ${letter === '"' ? 'a quote' : '"("'} in quotes`)
      }
      parts.push(letter === '*' ? anyRun : letter === '?' ? anyOne : this.#escaped())
    }
    const pattern = joinPattern(parts)
    if (pattern.filter((part) => typeof part !== 'string').length > mostWildcards) {
      throw this.fail(`a value has at most ${mostWildcards} wildcards`, start)
    }
    return {
      kind: 'word',
      text: this.text.slice(start, this.at),
      pattern: wellFormed(pattern),
      start,
    }
  }

  /** A backslash takes the meaning away from the sign behind it; before a letter, a digit or white
   *  space that ends the query it is one itself. */
  #escaped(): string {
    const isEscape = this.next() === '\\' && /^[^A-Za-z0-9]/.test(this.text[this.at + 1] ?? '')
    if (isEscape) this.at++
    return this.next()
  }

  /** In quotes only `\"` and `\\` are special. */
  #quoted(): Word {
    const start = this.at
    let text = ''
    for (this.at++; !this.isAtEnd; this.at++) {
      const letter = this.next()
      if (letter === '"') {
        this.at++
        this.#refuseGlued()
        return {
          kind: 'quoted',
          text: text.toWellFormed(),
          pattern: joinPattern([text.toWellFormed()]),
          start,
        }
      }
      if (letter === '\\' && /["\\]/.test(this.text[this.at + 1] ?? '')) this.at++
      text += this.next()
    }
    throw this.fail(`the quote of column ${start + 1} is not closed`)
  }

  #refuseGlued(): void {
    if (this.look(/[^\s)\]},]/y) !== '') throw this.fail('a blank is expected after the quote')
  }
}

/** Half a surrogate pair is no text that a log could hold. */
function wellFormed(pattern: Pattern): Pattern {
  return pattern.map((part) => (typeof part === 'string' ? part.toWellFormed() : part))
}

const longestQuery = 4_096
const deepest = 32
const mostParts = 256
const mostWildcards = 16
