import type { ConcludedRecord } from '../query/query-field.ts'
import { ClassCounts, classOf, tenthsOf } from './duration-class.ts'
import {
  type Dimension,
  type Measures,
  type Statistics,
  type StatisticsGroup,
  type StatisticsQuestion,
} from './statistics-question.ts'

/** A row of statistics-sql.ts: requests that have all of this in common. `group` is null for what is in no
 *  group of its own. One measure of them is told: their fault and status, or a class of durations. */
export interface CountedRow {
  readonly bar: number
  readonly group: string | null
  readonly measure: 'outcome' | 'duration' | 'backend'
  readonly fault: string
  readonly statusClass: number
  readonly place: number
  readonly count: number
  readonly tenths: number
}

/** Collects counts, of rows or of records. */
export class StatisticsCounter {
  readonly #question: StatisticsQuestion
  readonly #all: Series
  readonly #groups = new Map<string, Series>()
  readonly #others: Series
  #untold = 0

  constructor(question: StatisticsQuestion) {
    const bars = question.times.length
    this.#question = question
    this.#all = new Series(bars)
    this.#others = new Series(bars)
  }

  addRow(row: CountedRow): void {
    this.#all.add(row)
    if (this.#question.by !== undefined) this.#seriesOf(row.group).add(row)
  }

  addUntold(count: number): void {
    this.#untold += count
  }

  addRecord(record: ConcludedRecord): void {
    const { times, toMs, where, by } = this.#question
    const from = times[0] ?? 0
    if (record.timestamp < from || record.timestamp >= toMs) return
    for (const [dimension, wanted] of Object.entries(where)) {
      if (valueOf(record, dimension as Dimension) !== wanted) return // keys of `where` are dimensions
    }
    const { request_duration: total, backend_duration: backend, fault } = record
    const at = {
      bar: barOf(times, record.timestamp),
      group: by === undefined ? null : valueOf(record, by),
      fault,
      statusClass: statusClassOf(record.status),
      count: 1,
    }
    this.addRow({ ...at, measure: 'outcome', place: 0, tenths: 0 })
    this.addRow({ ...at, measure: 'duration', place: classOf(total), tenths: tenthsOf(total) })
    this.addRow({ ...at, measure: 'backend', place: classOf(backend), tenths: tenthsOf(backend) })
  }

  answer(): Omit<Statistics, 'complete'> {
    const { times, by, top } = this.#question
    const sorted = [...this.#groups].toSorted(
      ([a, one], [b, other]) => other.requests - one.requests || (a < b ? -1 : 1),
    )
    for (const [, series] of sorted.slice(top)) this.#others.addSeries(series)
    const groups = sorted.slice(0, top).map(([value, series]) => ({ value, ...series.answer() }))
    const all = this.#all.answer()
    return {
      total: all.total,
      times: all.times.map((measures, bar) => ({ at: times[bar] ?? 0, ...measures })),
      groups,
      others: by === undefined ? { total: noMeasures, times: [] } : this.#others.answer(),
      untold: this.#untold,
    }
  }

  #seriesOf(group: string | null): Series {
    if (group === null) return this.#others
    const series = this.#groups.get(group) ?? new Series(this.#question.times.length)
    this.#groups.set(group, series)
    return series
  }
}

function statusClassOf(status: number): number {
  return Math.min(9, Math.max(0, Math.trunc(status / 100)))
}

/** Bars are few and sorted. */
function barOf(times: readonly number[], ms: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  return low - 1
}

function valueOf(record: ConcludedRecord, dimension: Dimension): string {
  switch (dimension) {
    case 'app':
      return record.app_code
    case 'status_class':
      return String(statusClassOf(record.status))
    case 'gateway':
    case 'stage':
    case 'resource':
    case 'responder':
    case 'fault':
    case 'owner':
    case 'key':
      return record[dimension]
  }
}

class Series {
  readonly #bars: readonly Sums[]
  readonly #total = new Sums()

  constructor(bars: number) {
    this.#bars = Array.from({ length: bars }, () => new Sums())
  }

  get requests(): number {
    return this.#total.requests
  }

  add(row: CountedRow): void {
    this.#bars[row.bar]?.add(row)
    this.#total.add(row)
  }

  addSeries(other: Series): void {
    for (const [bar, sums] of other.#bars.entries()) this.#bars[bar]?.addSums(sums)
    this.#total.addSums(other.#total)
  }

  answer(): Omit<StatisticsGroup, 'value'> {
    return { total: this.#total.answer(), times: this.#bars.map((sums) => sums.answer()) }
  }
}

class Sums {
  requests = 0
  #failures = 0
  readonly #faults = new Map<string, number>()
  readonly #statusClasses = new Map<string, number>()
  readonly #durations = new ClassCounts()
  readonly #backend = new ClassCounts()

  add(row: CountedRow): void {
    const { measure, fault, statusClass, place, count, tenths } = row
    if (measure !== 'outcome') {
      const counts = measure === 'duration' ? this.#durations : this.#backend
      counts.add(place, count)
      counts.tenths += tenths
      return
    }
    this.requests += count
    addTo(this.#statusClasses, `${statusClass}xx`, count)
    if (fault === 'none') return
    this.#failures += count
    addTo(this.#faults, fault, count)
  }

  addSums(other: Sums): void {
    this.requests += other.requests
    this.#failures += other.#failures
    for (const [name, count] of other.#faults) addTo(this.#faults, name, count)
    for (const [name, count] of other.#statusClasses) addTo(this.#statusClasses, name, count)
    this.#durations.addAll(other.#durations)
    this.#backend.addAll(other.#backend)
  }

  answer(): Measures {
    return {
      requests: this.requests,
      failures: this.#failures,
      faults: sortedObject(this.#faults),
      statusClasses: sortedObject(this.#statusClasses),
      durationMs: this.#durations.answer(),
      backendDurationMs: this.#backend.answer(),
    }
  }
}

function addTo(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count)
}

function sortedObject(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const noMeasures: Measures = new Sums().answer()
