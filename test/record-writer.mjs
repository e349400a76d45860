// Writes numbered flow records as a worker does, into a log whose engine makes a Parquet file of every
// few. Says the last number on stdout after each portion. `node record-writer.mjs FOLDER FIRST_NUMBER [DAYS_AGO]`:
// records of so many days ago; an hour of which nothing comes any more is soon left alone no longer.
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openFlowLog } from '../src/flowlog/open-flow-log.ts'
import { ringReader } from '../src/flowlog/ring-counts.ts'
import { createRingMemory } from '../src/flowlog/ring-memory.ts'
import { WorkerRing } from '../src/flowlog/worker-ring.ts'

const [, , dataFolder = '', first = '0', daysAgo = '0'] = process.argv
const spoolFolder = join(dataFolder, 'spool')
const memory = createRingMemory()
await openFlowLog({
  dataFolder,
  spoolFolder,
  rings: ringReader([memory]),
  log: { warn: () => undefined },
  engineFile: new URL('../src/log-engine.ts', import.meta.url),
  classify: () => ({ responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' }),
  engine: {
    retainDays: 30,
    retainBytes: 1e10,
    batchBytes: 100_000,
    batchMs: 100,
    ...(daysAgo === '0' ? {} : { settlingMs: 500 }),
  },
})
const ring = new WorkerRing(memory, { folder: spoolFolder, node: 'n1-0', segmentBytes: 40_000 })

for (let number = Number(first); ; number++) {
  const time = Math.floor(Date.now() - Number(daysAgo) * 86_400_000)
  const hex = time.toString(16).padStart(12, '0')
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-78ab-aedb-${String(number).padStart(12, '0')}`
  const record = { request_id: id, timestamp: time, http_path: `/${number}`, status: 200 }
  ring.append(-1, JSON.stringify({ ...record, answered_by: 'backend', complete: true }))
  if (number % 20 !== 0) continue
  process.stdout.write(`${number}\n`)
  await wait(2)
}
