// What finding the resource of a request costs among 10 resources and among 10,000, in the route table itself.
// node bench/resources/lookups.ts [--rounds 60]
// Paths are those of the real OpenAPI documents in test/corpus/openapi, repeated below other prefixes until there are
// 10,000. Both tables are asked in turns; ratios are within a round: median [quartiles].
import { readdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { RouteTable } from '../../src/dataplane/route-table.ts'
import { importOpenApi } from '../../src/definition/openapi/import-openapi.ts'
import type { Method } from '../../src/model/release.ts'
import { allPlugins } from '../../src/plugins/all-plugins.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '60' } } })
const lookupsARound = 20_000
const many = 10_000

interface Asked {
  readonly method: Method
  readonly path: string
}

const real = realResources()
const all = Array.from({ length: many }, (_, index) => {
  const copy = Math.floor(index / real.length)
  const one = real[index % real.length]
  if (one === undefined) throw new Error('no resource')
  return copy === 0 ? one : { ...one, path: `/copy-${copy}${one.path}` }
})
const few = Array.from({ length: 10 }, (_, index) => all[index * 89]).filter(
  (one) => one !== undefined,
)
const small = tableOf(few)
const started = process.memoryUsage().heapUsed
const startedMs = performance.now()
const large = tableOf(all)
const madeMs = performance.now() - startedMs
globalThis.gc?.()
const kib = (process.memoryUsage().heapUsed - started) / 1_024
console.log(
  `${real.length} real resources; ${many} in a table: made in ${madeMs.toFixed(0)} ms, ${(kib / 1_024).toFixed(1)} MiB`,
)

const hits = (of: readonly Asked[]): Asked[] =>
  of.map(({ method, path }) => ({ method, path: filled(path) }))
compare('hits, the same 10 resources', hits(few), hits(few), find)
compare('hits, any resource of each table', hits(few), shuffled(hits(all)), find)
compare('misses, the same paths', hits(few).map(missed), hits(few).map(missed), find)
compare('misses, near any resource', hits(few).map(missed), shuffled(hits(all)).map(missed), find)
compare(
  'misses with why and what is near',
  hits(few).map(missed),
  shuffled(hits(all)).map(missed),
  explain,
  40,
)

function realResources(): Asked[] {
  const folder = new URL('../../test/corpus/openapi/', import.meta.url)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.gz'))
    .flatMap((name) => {
      const text = gunzipSync(readFileSync(new URL(name, folder))).toString('utf8')
      const result = importOpenApi({ file: name, text }, { plugins: allPlugins })
      if (!result.ok) throw new Error(result.problem.message)
      return result.imported.resources.map(({ resource: { method, path } }) => ({ method, path }))
    })
}

function tableOf(resources: readonly Asked[]): RouteTable<number> {
  return new RouteTable(
    resources.map(({ method, path }, value) => ({ method, path, matchSubpath: false, value })),
  )
}

/** As a caller writes it: values as long as ids are. */
function filled(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, () => Math.random().toString(36).slice(2, 12))
}

/** One segment is another. */
function missed({ method, path }: Asked): Asked {
  const segments = path.split('/')
  const at = 1 + Math.floor(Math.random() * (segments.length - 1))
  return { method, path: segments.map((one, index) => (index === at ? `${one}x` : one)).join('/') }
}

function shuffled(asked: readonly Asked[]): Asked[] {
  return asked
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

function find(table: RouteTable<number>, { method, path }: Asked): void {
  table.find(method, path)
}

function explain(table: RouteTable<number>, { method, path }: Asked): void {
  if (table.find(method, path) === null) table.explain(method, path)
}

/** Among 10 and among 10,000, in turns. */
function compare(
  what: string,
  ofSmall: readonly Asked[],
  ofLarge: readonly Asked[],
  look: typeof find,
  fewer = 1,
): void {
  const costs: [number, number][] = []
  for (let round = 0; round < Number(values.rounds) + 5; round++) {
    const pair: [number, number] = [
      costOf(small, ofSmall, look, lookupsARound / fewer),
      costOf(large, ofLarge, look, lookupsARound / fewer),
    ]
    if (round >= 5) costs.push(pair) // compiled by then
  }
  const quartiles = (of: (pair: [number, number]) => number): number[] => {
    const sorted = costs.map(of).toSorted((a, b) => a - b)
    return [0.5, 0.25, 0.75].map((share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
  }
  const [ratio, low, high] = quartiles(([one, other]) => other / one).map((one) => one.toFixed(2))
  const ns = [0, 1].map((which) => quartiles((pair) => pair[which] ?? 0)[0]?.toFixed(0))
  console.log(
    `${what}: ${ns[0]} ns among 10, ${ns[1]} ns among 10,000; ratio ${ratio} [${low}-${high}]`,
  )
}

function costOf(
  table: RouteTable<number>,
  asked: readonly Asked[],
  look: typeof find,
  lookups: number,
): number {
  const before = process.cpuUsage()
  for (let turn = 0; turn < lookups; turn++) {
    const one = asked[turn % asked.length]
    if (one !== undefined) look(table, one)
  }
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1_000) / lookups
}
