import { ApiProblem } from '../problem.ts'
import { durationMs } from '../time-parameter.ts'

/** Where the bars of a time begin: the first where it begins, the others at whole multiples of the step, or
 *  at midnights of a time zone. */
export interface BarOptions {
  readonly fromMs: number
  readonly toMs: number
  /** `5m`, `1h`, or `day`, `week`, `month`. */
  readonly step: string
  readonly timeZone: string
  /** How finely counts are known. */
  readonly resolutionMs: number
  readonly most: number
}

export function timeBars({
  fromMs,
  toMs,
  step,
  timeZone,
  resolutionMs,
  most,
}: BarOptions): number[] {
  const isCalendar = step === 'day' || step === 'week' || step === 'month'
  const zone = requireZone(timeZone)
  const widthMs = isCalendar ? 0 : durationMs('step', step)
  if (!isCalendar && (widthMs % resolutionMs !== 0 || widthMs > dayMs)) {
    const finest =
      resolutionMs === 60_000 ? '1m' : '1h (of such a time counts are kept by the hour)'
    throw new ApiProblem(
      'invalid_parameter',
      `step: "${step}" must be a multiple of ${finest}, at most 1d; or day, week or month.`,
    )
  }
  const times = [fromMs]
  const next = (ms: number): number =>
    isCalendar ? calendarAfter(ms, step, zone) : Math.floor(ms / widthMs) * widthMs + widthMs
  for (let at = next(fromMs); at < toMs; at = next(at)) {
    times.push(at)
    if (times.length > most) throw tooMany(most)
  }
  return times
}

export function tooMany(most: number): ApiProblem {
  return new ApiProblem(
    'invalid_parameter',
    `step: more than ${most} numbers, bars by groups: take a longer step, a shorter time or a smaller top.`,
  )
}

/** As the old system's dashboard has it, and days beyond a week. */
export function autoStep(rangeMs: number): string {
  return steps.find(([longestMs]) => rangeMs <= longestMs)?.[1] ?? 'day'
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const steps: readonly (readonly [longestRangeMs: number, step: string])[] = [
  [hourMs, '1m'],
  [6 * hourMs, '5m'],
  [12 * hourMs, '10m'],
  [dayMs, '30m'],
  [3 * dayMs, '1h'],
  [7 * dayMs, '3h'],
]

/** The midnight after a time that begins a day, a week (Monday) or a month. */
function calendarAfter(ms: number, step: string, zone: Intl.DateTimeFormat): number {
  const { year, month, day } = localDay(ms, zone)
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
  const days = step === 'day' ? 1 : step === 'week' ? 7 - weekday : 0
  const next = step === 'month' ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + days)
  return midnightOf(next, zone)
}

/** When a day begins there. `asUtc` is its midnight, were it in UTC. Where the clocks skip midnight, it
 *  begins with the first minute that there is. */
function midnightOf(asUtc: number, zone: Intl.DateTimeFormat): number {
  const guess = asUtc - offsetAt(asUtc, zone)
  const found = asUtc - offsetAt(guess, zone)
  const isThere = found + offsetAt(found, zone) === asUtc
  // of the two, the later one is reckoned with the offset that was there until the clocks were set
  return isThere ? found : Math.max(guess, found)
}

function offsetAt(ms: number, zone: Intl.DateTimeFormat): number {
  const { year, month, day, hour, minute } = localDay(ms, zone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / 60_000) * 60_000
}

interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

function localDay(ms: number, zone: Intl.DateTimeFormat): LocalTime {
  const parts = new Map(zone.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const of = (type: 'year' | 'month' | 'day' | 'hour' | 'minute'): number => parts.get(type) ?? 0
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
  }
}

function requireZone(timeZone: string): Intl.DateTimeFormat {
  const number = 'numeric' as const
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: number,
      month: number,
      day: number,
      hour: number,
      minute: number,
    })
  } catch {
    throw new ApiProblem(
      'invalid_parameter',
      `timeZone: "${timeZone.slice(0, 64)}" is no time zone, like Asia/Shanghai or UTC.`,
    )
  }
}
