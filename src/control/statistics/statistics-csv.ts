import { csvLineOf } from '../../model/csv-line.ts'
import type {
  Durations,
  Measures,
  Statistics,
} from '../../flowlog/statistics/statistics-question.ts'

/** A line for each bar and group, and one for all of them. */
export function statisticsCsv(
  { times, groups, others }: Statistics,
  by: string | undefined,
): string {
  const lines = times.flatMap((all, bar) => {
    const time = new Date(all.at).toISOString()
    const line = (value: string, measures: Measures): string[] => [time, value, ...cells(measures)]
    if (by === undefined) return [line('', all)]
    return [
      ...groups.flatMap(({ value, times: own }) => {
        const measures = own[bar]
        return measures === undefined ? [] : [line(value === '' ? '(none)' : value, measures)]
      }),
      ...(others.times[bar] === undefined ? [] : [line('(others)', others.times[bar])]),
      line('(all)', all),
    ]
  })
  return [head(by), ...lines].map(csvLineOf).join('')
}

const faults = ['client', 'gateway', 'network', 'access_layer', 'service', 'unsure'] as const
const statusClasses = ['2xx', '3xx', '4xx', '5xx'] as const
const parts = ['average', 'p50', 'p90', 'p95', 'p99'] as const

function head(by: string | undefined): string[] {
  return [
    'time',
    by ?? 'all',
    'requests',
    'failures',
    ...faults.map((fault) => `fault_${fault}`),
    ...statusClasses.map((name) => `status_${name}`),
    ...parts.map((part) => `duration_ms_${part}`),
    ...parts.map((part) => `backend_duration_ms_${part}`),
  ]
}

function cells(measures: Measures): string[] {
  const { requests, failures, durationMs, backendDurationMs } = measures
  return [
    ...[requests, failures].map(String),
    ...faults.map((fault) => String(measures.faults[fault] ?? 0)),
    ...statusClasses.map((name) => String(measures.statusClasses[name] ?? 0)),
    ...durationCells(durationMs),
    ...durationCells(backendDurationMs),
  ]
}

function durationCells(durations: Durations | null): string[] {
  return parts.map((part) => (durations === null ? '' : String(durations[part])))
}
