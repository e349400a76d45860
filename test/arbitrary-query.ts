/** Random queries and records for the property tests of this room: texts with signs of every kind,
 *  trees over every field. */
import * as fc from 'fast-check'
import {
  anyOne,
  anyRun,
  isAnything,
  joinPattern,
  type Pattern,
} from '../src/flowlog/query/pattern.ts'
import { closedValues } from '../src/flowlog/query/known-values.ts'
import { queryFields, type QueryField } from '../src/flowlog/query/query-field.ts'
import {
  allOf,
  anyOf,
  compare,
  type FieldNode,
  type QueryNode,
} from '../src/flowlog/query/query-node.ts'

/** Signs that mean something to the language, to SQL, to LIKE, to regular expressions or to JSON. */
const signs = [
  Array.from(`"\\'%_*?()[]{}<>=:,;-+!&|.^$#/@~\` \t\n\r\0\u007f\u00a0`),
  Array.from('ßÉéİıΣςσK名：“\u{1f600}\u{10400}\u{10428}aB0'),
  ['AND', 'OR', 'NOT', 'and', 'TO', '5xx', '--', "' OR 1=1 --"],
].flat()

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...signs), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.constantFrom('', 'a', 'shop', '/v1/orders', 'backend_refused', '-x', 'x:y'),
)

const somePattern: fc.Arbitrary<Pattern> = fc
  .array(fc.oneof(nastyText, fc.constantFrom(anyRun, anyRun, anyOne)), {
    minLength: 1,
    maxLength: 5,
  })
  .map(joinPattern)

const wildPattern = somePattern.filter(
  (pattern) => pattern.some((part) => typeof part !== 'string') && !isAnything(pattern),
)

export const someNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 200, 404, 499, 500, 503, 599, 600, 1_000, 1_500.25, -1, 0.001),
  fc.integer({ min: 0, max: 1_000 }),
)

export function nodeAbout(field: QueryField): fc.Arbitrary<FieldNode> {
  const exists = fc.constant<FieldNode>({ kind: 'exists', field })
  switch (field.kind) {
    case 'text': {
      const closed = closedValues[field.name]
      const text = closed === undefined ? nastyText : fc.constantFrom(...closed)
      return fc.oneof(
        text.map((value): FieldNode => ({ kind: 'equals', field, text: value })),
        wildPattern.map((pattern): FieldNode => ({ kind: 'like', field, pattern })),
        exists,
      )
    }
    case 'boolean':
      return fc.oneof(
        fc.boolean().map((value): FieldNode => ({ kind: 'is', field, value })),
        exists,
      )
    case 'number':
    case 'milliseconds':
    case 'time':
      return fc.oneof(someComparison(field), someRange(field), exists)
  }
}

function someComparison(field: QueryField): fc.Arbitrary<FieldNode> {
  return fc
    .tuple(fc.constantFrom('=', '>', '>=', '<', '<='), numberFor(field))
    .map(([comparison, value]) => compare(field, comparison, value))
}

function someRange(field: QueryField): fc.Arbitrary<FieldNode> {
  return fc
    .tuple(numberFor(field), numberFor(field), fc.boolean(), fc.boolean())
    .map(([one, two, isFromIncluded, isToIncluded]) => ({
      kind: 'range',
      field,
      from: { value: Math.min(one, two), isIncluded: isFromIncluded },
      to: { value: Math.max(one, two), isIncluded: isToIncluded },
    }))
}

/** A point in time is written in whole milliseconds. */
function numberFor(field: QueryField): fc.Arbitrary<number> {
  return field.kind === 'time' ? fc.integer({ min: 0, max: 2e12 }) : someNumber
}

const someLeaf: fc.Arbitrary<QueryNode> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...queryFields).chain(nodeAbout) },
  {
    weight: 1,
    arbitrary: somePattern
      .filter((pattern) => pattern.length > 0 && !isAnything(pattern))
      .map((pattern): QueryNode => ({ kind: 'contains', pattern })),
  },
)

export const someQuery: fc.Arbitrary<QueryNode> = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    someLeaf,
    fc.array(tie('node'), { maxLength: 3 }).map(allOf),
    fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map(anyOf),
    tie('node').map((node): QueryNode => ({ kind: 'not', node })),
  ),
})).node
