import { isoMs } from '../flowlog/query/iso-time.ts'
import { ApiProblem } from './problem.ts'

/** A point in time of a query: epoch milliseconds, or ISO 8601 with its zone. */
export function epochMs(name: string, text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : isoMs(text)
  if (Number.isFinite(value)) return value
  throw new ApiProblem(
    'invalid_parameter',
    `${name}: "${text.slice(0, 64)}" is no time, like 2026-11-22T08:00:00Z or 1795334400000.`,
  )
}

/** A length of time of a query, in milliseconds: `30s`, `5m`, `1h`, `1d`. */
export function durationMs(name: string, text: string): number {
  const parts = /^(\d{1,6})(s|m|h|d)$/.exec(text)
  const value = Number(parts?.[1]) * (unitMs[parts?.[2] ?? ''] ?? Number.NaN)
  if (value > 0) return value
  throw new ApiProblem(
    'invalid_parameter',
    `${name}: "${text.slice(0, 64)}" is no length of time, like 30s, 5m, 1h or 1d.`,
  )
}

const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 }
