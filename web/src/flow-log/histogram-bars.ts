import type { Fault } from '../../../src/model/attribution.ts'
import { faultsInOrder } from '../verdict/fault-looks.ts'
import type { FlowHistogram } from './listed-flow.ts'

/** The bars of a histogram as rectangles, in units of `size`: stacked from the bottom, what is somebody's
 *  fault first, so that it stands on the line and can be compared. */
export interface Bar {
  readonly fault: Fault
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function barsOf(
  { times, series }: FlowHistogram,
  size: { readonly width: number; readonly height: number },
): Bar[] {
  const highest = highestOf({ times, series })
  const step = size.width / Math.max(1, times.length)
  const bars: Bar[] = []
  for (const [at] of times.entries()) {
    let bottom = size.height
    for (const fault of faultsInOrder) {
      const count = series.find(({ value }) => value === fault)?.counts[at] ?? 0
      if (count === 0) continue
      // one request among thousands must still be seen
      const height = Math.max(minimumHeight, (count / highest) * size.height)
      bottom -= height
      bars.push({ fault, x: at * step + step * 0.1, y: bottom, width: step * 0.8, height })
    }
  }
  return bars
}

const minimumHeight = 2

function sumAt(series: FlowHistogram['series'], at: number): number {
  return series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0)
}

/** Requests of the highest bar; at least 1. */
export function highestOf({ times, series }: Pick<FlowHistogram, 'times' | 'series'>): number {
  return Math.max(1, ...times.map((_, at) => sumAt(series, at)))
}

/** The time between two shares of the width; undefined where it was only a click. */
export function spanOf(
  { times, step_ms: stepMs }: FlowHistogram,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly fromMs: number; readonly toMs: number } | undefined {
  const [first] = times
  if (first === undefined || Math.abs(to - from) < 0.005) return undefined
  const whole = times.length * stepMs
  const at = (share: number): number => Math.round(first + share * whole)
  return { fromMs: at(Math.min(from, to)), toMs: at(Math.max(from, to)) }
}
