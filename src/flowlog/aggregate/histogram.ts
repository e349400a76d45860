import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { byCount, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { countsByValueSql } from './counts-by-value.ts'

/** How many records, by time and by the values of a field. */
export interface HistogramOptions {
  /** Inclusive. */
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  readonly stepMs: number
  readonly by: QueryField
  /** So many values get a series of their own, the most frequent ones; the rest share one. */
  readonly top: number
}

export interface Histogram {
  readonly from: number
  readonly to: number
  readonly step_ms: number
  readonly by: string
  readonly total: number
  /** Where each bar begins. */
  readonly times: readonly number[]
  /** Most frequent value first. */
  readonly series: readonly Series[]
  /** What is in none of the series. */
  readonly others: { readonly total: number; readonly counts: readonly number[] }
  /** True: the field differs in most records, and a rare value may be missing among the series. Counts
   *  are exact. */
  readonly approximate?: true
}

export interface Series {
  readonly value: Value
  readonly total: number
  /** One for each bar. */
  readonly counts: readonly number[]
}

/** `frequent`: counts-by-value.ts. */
export function histogramSql(
  records: CountedRecords,
  options: HistogramOptions,
  frequent?: readonly Value[],
): Sql {
  const { by, top } = options
  return countsByValueSql(records, { place: placeSql(options), by, top, frequent })
}

/** The number of a record's bar. */
export function placeSql(options: HistogramOptions): string {
  return `CAST(timestamp // ${options.stepMs} - ${firstBar(options)} AS INTEGER)`
}

/** Collects counts, of records or of rows. */
export class HistogramCounter {
  readonly #options: HistogramOptions
  readonly #bars: number
  readonly #counts = new Map<Value, number[]>()
  readonly #others: number[]

  constructor(options: HistogramOptions) {
    this.#options = options
    this.#bars = barCount(options)
    this.#others = this.#empty()
  }

  addRecord(record: ConcludedRecord): void {
    const { by, stepMs } = this.#options
    const bar = Math.floor(record.timestamp / stepMs) - firstBar(this.#options)
    this.#add(bar, countedValue(record, by), 1)
  }

  addRow({ place, value, count }: Row): void {
    this.#add(Number(place), value as Value | null, Number(count)) // histogramSql selects nothing else
  }

  answer(): Histogram {
    const { fromMs, toMs, stepMs, by, top } = this.#options
    const first = firstBar(this.#options)
    const sorted = [...this.#counts]
      .map(([value, counts]) => ({ value, counts, total: sumOf(counts) }))
      .toSorted((a, b) => byCount([a.value, a.total], [b.value, b.total]))
    const others = this.#others.map((count, bar) =>
      sorted.slice(top).reduce((sum, { counts }) => sum + (counts[bar] ?? 0), count),
    )
    const series = sorted.slice(0, top)
    return {
      from: fromMs,
      to: toMs,
      step_ms: stepMs,
      by: by.name,
      total: series.reduce((sum, { total }) => sum + total, sumOf(others)),
      times: Array.from({ length: this.#bars }, (_, bar) => (first + bar) * stepMs),
      series,
      others: { total: sumOf(others), counts: others },
    }
  }

  #add(bar: number, value: Value | null, count: number): void {
    if (bar < 0 || bar >= this.#bars) return
    let counts = value === null ? this.#others : this.#counts.get(value)
    if (counts === undefined) this.#counts.set(value ?? '', (counts = this.#empty()))
    counts[bar] = (counts[bar] ?? 0) + count
  }

  #empty(): number[] {
    return Array.from({ length: this.#bars }, () => 0)
  }
}

/** Bars begin at whole multiples of the step, so that the same record is in the same bar whenever one
 *  asks. */
function firstBar({ fromMs, stepMs }: HistogramOptions): number {
  return Math.floor(fromMs / stepMs)
}

export function barCount(options: Pick<HistogramOptions, 'fromMs' | 'toMs' | 'stepMs'>): number {
  const { fromMs, toMs, stepMs } = options
  return Math.max(0, Math.ceil(toMs / stepMs) - Math.floor(fromMs / stepMs))
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
