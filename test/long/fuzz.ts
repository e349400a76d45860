/** `npm run fuzz [-- SECONDS [SEED]]`: mutated texts against the three parsers of wire/ and the log
 *  query language. Prints the number of executions and each finding; exits with 1 on a crash, a hang, a
 *  verdict that depends on how the bytes were split, or a query that breaks a promise. A worker does the
 *  work, so that a hang can be seen and shown. */
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { check } from './fuzz-checks.ts'
import { Mutator, wireGrammar } from './fuzz-mutator.ts'
import { checkQuery, isQuery, queryGrammar, QueryRunner } from './fuzz-query.ts'

interface Shared {
  readonly seconds: number
  readonly seed: number
  /** Executions so far, which the hang watch looks at; findings; queries, understood, run. */
  readonly progress: Int32Array
  /** Length and bytes of the input in work. */
  readonly input: Uint8Array
}

const hangMs = 5_000 // an input takes microseconds
const mostFindings = 20

if (isMainThread) main()
else await fuzz(workerData)

function main(): void {
  const [seconds = '60', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
  const shared: Shared = {
    seconds: Number(seconds),
    seed: Number(seed),
    progress: new Int32Array(new SharedArrayBuffer(20)),
    input: new Uint8Array(new SharedArrayBuffer(4 * 65_540)),
  }
  console.log(`fuzzing for ${seconds} s with seed ${seed}`)
  const worker = new Worker(new URL(import.meta.url), { workerData: shared })
  let last = -1
  const watch = setInterval(() => {
    const now = Atomics.load(shared.progress, 0)
    if (now === last) {
      console.log(`hang: ${JSON.stringify(inputOf(shared))}`)
      process.exit(1)
    }
    last = now
  }, hangMs)
  worker.on('error', (error) => {
    console.log(`crash: ${error.stack ?? error.message}\n${JSON.stringify(inputOf(shared))}`)
    process.exit(1)
  })
  worker.on('exit', () => {
    clearInterval(watch)
    const [executions = 0, findings = 0, queries, understood, run] = shared.progress
    console.log(`${executions} executions, ${findings} findings`)
    console.log(
      `of them ${queries} queries: ${understood} understood, ${run} of these run by DuckDB`,
    )
    process.exitCode = findings === 0 ? 0 : 1
  })
}

function inputOf({ input }: Shared): string {
  const length = new DataView(input.buffer).getUint32(0)
  return Buffer.from(input.slice(4, 4 + length)).toString('utf8')
}

async function fuzz(shared: Shared): Promise<void> {
  const { seconds, seed, progress } = shared
  const wire = new Mutator(seed, wireGrammar)
  const queries = new Mutator(seed, queryGrammar)
  const runner = await QueryRunner.open()
  const endMs = performance.now() + seconds * 1_000
  while (performance.now() < endMs) {
    let understood = ''
    for (let turn = 0; turn < 100; turn++) {
      attempt(shared, wire, check)
      const query = attempt(shared, queries, checkQuery)
      Atomics.add(progress, 2, 1)
      if (!isQuery(query)) continue
      Atomics.add(progress, 3, 1)
      understood = query
    }
    note(shared, await runner.check(understood), understood)
    Atomics.add(progress, 4, 1)
    if (Atomics.load(progress, 1) >= mostFindings) return
  }
}

function attempt(
  shared: Shared,
  mutator: Mutator,
  checked: (text: string, below: (limit: number) => number) => string,
): string {
  const text = mutator.next()
  const bytes = Buffer.from(text, 'utf8')
  new DataView(shared.input.buffer).setUint32(0, bytes.length)
  shared.input.set(bytes, 4)
  note(
    shared,
    checked(text, (limit) => mutator.below(limit)),
    text,
  )
  Atomics.add(shared.progress, 0, 1)
  return text
}

function note({ progress }: Shared, finding: string, text: string): void {
  if (finding === '') return
  Atomics.add(progress, 1, 1)
  console.log(`${finding}: ${JSON.stringify(text)}`)
}
