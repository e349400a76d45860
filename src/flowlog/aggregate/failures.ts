import type { ConcludedRecord } from '../query/query-field.ts'
import { compareValues } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'

/** What fails: records that are somebody's fault, grouped by where they failed and what was concluded of them. */
export interface Failures {
  /** The most frequent groups. */
  readonly groups: readonly FailureGroup[]
  /** Of the groups that are left out: how many, and their records. */
  readonly others: { readonly groups: number; readonly count: number }
}

export interface FailureGroup {
  readonly gateway: string
  readonly stage: string
  /** Of the verdict. */
  readonly key: string
  readonly responder: string
  readonly fault: string
  readonly owner: string
  readonly count: number
  /** When the first and the last of them came, in epoch milliseconds. */
  readonly firstAt: number
  readonly lastAt: number
  /** Of the last one. */
  readonly requestId: string
}

const grouped = ['gateway', 'stage', 'key', 'responder', 'fault', 'owner'] as const

/** A row for each of the most frequent groups, as FailureGroup names its members, with how many groups there are in
 *  all and how many records they have: callers name gateways that there are not, so the rest may be of any number. */
export function failuresSql({ relation, where }: CountedRecords, top: number): Sql {
  const names = grouped.map((name) => `"${name}"`).join(', ')
  return {
    sql: `WITH counted AS (
        SELECT ${names}, count(*) AS count, min(timestamp) AS "firstAt", max(timestamp) AS "lastAt",
          max(struct_pack(at := timestamp, id := request_id)).id AS "requestId"
        FROM ${relation} WHERE (${where.sql}) AND fault <> 'none' GROUP BY ${names})
      SELECT *, count(*) OVER () AS "allGroups", sum(count) OVER () AS "allCount"
      FROM counted ORDER BY count DESC, "lastAt" DESC, ${names} LIMIT ${top}`,
    values: where.values,
  }
}

/** Of failuresSql. */
export function failuresOfRows(rows: readonly Row[]): Failures {
  const groups = rows.map(({ allGroups: _groups, allCount: _count, ...row }) => {
    const { count, firstAt, lastAt, requestId, ...group } = row
    const members = { count: Number(count), firstAt: Number(firstAt), lastAt: Number(lastAt) }
    // failuresSql gives these columns
    return { ...(group as Group), ...members, requestId: String(requestId) }
  })
  const { allGroups = 0, allCount = 0 } = rows[0] ?? {}
  const others = {
    groups: Number(allGroups) - groups.length,
    count: Number(allCount) - sumOf(groups),
  }
  return { groups, others }
}

/** Of records one by one. */
export class FailureCounter {
  readonly #top: number
  readonly #groups = new Map<string, FailureGroup>()

  constructor(top: number) {
    this.#top = top
  }

  addRecord(record: ConcludedRecord): void {
    if (record.fault === 'none') return
    const { timestamp, request_id: requestId } = record
    this.#add({ ...groupOf(record), count: 1, firstAt: timestamp, lastAt: timestamp, requestId })
  }

  #add(one: FailureGroup): void {
    const name = grouped.map((member) => one[member]).join('\n')
    const known = this.#groups.get(name)
    this.#groups.set(name, known === undefined ? one : joined(known, one))
  }

  answer(): Failures {
    const all = [...this.#groups.values()].toSorted(mostFirst)
    const others = all.slice(this.#top)
    const groups = all.slice(0, this.#top)
    return { groups, others: { groups: others.length, count: sumOf(others) } }
  }
}

function sumOf(groups: readonly FailureGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0)
}

type Group = Pick<FailureGroup, (typeof grouped)[number]>

function groupOf({ gateway, stage, key, responder, fault, owner }: ConcludedRecord): Group {
  return { gateway, stage, key, responder, fault, owner }
}

function joined(a: FailureGroup, b: FailureGroup): FailureGroup {
  const isLater = b.lastAt - a.lastAt || compareValues(b.requestId, a.requestId)
  return {
    ...a,
    count: a.count + b.count,
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    requestId: isLater > 0 ? b.requestId : a.requestId,
  }
}

function mostFirst(a: FailureGroup, b: FailureGroup): number {
  const byCount = b.count - a.count || b.lastAt - a.lastAt
  if (byCount !== 0) return byCount
  for (const member of grouped) {
    const order = compareValues(a[member], b[member])
    if (order !== 0) return order
  }
  return 0
}
