/** Queries as conditions of DuckDB over whole records (engine/record-relation.ts), where no single value
 *  is NULL. Everything that is particular to its SQL is here; values are bound, never written into the
 *  text. */
import { anyRun, literalOf, re2Of, type Pattern } from './pattern.ts'
import { searchedFields, type AttemptMember, type QueryField } from './query-field.ts'
import type { FieldNode, QueryNode } from './query-node.ts'

export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number | boolean)[]
}

export function conditionOf(node: QueryNode): Condition {
  switch (node.kind) {
    case 'and':
      return allOf(node.nodes.map(conditionOf))
    case 'or':
      return joined(node.nodes.map(conditionOf), ' OR ', 'false')
    case 'not': {
      const { sql, values } = conditionOf(node.node)
      return { sql: `NOT (${sql})`, values }
    }
    case 'contains':
      return containsCondition(node.pattern)
    case 'compare':
    case 'range':
    case 'is':
    case 'equals':
    case 'like':
    case 'exists': {
      const member = node.field.attemptMember
      return member === undefined
        ? testOf(node, valueSql(node.field))
        : attemptCondition(member, node)
    }
  }
}

export function allOf(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' AND ', 'true')
}

function joined(conditions: readonly Condition[], word: string, ofNone: string): Condition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(word) || ofNone,
    values: conditions.flatMap(({ values }) => values),
  }
}

/** What a field holds, where it holds one value. */
export function valueSql({ name }: QueryField): string {
  return name === 'attempt_count' ? attemptCount : `"${name}"`
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

function containsCondition(pattern: Pattern): Condition {
  const text = literalOf(pattern)
  const parts = searchedFields.map((name) =>
    text === undefined
      ? `regexp_matches(lower("${name}"), lower(?), 's')`
      : `contains(lower("${name}"), lower(?))`,
  )
  return { sql: parts.join(' OR '), values: searchedFields.map(() => text ?? re2Of(pattern)) }
}

/** Of any of the attempts: a list in JSON, or the short form of the usual one (short-members.ts). */
function attemptCondition(member: AttemptMember, node: FieldNode): Condition {
  const usual = testOf(node, ofAttempt[member])
  const listed = testOf(node, `coalesce(one->>'${member}', ${ofAttempt[member]})`)
  const found = `len(list_filter(CAST(attempts AS JSON[]), lambda one: ${listed.sql}))`
  return {
    sql: `CASE WHEN "attempt" IS NULL THEN coalesce(${found}, 0) > 0 ELSE ${usual.sql} END`,
    values: [...listed.values, ...usual.values],
  }
}

/** What an attempt's member is where it is left out, as `wholeRecord` has it. */
const ofAttempt: Readonly<Record<AttemptMember, string>> = {
  failure: `''`,
  endpoint: 'backend_host',
  address: 'backend_addr',
}

const attemptCount = `CASE WHEN "attempt" IS NULL THEN coalesce(json_array_length(attempts), 0) ELSE 1 END`
