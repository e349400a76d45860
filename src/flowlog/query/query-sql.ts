/** Queries as conditions of DuckDB. Everything that is particular to its SQL is here; values are bound,
 *  never written into the text. */
import { recordDefaults } from '../../model/record-defaults.ts'
import { anyRun, literalOf, re2Of, type Pattern } from './pattern.ts'
import {
  searchedFields,
  type AttemptMember,
  type ConcludedRecord,
  type QueryField,
} from './query-field.ts'
import type { FieldNode, QueryNode } from './query-node.ts'
import { predicateOf } from './query-predicate.ts'

export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number | boolean)[]
}

/** A column is NULL where the record held the member's default. Negations are pushed down to single
 *  conditions, each of which is true exactly where it holds: it may be NULL instead of false, because
 *  above it there are only AND, OR and WHERE. So columns are compared as they are, and DuckDB can leave
 *  out parts of files by their smallest and largest values. */
export function conditionOf(node: QueryNode, isNegated = false): Condition {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts = node.nodes.map((part) => conditionOf(part, isNegated))
      return (node.kind === 'and') === isNegated ? someOf(parts) : allOf(parts)
    }
    case 'not':
      return conditionOf(node.node, !isNegated)
    case 'contains':
      return containsCondition(node.pattern, isNegated)
    case 'compare':
    case 'range':
    case 'is':
    case 'equals':
    case 'like':
    case 'exists':
      return fieldCondition(node, isNegated)
  }
}

export function allOf(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' AND ', 'true')
}

function someOf(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' OR ', 'false')
}

function joined(conditions: readonly Condition[], word: string, ofNone: string): Condition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(word) || ofNone,
    values: conditions.flatMap(({ values }) => values),
  }
}

/** What a field holds, in a relation of whole records (engine/record-relation.ts). */
export function valueSql({ name }: QueryField): string {
  return name === 'attempt_count' ? attemptCount : `"${name}"`
}

function fieldCondition(node: FieldNode, isNegated: boolean): Condition {
  const { field } = node
  if (field.attemptMember !== undefined)
    return attemptCondition(field.attemptMember, node, isNegated)
  const derived = field.name === 'attempt_count' ? attemptCount : followsFrom[field.name]
  if (derived !== undefined) {
    const { sql, values } = testOf(
      node,
      derived === attemptCount ? derived : `coalesce("${field.name}", ${derived})`,
    )
    return { sql: isNegated ? `NOT (${sql})` : sql, values }
  }
  const { sql, values } = testOf(node, `"${field.name}"`)
  const holds = isNegated ? `NOT (${sql})` : sql
  const holdsForNull = predicateOf(node)(recordOfNulls) !== isNegated
  return { sql: holdsForNull ? `"${field.name}" IS NULL OR ${holds}` : holds, values }
}

/** What a row of NULLs stands for. Conclusions are never NULL. */
const recordOfNulls: ConcludedRecord = {
  ...recordDefaults,
  responder: 'none',
  fault: 'none',
  owner: 'nobody',
  key: '',
}

/** The test of one value. `of` is the SQL of that value. */
function testOf(node: FieldNode, of: string): Condition {
  switch (node.kind) {
    case 'compare':
      return { sql: `${of} ${node.comparison} ?`, values: [node.value] }
    case 'range': {
      const { from, to } = node
      const sql = `${of} ${from.isIncluded ? '>=' : '>'} ? AND ${of} ${to.isIncluded ? '<=' : '<'} ?`
      return { sql, values: [from.value, to.value] }
    }
    case 'is':
      return { sql: `${of} = ?`, values: [node.value] }
    case 'equals':
      return { sql: `${of} = ?`, values: [node.text] }
    case 'like':
      return likeTest(node.pattern, of)
    case 'exists': {
      const { kind } = node.field
      return {
        sql: kind === 'boolean' ? of : `${of} <> ${kind === 'text' ? `''` : '0'}`,
        values: [],
      }
    }
  }
}

/** `starts_with` is faster than a regular expression and knows the smallest and largest of a column. */
function likeTest(pattern: Pattern, of: string): Condition {
  const [first, second] = pattern
  if (pattern.length === 2 && typeof first === 'string' && second === anyRun) {
    return { sql: `starts_with(${of}, ?)`, values: [first] }
  }
  if (pattern.length === 2 && first === anyRun && typeof second === 'string') {
    return { sql: `ends_with(${of}, ?)`, values: [second] }
  }
  const inner = pattern.slice(1, -1)
  const text = first === anyRun && pattern.at(-1) === anyRun ? literalOf(inner) : undefined
  if (text !== undefined) return { sql: `contains(${of}, ?)`, values: [text] }
  return { sql: `regexp_full_match(${of}, ?, 's')`, values: [re2Of(pattern)] }
}

function containsCondition(pattern: Pattern, isNegated: boolean): Condition {
  const text = literalOf(pattern)
  const test = (name: string): string =>
    text === undefined
      ? `regexp_matches(lower("${name}"), lower(?), 's')`
      : `contains(lower("${name}"), lower(?))`
  const parts = searchedFields.map((name) =>
    isNegated ? `NOT coalesce(${test(name)}, false)` : test(name),
  )
  return {
    sql: `(${parts.join(isNegated ? ' AND ' : ' OR ')})`,
    values: searchedFields.map(() => text ?? re2Of(pattern)),
  }
}

/** Of any of the attempts: a list in JSON, or the short form of the usual one (short-members.ts). */
function attemptCondition(member: AttemptMember, node: FieldNode, isNegated: boolean): Condition {
  const usual = testOf(node, ofAttempt[member])
  const listed = testOf(node, `coalesce(one->>'${member}', ${ofAttempt[member]})`)
  const found = `len(list_filter(CAST(attempts AS JSON[]), lambda one: ${listed.sql}))`
  return {
    sql: `${isNegated ? 'NOT ' : ''}CASE WHEN "attempt" IS NULL THEN coalesce(${found}, 0) > 0 ELSE ${usual.sql} END`,
    values: [...listed.values, ...usual.values],
  }
}

/** What an attempt's member is where it is left out, as `wholeRecord` has it. */
const ofAttempt: Readonly<Record<AttemptMember, string>> = {
  failure: `''`,
  endpoint: `coalesce(backend_host, '')`,
  address: `coalesce(backend_addr, backend_host, '')`,
}

const attemptCount = `CASE WHEN "attempt" IS NULL THEN coalesce(json_array_length(attempts), 0) ELSE 1 END`

/** What a column that is NULL follows from, as `wholeRecord` has it. */
export const followsFrom: Readonly<Record<string, string>> = {
  x_request_id: 'request_id',
  traceparent: `CASE WHEN length(request_id) = 36 THEN
    '00-' || replace(request_id, '-', '') || '-' || right(replace(request_id, '-', ''), 16) || '-00'
    ELSE '' END`,
  backend_method: `CASE WHEN coalesce(backend_host, '') = '' THEN '' ELSE coalesce(method, '') END`,
  backend_addr: `coalesce(backend_host, '')`,
}
