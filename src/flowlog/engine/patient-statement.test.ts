import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { openDuckDb, type DuckDb } from './duckdb.ts'
import { runPatiently } from './patient-statement.ts'

test(
  "a statement that can wait is worked on by DuckDB's own thread alone",
  { skip: process.platform === 'linux' ? false : 'there is no time of single threads here' },
  async (t) => {
    const { db, own } = await openWatched(t)
    const before = cpuTimes()

    await runPatiently(db, db.writer, `CREATE TABLE sums AS ${sumUpTo(20_000_000)}`, () => false)

    const after = cpuTimes()
    const used = (thread: string): number => (after.get(thread) ?? 0) - (before.get(thread) ?? 0)
    const others = [...after.keys()].filter((thread) => thread !== own && thread !== mainThread)
    const byOthers = others.reduce((sum, thread) => sum + used(thread), 0)
    assert.ok(used(own) > 10 * byOthers, `${used(own)} ns, others ${byOthers} ns`)
  },
)

test('once it is urgent it is given up, and its connection is free again', async (t) => {
  const { db } = await openWatched(t)
  let looks = 0

  const endless = runPatiently(db, db.writer, sumUpTo(1e15), () => looks++ > 2)

  await assert.rejects(endless, { name: 'GivenUp', message: /INTERRUPT/ })
  assert.deepEqual((await db.writer.runAndReadAll('SELECT 1')).getRows(), [[1]])
})

test('a statement that fails rejects with what DuckDB says', async (t) => {
  const { db } = await openWatched(t)
  const failing = `CREATE TABLE failing AS
    SELECT CASE WHEN range = 5000 THEN error('at 5000') END FROM range(10000)`

  await assert.rejects(
    async () => await runPatiently(db, db.writer, failing, () => false),
    /^Error: Invalid Input Error: at 5000/,
  )
})

test('a function of ours that it calls is answered meanwhile', async (t) => {
  const { db } = await openWatched(t)
  const { DuckDBScalarFunction, BIGINT } = db.module
  db.writer.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'plus_one',
      parameterTypes: [BIGINT],
      returnType: BIGINT,
      mainFunction: (_info, input, output) => {
        for (let row = 0; row < input.rowCount; row++) {
          output.setItem(row, BigInt(String(input.getColumnVector(0).getItem(row))) + 1n)
        }
        output.flush()
      },
    }),
  )

  const sql = 'CREATE TABLE more AS SELECT plus_one(range) AS n FROM range(10000)'
  await runPatiently(db, db.writer, sql, () => false)

  const reader = await db.writer.runAndReadAll('SELECT sum(n)::INTEGER FROM more')
  assert.deepEqual(reader.getRows(), [[50_005_000]])
})

const sumUpTo = (end: number): string => `SELECT sum(hash(range)) AS sum FROM range(${end})`
const mainThread = String(process.pid)

/** A database of two threads, and which of this process's is its own. */
async function openWatched(t: TestContext): Promise<{ db: DuckDb; own: string }> {
  const first = await openDuckDb({ memoryMiB: 64, threads: 1 }) // begins the threads of Node's pool
  const before = cpuTimes()
  const db = await openDuckDb({ memoryMiB: 64, threads: 2 })
  const [own = ''] = [...cpuTimes().keys()].filter((thread) => !before.has(thread))
  t.after(() => {
    first.writer.closeSync()
    db.writer.closeSync()
  })
  return { db, own }
}

/** On a CPU, in nanoseconds, by thread: the first number of /proc/PID/task/TID/schedstat. */
function cpuTimes(): ReadonlyMap<string, number> {
  if (process.platform !== 'linux') return new Map()
  const threads = readdirSync('/proc/self/task')
  return new Map(threads.map((thread) => [thread, cpuTime(thread)]))
}

function cpuTime(thread: string): number {
  return Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0])
}
