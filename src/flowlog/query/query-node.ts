import type { QueryField } from './query-field.ts'
import type { Pattern } from './pattern.ts'

/** A query, understood. It becomes SQL (query-sql.ts), a function of a record (query-predicate.ts) or
 *  text again (print-query.ts). `and` of nothing is every record; `and` and `or` never hold a node of
 *  their own kind or just one. */
export type QueryNode =
  | { readonly kind: 'and'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'or'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly node: QueryNode }
  | FieldNode
  /** Words without a field: anywhere in the searched fields, capitals do not matter. */
  | { readonly kind: 'contains'; readonly pattern: Pattern }

export type FieldNode =
  | {
      readonly kind: 'compare'
      readonly field: QueryField
      readonly comparison: Comparison
      readonly value: number
    }
  | {
      readonly kind: 'range'
      readonly field: QueryField
      readonly from: Bound
      readonly to: Bound
    }
  | { readonly kind: 'is'; readonly field: QueryField; readonly value: boolean }
  | { readonly kind: 'equals'; readonly field: QueryField; readonly text: string }
  | { readonly kind: 'like'; readonly field: QueryField; readonly pattern: Pattern }
  /** Text that is not empty, a number that is not 0, true. */
  | { readonly kind: 'exists'; readonly field: QueryField }

export type Comparison = '=' | '>' | '>=' | '<' | '<='

export interface Bound {
  readonly value: number
  readonly isIncluded: boolean
}

export const everything: QueryNode = { kind: 'and', nodes: [] }

export function allOf(nodes: readonly QueryNode[]): QueryNode {
  return joined('and', nodes)
}

export function anyOf(nodes: readonly QueryNode[]): QueryNode {
  return joined('or', nodes)
}

export function compare(field: QueryField, comparison: Comparison, value: number): FieldNode {
  return { kind: 'compare', field, comparison, value }
}

/** The fields that a query names, each once. */
export function fieldsOf(node: QueryNode): ReadonlySet<QueryField> {
  switch (node.kind) {
    case 'and':
    case 'or':
      return new Set(node.nodes.flatMap((part) => [...fieldsOf(part)]))
    case 'not':
      return fieldsOf(node.node)
    case 'contains':
      return new Set()
    case 'compare':
    case 'range':
    case 'is':
    case 'equals':
    case 'like':
    case 'exists':
      return new Set([node.field])
  }
}

export function asksForConclusion(node: QueryNode): boolean {
  return [...fieldsOf(node)].some(({ isDerived }) => isDerived)
}

function joined(kind: 'and' | 'or', nodes: readonly QueryNode[]): QueryNode {
  const parts = nodes.flatMap((node) => (node.kind === kind ? node.nodes : [node]))
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only : { kind, nodes: parts }
}
