import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'

test(
  'threads of the pool and of DuckDB go behind the gateway, the main thread does not',
  { skip: notLinux() },
  () => {
    const script = `
    import { readdirSync } from 'node:fs'
    import { stat } from 'node:fs/promises'
    import { getPriority } from 'node:os'
    import { openDuckDb } from '${new URL('duckdb.ts', import.meta.url).href}'
    import { yieldToTraffic } from '${new URL('yield-to-traffic.ts', import.meta.url).href}'
    await stat('/') // the pool's threads begin with the first piece of work
    const db = await openDuckDb({ memoryMiB: 64, threads: 3 })
    const before = getPriority(process.pid)
    yieldToTraffic()
    await db.writer.run('SELECT sum(hash(range)) FROM range(2000000)') // had it begun more threads, they would show
    const others = readdirSync('/proc/self/task').map(Number).filter((id) => id !== process.pid)
    console.log(JSON.stringify([before, getPriority(process.pid), others.map((id) => getPriority(id))]))`

    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script])
    const [before, main, others] = JSON.parse(printed.toString()) as [number, number, number[]] // ours

    assert.equal(main, before)
    assert.ok(others.length >= 6, `${others.length} threads`)
    assert.ok(others.every((priority) => priority === Math.max(5, before)))
  },
)

function notLinux(): string | false {
  return process.platform === 'linux' ? false : 'priorities belong to processes here'
}
