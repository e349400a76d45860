// How long a release takes until every worker serves it, and what it does to those who call meanwhile.
// node bench/releases/run.ts [--resources 1000] [--stages 20] [--change all|stage] [--times 9] [--format json|yaml]
//                            [--against CHECKOUT] [--restart]
// The real program, two workers, default settings, data folder on disk. With --against another checkout runs beside
// it and is released in turns, so that a busy machine hurts both; ratios are within a pair.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { stringify } from 'yaml'
import { largeDefinition, markPath } from './large-definition.ts'
import { apply, ask, memoryOf, startMeasured, startProber, token } from './measured-gateway.ts'
import type { MeasuredGateway, Prober } from './measured-gateway.ts'
import type { ProbeReport } from './prober.ts'

const { values } = parseArgs({
  options: {
    resources: { type: 'string', default: '1000' },
    stages: { type: 'string', default: '20' },
    change: { type: 'string', default: 'all' },
    times: { type: 'string', default: '9' },
    format: { type: 'string', default: 'json' },
    against: { type: 'string', default: '' },
    restart: { type: 'boolean', default: false },
  },
})
const size = { resources: Number(values.resources), stages: Number(values.stages) }
const folder = mkdtempSync(join(tmpdir(), 'faultline-releases-'))
const own = fileURLToPath(new URL('../../', import.meta.url))

/** One checkout, and what its releases were like. */
interface Candidate {
  readonly name: string
  readonly gateway: MeasuredGateway
  readonly callers: Prober
  readonly people: Prober
  readonly rounds: Round[]
}

interface Round {
  /** From the request sent to the answer, which comes once every worker has acknowledged. */
  readonly ms: number
  /** When the last request was sent that was answered by the release before. */
  readonly lastOldMs: number
  readonly callers: ProbeReport
  readonly people: ProbeReport
  readonly parts: ReadonlyMap<string, number>
}

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, node ${process.version}`)
const candidates: Candidate[] = []
try {
  if (values.against !== '') candidates.push(await candidate('the other', values.against))
  candidates.push(await candidate('this one', own))
  await wait(1_500)
  for (const { name, callers, people } of candidates) {
    const quiet = `callers ${spreadOf(await callers.report())}; people ${spreadOf(await people.report())}`
    console.log(`${name}, without a release: ${quiet}`)
  }
  for (let number = 2; number < 2 + Number(values.times); number++) {
    for (const one of candidates) one.rounds.push(await oneRelease(one, number))
  }
  for (const one of candidates) print(one)
  printRatios()
} finally {
  for (const { gateway, callers, people } of candidates) {
    await callers.stop()
    await people.stop()
    await gateway.stop()
  }
  rmSync(folder, { recursive: true, force: true })
}

async function candidate(name: string, source: string): Promise<Candidate> {
  const data = mkdtempSync(join(folder, 'data-'))
  let gateway = await startMeasured(source, data, 2)
  const first = await apply(gateway, textOf(1))
  console.log(`${name}: the first release took ${first.ms.toFixed(0)} ms`)
  if (values.restart) {
    await gateway.stop()
    gateway = await startMeasured(source, data, 2)
    const { ownMib, allMib } = memoryOf(gateway.pid)
    const memory = `${ownMib.toFixed(0)} MiB, ${allMib.toFixed(0)} with the log engine`
    console.log(
      `${name}: started again, ready after ${gateway.readyAfterMs.toFixed(0)} ms; ${memory}`,
    )
  }
  const callers = await startProber({
    port: gateway.port,
    path: markPath(0),
    authorization: '',
    connections: 16,
    everyMs: 8,
  })
  const people = await startProber({
    port: gateway.console,
    path: '/healthz',
    authorization: `Bearer ${token}`,
    connections: 1,
    everyMs: 4,
  })
  return { name, gateway, callers, people, rounds: [] }
}

async function oneRelease(one: Candidate, number: number): Promise<Round> {
  const { gateway, callers, people } = one
  const text = textOf(number)
  await wait(500) // what the release before left behind
  await callers.report()
  await people.report()
  const startedMs = performance.now()
  const watching = new AbortController()
  let lastOldMs = 0
  const watch = (async (): Promise<void> => {
    while (!watching.signal.aborted) {
      const askedMs = performance.now()
      if (!isNew(await ask(gateway, markPath(0)), number)) lastOldMs = askedMs - startedMs
      await wait(4)
    }
  })()
  const { ms, parts } = await apply(gateway, text)
  const late = await lateAnswers(gateway, number)
  watching.abort()
  await watch
  const seen = { callers: await callers.report(), people: await people.report() }
  const wrong = [...late, ...seen.callers.wrong, ...seen.people.wrong]
  if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
  return { ms, lastOldMs, ...seen, parts }
}

/** After the answer every worker serves the release: asked on so many connections that each is asked. */
async function lateAnswers(gateway: MeasuredGateway, number: number): Promise<string[]> {
  const late: string[] = []
  for (let asked = 0; asked < 16; asked++) {
    for (const stage of values.change === 'all' ? [0, size.stages - 1] : [0]) {
      const answer = await ask(gateway, markPath(stage))
      if (!isNew(answer, number)) late.push(`stage ${stage}: not release ${number} in ${answer}`)
    }
  }
  return late
}

function textOf(number: number): string {
  const isAll = values.change === 'all'
  const shown = { ofAll: isAll ? number : 0, ofFirst: isAll ? 0 : number }
  const definition = largeDefinition(size, shown)
  return values.format === 'yaml' ? stringify(definition) : JSON.stringify(definition)
}

/** The first stage shows its own number in a field, a resource of all stages shows its in the body. */
function isNew(answer: string, number: number): boolean {
  if (values.change === 'all') return answer.endsWith(`\r\nall-${number}`)
  return answer.includes(`\r\nAccess-Control-Expose-Headers: x-${number}\r\n`)
}

function print({ name, gateway, rounds }: Candidate): void {
  const { ownMib, allMib } = memoryOf(gateway.pid)
  const all = (who: 'callers' | 'people'): ProbeReport => ({
    latenciesMs: rounds.flatMap((round) => round[who].latenciesMs),
    wrong: [],
  })
  console.log(
    `\n${name}, ${size.resources} resources x ${size.stages} stages, ${values.change} changed, ${values.format}: ` +
      `answered after ${medianOf(rounds, ({ ms }) => ms)} ms, last old answer ${medianOf(rounds, ({ lastOldMs }) => lastOldMs)} ms`,
  )
  console.log(
    `  longest wait in a release: a caller ${medianOf(rounds, longest('callers'))} ms, people ${medianOf(rounds, longest('people'))} ms`,
  )
  console.log(`  callers ${spreadOf(all('callers'))}; people ${spreadOf(all('people'))}`)
  const parts = [...new Set(rounds.flatMap((round) => [...round.parts.keys()]))]
  console.log(
    `  ${parts.map((part) => `${part} ${medianOf(rounds, (round) => round.parts.get(part) ?? 0)}`).join(', ')}`,
  )
  console.log(`  ${ownMib.toFixed(0)} MiB, ${allMib.toFixed(0)} with the log engine`)
}

function printRatios(): void {
  const [other, mine] = candidates
  if (other === undefined || mine === undefined) return
  const ratio = (of: (round: Round) => number): string => {
    const pairs = mine.rounds.flatMap((round, index) => {
      const before = other.rounds[index]
      return before === undefined ? [] : [of(round) / of(before)]
    })
    const ends = [Math.min(...pairs), Math.max(...pairs)].map((one) => one.toFixed(2))
    return `${median(pairs).toFixed(2)} [${ends.join('-')}]`
  }
  console.log(
    `\nratios, this one to the other: answered ${ratio(({ ms }) => ms)}, ` +
      `longest wait of a caller ${ratio(longest('callers'))}, of people ${ratio(longest('people'))}`,
  )
}

function longest(who: 'callers' | 'people'): (round: Round) => number {
  return (round) => Math.max(...round[who].latenciesMs)
}

function spreadOf({ latenciesMs }: ProbeReport): string {
  const sorted = latenciesMs.toSorted((one, other) => one - other)
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} p99 ${at(0.99)} p99.9 ${at(0.999)} max ${at(1)} of ${sorted.length}`
}

function medianOf(rounds: readonly Round[], of: (round: Round) => number): string {
  return median(rounds.map(of)).toFixed(0)
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
