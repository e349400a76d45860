import type { ProcessFigures } from './carrier-messages.ts'

/** Of this process. */
export function processFigures(): ProcessFigures {
  const { user, system } = process.cpuUsage()
  return {
    cpuSeconds: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
    startedMs: Math.round(performance.timeOrigin),
  }
}
