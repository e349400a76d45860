/** What is asked of ten million records, as a person asks it: through the management API. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { facetFields } from '../../web/src/flow-log/facet-fields.ts'
import type { ServingGateway } from './gateway.ts'

export interface Asked {
  readonly title: string
  /** Right after the one before. */
  readonly firstMs: number
  readonly medianMs: number
  readonly said: string
}

interface Question {
  readonly title: string
  readonly path: string
  readonly parameters: Readonly<Record<string, string | readonly string[]>>
}

const questions: readonly Question[] = [
  question('filter, many fit', '', { query: 'status:>=500', limit: '50' }),
  question('filter, few fit', '', {
    query: 'status:503 app_code:app-31* resource:get_hosts',
    limit: '50',
  }),
  question('filter, none fits', '', { query: 'app_code:no-such-app', limit: '50' }),
  question('words anywhere', '', { query: '"lock wait timeout"', limit: '50' }),
  question('histogram of all by fault', '/histogram', {}),
  question('histogram of failures by key', '/histogram', { query: 'status:>=500', by: 'key' }),
  question('top applications', '/top-values', { field: 'app_code' }),
  question('top resources of failures', '/top-values', {
    query: 'status:>=500',
    field: 'resource',
  }),
  question('top client addresses (65,000 values)', '/top-values', { field: 'client_ip' }),
  question('percentiles by gateway', '/percentiles', { by: 'gateway' }),
  question('histogram and facets of the console, all', '/summary', {
    field: facetFields,
  }),
  question('histogram and facets of the console, failures', '/summary', {
    query: 'status:>=500',
    field: facetFields,
    top: '8',
  }),
  question('differences of failures from all others', '/differences', { query: 'status:>=500' }),
  question('top parameters (most differ)', '/top-values', { field: 'params' }),
  question('top paths (most differ)', '/top-values', { field: 'http_path' }),
]

export async function askAll(
  gateway: ServingGateway,
  fromMs: number,
  toMs: number,
  runs = 5,
): Promise<readonly Asked[]> {
  const answers: Asked[] = []
  for (const { title, path, parameters } of questions) {
    const times: number[] = []
    let said = ''
    const asked = Object.entries({ ...parameters, from: String(fromMs), to: String(toMs) })
    const search = new URLSearchParams(
      asked.flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    )
    for (let run = 0; run < runs; run++) {
      const { ms, body } = await gateway
        .api(`/flow-records${path}?${search.toString()}`)
        .catch((error: unknown) => ({ ms: Number.NaN, body: String(error) }))
      times.push(ms)
      said = JSON.stringify(body)
    }
    const medianMs = times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
    answers.push({ title, firstMs: times[0] ?? 0, medianMs, said })
  }
  return answers
}

export interface LookUps {
  readonly p50Ms: number
  readonly p99Ms: number
}

/** 50 ids, each asked once. `cold`: the system has forgotten what it read of the files. */
export async function lookUp(
  gateway: ServingGateway,
  ids: readonly string[],
  cold: boolean,
): Promise<LookUps | undefined> {
  const times: number[] = []
  for (const id of ids) {
    if (cold && !forgetFiles()) return undefined
    times.push((await gateway.api(`/flow-records/${id}`)).ms)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** Only root may. */
function forgetFiles(): boolean {
  try {
    execFileSync('sync')
    writeFileSync('/proc/sys/vm/drop_caches', '1')
    return true
  } catch {
    return false
  }
}

function question(title: string, path: string, parameters: Question['parameters']): Question {
  return { title, path, parameters }
}
