/** `npm run fuzz [-- SECONDS [SEED]]`: mutated bytes against the three parsers of wire/. Prints the
 *  number of executions and each finding; exits with 1 on a crash, a hang, or a verdict that depends
 *  on how the bytes were split. A worker does the work, so that a hang can be seen and shown. */
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { check } from './fuzz-checks.ts'
import { Mutator } from './fuzz-mutator.ts'

interface Shared {
  readonly seconds: number
  readonly seed: number
  /** Executions so far; the hang watch looks at it. */
  readonly progress: Int32Array
  /** Length and bytes of the input in work. */
  readonly input: Uint8Array
}

const hangMs = 5_000 // an input takes microseconds
const mostFindings = 20

if (isMainThread) main()
else fuzz(workerData)

function main(): void {
  const [seconds = '60', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
  const shared: Shared = {
    seconds: Number(seconds),
    seed: Number(seed),
    progress: new Int32Array(new SharedArrayBuffer(8)),
    input: new Uint8Array(new SharedArrayBuffer(65_540)),
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
    const findings = Atomics.load(shared.progress, 1)
    console.log(`${Atomics.load(shared.progress, 0)} executions, ${findings} findings`)
    process.exitCode = findings === 0 ? 0 : 1
  })
}

function inputOf({ input }: Shared): string {
  const length = new DataView(input.buffer).getUint32(0)
  return Buffer.from(input.slice(4, 4 + length)).toString('latin1')
}

function fuzz({ seconds, seed, progress, input }: Shared): void {
  const mutator = new Mutator(seed)
  const lengthView = new DataView(input.buffer)
  const endMs = performance.now() + seconds * 1_000
  while (performance.now() < endMs) {
    for (let turn = 0; turn < 100; turn++) {
      const text = mutator.next()
      lengthView.setUint32(0, text.length)
      input.set(Buffer.from(text, 'latin1'), 4)
      const finding = check(text, (limit) => mutator.below(limit))
      if (finding !== '') {
        console.log(`${finding}: ${JSON.stringify(text)}`)
        if (Atomics.add(progress, 1, 1) + 1 >= mostFindings) return
      }
      Atomics.add(progress, 0, 1)
    }
  }
}
