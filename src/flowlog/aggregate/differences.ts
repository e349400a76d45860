import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueSql, type Condition } from '../query/query-sql.ts'
import { compareValues, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { differenceScore } from './difference-score.ts'

/** What is different about a selection: values that are more frequent in it than in the other records
 *  of the same time, gateway and stage. */
export interface Differences {
  readonly selected: number
  /** The records it was compared with; where there are very many, a regular part of them. */
  readonly rest: number
  /** Every how many milliseconds' records of the rest were taken; 1: all. */
  readonly rest_every: number
  /** Most telling first. */
  readonly items: readonly Difference[]
}

export interface Difference {
  readonly field: string
  readonly value: Value
  readonly score: number
  readonly selected: Share
  readonly rest: Share
  /** Values of other fields that the same records have, as far as their numbers tell. */
  readonly also: readonly FieldValue[]
}

export interface FieldValue {
  readonly field: string
  readonly value: Value
}

export interface Share {
  readonly count: number
  readonly share: number
}

/** A value with fewer records in the selection says nothing, however rare it is elsewhere. */
const fewest = 5
/** Of the rest, so many are as good as all: a share is then right to a tenth of a percent. */
const enoughRest = 1_000_000

export interface Groups {
  readonly selected: number
  readonly rest: number
  readonly every: number
}

/** `where` holds for both groups, `selection` for the selected one. One row: `selected`, `total`. */
export function groupsSql({ relation, where }: CountedRecords, selection: Condition): Sql {
  return {
    sql: `SELECT count(*) FILTER (${selection.sql}) AS selected, count(*) AS total
      FROM ${relation} WHERE ${where.sql}`,
    values: [...selection.values, ...where.values],
  }
}

/** Counting the rest dominates, so of a large one only a part is taken: by its time, which is read
 *  anyway. The selection is always whole. */
export function restEvery(selected: number, total: number): number {
  return Math.max(1, Math.floor((total - selected) / enoughRest))
}

/** Rows `value`, `selected`, `rest` of one field. */
export function fieldDifferencesSql(
  { relation, where }: CountedRecords,
  selection: Condition,
  field: QueryField,
  every: number,
): Sql {
  const of = selection.values
  const part = every === 1 ? '' : `AND ((${selection.sql}) OR timestamp % ${every} = 0)`
  return {
    sql: `SELECT ${valueSql(field)} AS value, count(*) FILTER (${selection.sql}) AS selected,
      count(*) - count(*) FILTER (${selection.sql}) AS rest
      FROM ${relation} WHERE (${where.sql}) ${part}
      GROUP BY 1 HAVING count(*) FILTER (${selection.sql}) >= ${fewest}`,
    values: [...of, ...of, ...where.values, ...(every === 1 ? [] : of), ...of],
  }
}

/** Collects counts, of records or of rows, in the order of the fields. */
export class DifferenceCounter {
  readonly #fields: readonly QueryField[]
  readonly #counts: readonly Map<Value, Count>[]
  readonly #top: number
  #selected = 0
  #rest = 0

  constructor(fields: readonly QueryField[], top: number) {
    this.#fields = fields
    this.#counts = fields.map(() => new Map())
    this.#top = top
  }

  addRecord(record: ConcludedRecord, isSelected: boolean): void {
    if (isSelected) this.#selected++
    else this.#rest++
    for (const [place, field] of this.#fields.entries()) {
      const count = this.#countOf(place, countedValue(record, field))
      if (isSelected) count.selected++
      else count.rest++
    }
  }

  addRows(field: QueryField, rows: readonly Row[]): void {
    for (const { value, selected, rest } of rows) {
      const count = this.#countOf(this.#fields.indexOf(field), value as Value) // fieldDifferencesSql
      count.selected += Number(selected)
      count.rest += Number(rest)
    }
  }

  /** `groups` where they were counted apart. */
  answer(groups: Groups = { selected: this.#selected, rest: this.#rest, every: 1 }): Differences {
    const found = this.#fields.flatMap((field, place) =>
      [...(this.#counts[place] ?? [])].map(([value, count]) => ({ field, place, value, count })),
    )
    const scored = found
      .filter(({ count, value }) => count.selected >= fewest && value !== '')
      .map((one) => ({ ...one, score: scoreOf(one.count, groups) }))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score || a.place - b.place || compareValues(a.value, b.value))
    const items = oncePerGroup(scored).map(([{ field, value, count, score }, ...same]) => ({
      field: field.name,
      value,
      score,
      selected: { count: count.selected, share: count.selected / groups.selected },
      rest: { count: count.rest, share: count.rest / Math.max(1, groups.rest) },
      also: same.map((other) => ({ field: other.field.name, value: other.value })),
    }))
    const { selected, rest, every } = groups
    return { selected, rest, rest_every: every, items: items.slice(0, this.#top) }
  }

  #countOf(place: number, value: Value): Count {
    const counts = this.#counts[place] ?? new Map<Value, Count>()
    const count = counts.get(value) ?? { selected: 0, rest: 0 }
    counts.set(value, count)
    return count
  }
}

interface Count {
  selected: number
  rest: number
}

interface Scored {
  readonly field: QueryField
  readonly value: Value
  readonly count: Count
  readonly score: number
}

type Group = [Scored, ...Scored[]]

/** Values of different fields with the same counts are the same records, as far as numbers tell: they
 *  are told once. Not where a field has two such values, for then it is open which goes with which. */
function oncePerGroup(scored: readonly Scored[]): Group[] {
  const groups = new Map<string, Group>()
  for (const one of scored) {
    const counts = `${one.count.selected} ${one.count.rest}`
    const group = groups.get(counts)
    if (group === undefined) groups.set(counts, [one])
    else group.push(one)
  }
  return [...groups.values()].flatMap((group): Group[] => {
    const fields = new Set(group.map(({ field }) => field))
    return fields.size === group.length ? [group] : group.map((one): Group => [one])
  })
}

function scoreOf({ selected, rest }: Count, groups: Groups): number {
  if (groups.rest === 0) return 0
  return differenceScore(selected, groups.selected, rest, groups.rest)
}
