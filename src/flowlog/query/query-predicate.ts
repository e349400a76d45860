import type { FlowRecord } from '../../model/flow-record.ts'
import { foldCase } from './fold-case.ts'
import { anyRun, matches, type Pattern } from './pattern.ts'
import { searchedFields, type ConcludedRecord, type QueryField } from './query-field.ts'
import type { Comparison, FieldNode, QueryNode } from './query-node.ts'

type Holds = (record: ConcludedRecord) => boolean

/** The query as a function of one record: for records that are not in a file yet. */
export function predicateOf(node: QueryNode): Holds {
  switch (node.kind) {
    case 'and': {
      const parts = node.nodes.map(predicateOf)
      return (record) => parts.every((holds) => holds(record))
    }
    case 'or': {
      const parts = node.nodes.map(predicateOf)
      return (record) => parts.some((holds) => holds(record))
    }
    case 'not': {
      const holds = predicateOf(node.node)
      return (record) => !holds(record)
    }
    case 'contains':
      return containsWords(node.pattern)
    case 'compare':
    case 'range':
    case 'is':
    case 'equals':
    case 'like':
    case 'exists':
      return fieldPredicate(node)
  }
}

function containsWords(pattern: Pattern): Holds {
  const anywhere: Pattern = [
    anyRun,
    ...pattern.map((part) => (typeof part === 'string' ? foldCase(part) : part)),
    anyRun,
  ]
  return (record) =>
    searchedFields.some((name) => matches(foldCase(textOf(valueOf(record, name))), anywhere))
}

function fieldPredicate(node: FieldNode): Holds {
  const { field } = node
  const { name } = field
  switch (node.kind) {
    case 'compare':
      return (record) => isAs(node.comparison, numberOf(record, name), node.value)
    case 'range': {
      const { from, to } = node
      const above = from.isIncluded ? '>=' : '>'
      const below = to.isIncluded ? '<=' : '<'
      return (record) => {
        const value = numberOf(record, name)
        return isAs(above, value, from.value) && isAs(below, value, to.value)
      }
    }
    case 'is':
      return (record) => (valueOf(record, name) === true) === node.value
    case 'equals':
      return someText(field, (text) => text === node.text)
    case 'like':
      return someText(field, (text) => matches(text, node.pattern))
    case 'exists':
      return field.kind === 'text'
        ? someText(field, (text) => text !== '')
        : (record) => Boolean(valueOf(record, name))
  }
}

/** Of a record's one text, or of any of its attempts'. */
function someText(
  { name, attemptMember: member }: QueryField,
  fits: (text: string) => boolean,
): Holds {
  if (member === undefined) return (record) => fits(textOf(valueOf(record, name)))
  return ({ attempts }) => attempts.some((attempt) => fits(attempt[member]))
}

function isAs(comparison: Comparison, left: number, right: number): boolean {
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

/** What a record holds for a field that has one value. */
export function valueOf(record: FlowRecord, name: string): unknown {
  if (name === 'attempt_count') return record.attempts.length
  return (record as unknown as Record<string, unknown>)[name] // every other field is a member
}

function numberOf(record: FlowRecord, name: string): number {
  return Number(valueOf(record, name) ?? 0)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
