import type { Fault } from '../../../src/model/attribution.ts'
import type { FlowHistogram } from '../flow-log/listed-flow.ts'

/** How many of the requests failed. */
export function failedIn({ total, series }: FlowHistogram): {
  readonly failed: number
  readonly total: number
} {
  const fine = series.find(({ value }) => value === 'none')
  return { failed: total - (fine === undefined ? 0 : sumOf(fine.counts)), total }
}

export function failuresByFault({ series }: FlowHistogram): ReadonlyMap<Fault, number> {
  const failing = series.filter(({ value }) => value !== 'none')
  // the values of the field `fault` are these
  return new Map(failing.map(({ value, counts }) => [value as Fault, sumOf(counts)]))
}

/** The chart of failures has no room for what went well, which mostly is a thousand times more. */
export function failuresOnly(histogram: FlowHistogram): FlowHistogram {
  return { ...histogram, series: histogram.series.filter(({ value }) => value !== 'none') }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
