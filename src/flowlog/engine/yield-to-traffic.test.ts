import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'

test(
  'the log engine goes behind the gateway, and what makes files behind everything',
  { skip: notLinux() },
  () => {
    const script = `
    import { readdirSync } from 'node:fs'
    import { stat } from 'node:fs/promises'
    import { getPriority } from 'node:os'
    import { openDuckDb } from '${new URL('duckdb.ts', import.meta.url).href}'
    import { behindEverything, yieldToTraffic } from '${new URL('yield-to-traffic.ts', import.meta.url).href}'
    await stat('/') // the pool's threads begin with the first piece of work
    const db = await openDuckDb({ memoryMiB: 64, threads: 3 })
    const before = getPriority(process.pid)
    const early = threads()
    await behindEverything(async () => await openDuckDb({ memoryMiB: 64, threads: 2 }))
    const last = threads().filter((id) => !early.includes(id))
    yieldToTraffic()
    await db.writer.run('SELECT sum(hash(range)) FROM range(2000000)') // had it begun more threads, they would show
    const priorities = (ids) => ids.map((id) => getPriority(id))
    console.log(JSON.stringify([before, priorities(early), priorities(last)]))
    function threads() {
      return readdirSync('/proc/self/task').map(Number)
    }`

    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script])
    const [before, others, last] = JSON.parse(printed.toString()) as Printed

    assert.ok(others.length >= 7, `${others.length} threads`)
    assert.ok(others.every((priority) => priority === Math.max(5, before)))
    assert.deepEqual(last, [15])
  },
)

/** Of the script above. */
type Printed = [before: number, others: number[], last: number[]]

function notLinux(): string | false {
  return process.platform === 'linux' ? false : 'priorities belong to processes here'
}
