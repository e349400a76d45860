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

/** A time without a zone would mean another moment on every machine. */
function isoMs(text: string): number {
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/.test(text)
  return isIso ? Date.parse(text) : Number.NaN
}
