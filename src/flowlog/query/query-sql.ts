import { recordDefaults } from '../../model/record-defaults.ts'
import { searchedFields } from './query-field.ts'
import type { QueryNode } from './parse-query.ts'

/** A condition with its values apart: values are bound, never written into the SQL. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number | boolean)[]
}

/** The query as a DuckDB condition. A column is NULL where the record held the member's default, so
 *  each comparison says what it gives for the default: no NULL travels through NOT and AND. */
export function conditionOf(node: QueryNode): Condition {
  switch (node.kind) {
    case 'all':
      return allOf(node.nodes.map(conditionOf))
    case 'not': {
      const { sql, values } = conditionOf(node.node)
      return { sql: `NOT (${sql})`, values }
    }
    case 'compare':
      return {
        sql: `coalesce("${node.field.name}", ${defaultNumber(node.field.name)}) ${node.comparison} ?`,
        values: [node.value],
      }
    case 'is':
      return { sql: `coalesce("${node.field.name}", false) = ?`, values: [node.value] }
    case 'match':
      return matchCondition(node.field.name, node.parts)
    case 'contains': {
      const one = (name: string): string => `contains(lower(coalesce("${name}", '')), ?)`
      return {
        sql: `(${searchedFields.map(one).join(' OR ')})`,
        values: searchedFields.map(() => node.text.toLowerCase()),
      }
    }
  }
}

export function allOf(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: 'true', values: [] }
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  }
}

function matchCondition(name: string, parts: readonly string[]): Condition {
  const column = `coalesce("${name}", ${followsFrom[name] ?? `'${defaultText(name)}'`})`
  if (parts.length === 1) return { sql: `${column} = ?`, values: [parts[0] ?? ''] }
  const pattern = parts.map((part) => part.replaceAll(/[\\%_]/g, String.raw`\$&`)).join('%')
  return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [pattern] }
}

/** What a column that is NULL follows from, as `wholeRecord` has it. */
const followsFrom: Readonly<Record<string, string>> = {
  x_request_id: 'request_id',
  traceparent: `CASE WHEN length(request_id) = 36 THEN
    '00-' || replace(request_id, '-', '') || '-' || right(replace(request_id, '-', ''), 16) || '-00'
    ELSE '' END`,
  backend_method: `CASE WHEN backend_host IS NULL THEN '' ELSE coalesce(method, '') END`,
  backend_addr: `coalesce(backend_host, '')`,
}

function defaultNumber(name: string): number {
  const value = (recordDefaults as unknown as Record<string, unknown>)[name] // a field's own name
  return typeof value === 'number' ? value : 0
}

function defaultText(name: string): string {
  const value = (recordDefaults as unknown as Record<string, unknown>)[name] // a field's own name
  return typeof value === 'string' ? value : ''
}
