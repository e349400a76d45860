import { InvalidArgumentError } from 'commander'

/** A time of the command line: so long ago, or a moment. */
export function timeOf(text: string): number {
  const ago = /^(\d{1,6})(s|m|h|d)$/.exec(text)
  if (ago !== null) return Date.now() - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0)
  const time = /^\d{11,15}$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isFinite(time)) return time
  throw new InvalidArgumentError('A time looks like 15m, 2h, 1d (ago) or 2026-11-22T08:00:00Z.')
}

const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 }
