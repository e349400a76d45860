import type { FlowHistogram } from '../flow-log/listed-flow.ts'

/** How many of the requests failed. */
export function failedIn({ total, series }: FlowHistogram): {
  readonly failed: number
  readonly total: number
} {
  const fine = series.find(({ value }) => value === 'none')
  const well = fine?.counts.reduce((sum, count) => sum + count, 0) ?? 0
  return { failed: total - well, total }
}
