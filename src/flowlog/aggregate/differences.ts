import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueSql, type Condition } from '../query/query-sql.ts'
import { compareValues, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { differenceScore } from './difference-score.ts'
import { groupingBits, noGroupingBits } from './grouping-bits.ts'

/** What is different about a selection: values that are more frequent in it than in the other records
 *  of the same time, gateway and stage. */
export interface Differences {
  readonly selected: number
  /** The records it is compared with. */
  readonly rest: number
  /** So many of them were looked at: where there are very many, a regular part. */
  readonly counted: { readonly selected: number; readonly rest: number }
  /** Most telling first. Counts and shares are of those looked at. */
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
/** So many are as good as all: a share is then right to half a percent. Each record is
 *  counted once for every field, so more of them take seconds. */
const enoughSelected = 50_000
const enoughRest = 100_000

/** The sizes of two groups of records. */
export interface Groups {
  readonly selected: number
  readonly rest: number
}

/** `where` holds for both groups, `selection` for the selected one. One row: `selected`, `total`. */
export function groupsSql({ relation, where }: CountedRecords, selection: Condition): Sql {
  return {
    sql: `SELECT count(*) FILTER (${selection.sql}) AS selected, count(*) AS total
      FROM ${relation} WHERE ${where.sql}`,
    values: [...selection.values, ...where.values],
  }
}

/** Rows of one value each: `field` (grouping-bits.ts) names the column that holds the value; `selected`,
 *  `rest`. The row of no field counts the groups. A part of a large group is taken
 *  by the millisecond in which a request began. */
export function differencesSql(
  { relation, where }: CountedRecords,
  selection: Condition,
  fields: readonly QueryField[],
  { selected, rest }: Groups,
): Sql {
  const columns = fields.map((_, place) => `v${place}`)
  const values = fields.map((field, place) => `${valueSql(field)} AS v${place}`)
  const everySelected = Math.max(1, Math.floor(selected / enoughSelected))
  const everyRest = Math.max(1, Math.floor(rest / enoughRest))
  const grouping = `grouping(${columns.join(', ')})`
  return {
    sql: `SELECT ${columns.join(', ')}, ${grouping} AS field,
        count(*) FILTER (is_selected) AS selected, count(*) FILTER (NOT is_selected) AS rest
      FROM (SELECT ${values.join(', ')}, timestamp AS ms, coalesce(${selection.sql}, false) AS is_selected
        FROM ${relation} WHERE ${where.sql})
      WHERE ms % CASE WHEN is_selected THEN ${everySelected} ELSE ${everyRest} END = 0
      GROUP BY GROUPING SETS ((), ${columns.map((column) => `(${column})`).join(', ')})
      HAVING count(*) FILTER (is_selected) >= ${fewest} OR ${grouping} = ${noGroupingBits(fields)}`,
    values: [...selection.values, ...where.values],
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

  /** Of differencesSql. */
  addRow(row: Row): void {
    const [selected, rest] = [Number(row['selected']), Number(row['rest'])]
    const bits = Number(row['field'])
    const place = this.#fields.findIndex((_, one) => groupingBits(this.#fields, one) === bits)
    if (place === -1) {
      this.#selected = selected
      this.#rest = rest
      return
    }
    const count = this.#countOf(place, row[`v${place}`] as Value)
    count.selected = selected
    count.rest = rest
  }

  /** `all`: the sizes of the groups where only parts of them were added. */
  answer(all?: Groups): Differences {
    const groups = { selected: this.#selected, rest: this.#rest }
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
    return { ...(all ?? groups), counted: groups, items: items.slice(0, this.#top) }
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
