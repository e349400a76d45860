import { QueryError } from './query-error.ts'
import { allOf, type QueryNode } from './query-node.ts'
import { parseQuery } from './parse-query.ts'
import { printText } from './print-query.ts'

/** `field:value` pairs as the old system sends them, made by the + and - beside a value: the value is
 *  taken as it is, without quotes or wildcards. All must hold, of the excluded none. Throws a
 *  QueryError whose column is in the pair. */
export function chipsNode(include: readonly string[], exclude: readonly string[]): QueryNode {
  return allOf([
    ...include.map(chipNode),
    ...exclude.map((chip): QueryNode => ({ kind: 'not', node: chipNode(chip) })),
  ])
}

function chipNode(chip: string): QueryNode {
  const colon = chip.indexOf(':')
  if (colon < 1) throw new QueryError(1, 'a filter looks like field:value')
  const name = chip.slice(0, colon)
  return parseQuery(`${name}:${printText(chip.slice(colon + 1))}`)
}

export interface QueryParts {
  /** Undefined: every record. */
  readonly query?: string
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

export function nodeOf({ query = '', include = [], exclude = [] }: QueryParts): QueryNode {
  return allOf([parseQuery(query), chipsNode(include, exclude)])
}
