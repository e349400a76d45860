import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { predicateOf } from '../query/query-predicate.ts'
import { fieldsOf, type QueryNode } from '../query/query-node.ts'
import { allOf, conditionOf, valueSql } from '../query/query-sql.ts'
import { recordSearch, type RecordSearch } from '../record-search.ts'
import { AggregateError, fieldToCount } from './aggregate-question.ts'
import { countedValue, hasManyValues } from './counted-field.ts'
import type { Row, Sql } from './counted-records.ts'

/** How many requests of a time fit a query, by gateway and by the values of a field: what rules of alarms
 *  ask again and again. A request belongs to the time in which it ended, so none is missed because its
 *  record came after the question. */
export interface MatchQuestion {
  readonly query: string
  readonly by: string | undefined
  /** Only requests to these; undefined: to all. */
  readonly gateways: readonly string[] | undefined
  /** Inclusive; of when requests ended. */
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  /** Also how many there were that do not fit. */
  readonly wantsTotal: boolean
}

export interface MatchCount {
  readonly gateway: string
  /** '' without `by`. */
  readonly value: string
  /** Those that fit, where no more is wanted. */
  readonly total: number
  readonly matching: number
}

/** `complete` is false where there may be more. */
export interface MatchCounts {
  readonly counts: readonly MatchCount[]
  readonly complete: boolean
}

/** So long before a time requests that end in it may have begun: the longest that the gateway waits. */
export const longestRequestMs = 600_000
/** Rows of an answer, the most frequent ones. */
const mostCounts = 5_000

/** Throws a QueryError or an AggregateError. */
export function checkMatches(question: Pick<MatchQuestion, 'query' | 'by'>): void {
  searchOf(question)
  fieldOf(question.by)
}

/** Over a relation of whole records. */
export function matchCountsSql(relation: string, question: MatchQuestion): Sql {
  const { fromMs, toMs, wantsTotal, gateways } = question
  const field = fieldOf(question.by)
  const fits = conditionOf(searchOf(question).node)
  const ended = `timestamp >= ${fromMs - longestRequestMs} AND timestamp < ${toMs}
    AND timestamp + request_duration >= ${fromMs} AND timestamp + request_duration < ${toMs}`
  const places = gateways?.map(() => '?').join(', ') ?? ''
  const at = gateways === undefined ? [] : [{ sql: `gateway IN (${places})`, values: gateways }]
  const where = allOf([{ sql: ended, values: [] }, ...at, ...(wantsTotal ? [] : [fits])])
  const matching = wantsTotal
    ? { sql: `count(*) FILTER (WHERE ${fits.sql})`, values: fits.values }
    : { sql: 'count(*)', values: [] }
  const value = field === undefined ? `''` : `CAST(${valueSql(field)} AS VARCHAR)`
  return {
    sql: `SELECT gateway, ${value} AS value, count(*) AS total, ${matching.sql} AS matching
      FROM ${relation} WHERE ${where.sql} GROUP BY 1, 2 ORDER BY matching DESC, total DESC LIMIT ${mostCounts}`,
    values: [...matching.values, ...where.values],
  }
}

/** The columns that a question looks at; undefined where it looks at long texts or lists. */
export function matchColumns(question: MatchQuestion): readonly string[] | undefined {
  const { node } = searchOf(question)
  const by = fieldOf(question.by)
  const fields = [...fieldsOf(node), ...(by === undefined ? [] : [by])]
  if (looksForWords(node) || fields.some(({ name }) => isLong(name))) return undefined
  return ['gateway', 'timestamp', 'request_duration', ...fields.map(({ name }) => name)]
}

function looksForWords(node: QueryNode): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.some(looksForWords)
  return node.kind === 'contains' || (node.kind === 'not' && looksForWords(node.node))
}

function isLong(name: string): boolean {
  return name.startsWith('attempt') || name === 'body' || name === 'response_body'
}

export function matchCountOf({ gateway, value, total, matching }: Row): MatchCount {
  return {
    gateway: String(gateway),
    value: String(value),
    total: Number(total),
    matching: Number(matching),
  }
}

/** The same of records one by one: where there is no DuckDB to ask. */
export class MatchCounter {
  readonly #question: MatchQuestion
  readonly #holds: (record: ConcludedRecord) => boolean
  readonly #field: QueryField | undefined
  readonly #counts = new Map<
    string,
    { gateway: string; value: string; total: number; matching: number }
  >()

  constructor(question: MatchQuestion) {
    this.#question = question
    this.#holds = predicateOf(searchOf(question).node)
    this.#field = fieldOf(question.by)
  }

  add(record: ConcludedRecord): void {
    const { fromMs, toMs, wantsTotal } = this.#question
    const { timestamp: beganMs } = record
    if (beganMs < fromMs - longestRequestMs || beganMs >= toMs) return
    const endMs = beganMs + record.request_duration
    if (endMs < fromMs || endMs >= toMs) return
    if (this.#question.gateways?.includes(record.gateway) === false) return
    const isMatch = this.#holds(record)
    if (!isMatch && !wantsTotal) return
    const { gateway } = record
    const value = this.#field === undefined ? '' : String(countedValue(record, this.#field))
    const key = JSON.stringify([gateway, value])
    const known = this.#counts.get(key) ?? { gateway, value, total: 0, matching: 0 }
    known.total++
    if (isMatch) known.matching++
    this.#counts.set(key, known)
  }

  counts(): readonly MatchCount[] {
    return [...this.#counts.values()]
      .toSorted((a, b) => b.matching - a.matching || b.total - a.total)
      .slice(0, mostCounts)
  }
}

function searchOf({ query }: Pick<MatchQuestion, 'query'>): RecordSearch {
  return recordSearch({ query, limit: 1 })
}

function fieldOf(by: string | undefined): QueryField | undefined {
  if (by === undefined) return undefined
  const field = fieldToCount('groupBy', by, {})
  if (!hasManyValues(field)) return field
  throw new AggregateError('groupBy', `"${by}" has too many values to be told apart`)
}
