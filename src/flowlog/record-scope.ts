import { callerMembers, callerView } from '../model/caller-view.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { ConcludedRecord, QueryField } from './query/query-field.ts'
import { fieldNamed } from './query/query-field.ts'
import { anyOf, everything, fieldsOf, type QueryNode } from './query/query-node.ts'

/** Which records a question is about, whatever its query says: those of some gateways, whole, and the
 *  calls of some applications, as their owners see them. It is a condition beside the query's, so no text
 *  of a query gets out of it. */
export interface RecordScope {
  readonly gateways: readonly string[]
  readonly apps: readonly string[]
}

/** undefined: all there are. */
export function scopeNode(scope: RecordScope | undefined): QueryNode {
  if (scope === undefined) return everything
  return anyOf([
    ...scope.gateways.map((gateway) => equals('gateway', gateway)),
    ...scope.apps.map((app) => equals('app_code', app)),
  ])
}

function equals(name: string, text: string): QueryNode {
  const field = fieldNamed(name)
  if (field === undefined) throw new Error(`there is no field ${name}`)
  return { kind: 'equals', field, text }
}

/** Whoever could ask for a hidden field would find out what it holds by asking again and again. */
export class HiddenField extends Error {
  override readonly name = 'HiddenField'

  constructor(field: string) {
    super(
      `"${field}" is not shown of the calls of an application; name a gateway that you may view to ask for it.`,
    )
  }
}

/** Throws a HiddenField. */
export function requireShown(scope: RecordScope | undefined, node: QueryNode): void {
  for (const field of fieldsOf(node)) requireShownField(scope, field)
}

export function requireShownField(scope: RecordScope | undefined, field: QueryField): void {
  if (!isShown(scope, field)) throw new HiddenField(field.name)
}

export function isShown(scope: RecordScope | undefined, { name, isDerived }: QueryField): boolean {
  return !hasCallerView(scope) || isDerived || shownFields.has(name)
}

/** Some of its records are not shown whole. */
export function hasCallerView(scope: RecordScope | undefined): boolean {
  return scope !== undefined && scope.apps.length > 0
}

/** A record that the scope found, as it is shown within it. */
export function shownIn(scope: RecordScope | undefined, record: ConcludedRecord): ConcludedRecord {
  return isWhole(scope, record) ? record : callerView(record)
}

function isWhole(scope: RecordScope | undefined, { gateway }: FlowRecord): boolean {
  return scope === undefined || scope.gateways.includes(gateway)
}

/** How an attempt failed is shown; where it was made is not. */
const shownFields: ReadonlySet<string> = new Set([
  ...callerMembers,
  'attempt_count',
  'attempt_failure',
])
