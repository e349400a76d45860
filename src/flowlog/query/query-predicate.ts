import { searchedFields, type ConcludedRecord } from './query-field.ts'
import type { Comparison, QueryNode } from './parse-query.ts'

/** The query as a function of one record: for records that are not in a file yet. */
export function predicateOf(node: QueryNode): (record: ConcludedRecord) => boolean {
  switch (node.kind) {
    case 'all': {
      const parts = node.nodes.map(predicateOf)
      return (record) => parts.every((holds) => holds(record))
    }
    case 'not': {
      const holds = predicateOf(node.node)
      return (record) => !holds(record)
    }
    case 'compare': {
      const { field, comparison, value } = node
      return (record) => holdsFor(comparison, Number(valueOf(record, field.name)), value)
    }
    case 'is':
      return (record) => (valueOf(record, node.field.name) === true) === node.value
    case 'match': {
      const { field, parts } = node
      return (record) => matchesParts(textOf(record, field.name), parts)
    }
    case 'contains': {
      const text = node.text.toLowerCase()
      return (record) =>
        searchedFields.some((name) => textOf(record, name).toLowerCase().includes(text))
    }
  }
}

export function asksForConclusion(node: QueryNode): boolean {
  switch (node.kind) {
    case 'all':
      return node.nodes.some(asksForConclusion)
    case 'not':
      return asksForConclusion(node.node)
    case 'compare':
    case 'is':
    case 'match':
      return node.field.isDerived
    case 'contains':
      return false
  }
}

function holdsFor(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case '=':
      return left === right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '<':
      return left < right
    case '<=':
      return left <= right
  }
}

function valueOf(record: ConcludedRecord, name: string): unknown {
  return (record as unknown as Record<string, unknown>)[name] // every field is a member of the record
}

function textOf(record: ConcludedRecord, name: string): string {
  const value = valueOf(record, name)
  return typeof value === 'string' ? value : ''
}

/** First and last part are anchored, the others follow one another. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? ''
  if (parts.length === 1) return text === first
  const last = parts.at(-1) ?? ''
  if (!text.startsWith(first) || text.length < first.length + last.length) return false
  if (!text.endsWith(last)) return false
  const end = text.length - last.length
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
