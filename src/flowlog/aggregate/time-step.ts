/** The width of a histogram's bars for a range of time, as the old system's log page has it: 60 to 180
 *  bars up to a week, days beyond. */
export function autoStepMs(rangeMs: number): number {
  return steps.find(([longestMs]) => rangeMs <= longestMs)?.[1] ?? dayMs
}

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const steps: readonly (readonly [longestRangeMs: number, stepMs: number])[] = [
  [minuteMs, secondMs],
  [10 * minuteMs, 10 * secondMs],
  [30 * minuteMs, 30 * secondMs],
  [hourMs, minuteMs],
  [6 * hourMs, 5 * minuteMs],
  [12 * hourMs, 10 * minuteMs],
  [dayMs, 30 * minuteMs],
  [3 * dayMs, hourMs],
  [7 * dayMs, 3 * hourMs],
]

/** More are neither seen nor worth their memory. */
export const mostBars = 2_000
