import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import type { FlowLog } from '../../src/flowlog/flow-log.ts'
import { openFlowLog } from '../../src/flowlog/open-flow-log.ts'
import type { FlowPage } from '../../src/flowlog/record-search.ts'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import { temporaryFolder } from '../clean-up.ts'
import { startProgram } from '../program.ts'
import { ringReader } from '../../src/flowlog/ring-counts.ts'

/** Ten in the full run: FAULTLINE_TEST_KILLS=10 (npm run conformance:kill). */
const kills = Number(process.env['FAULTLINE_TEST_KILLS'] ?? 3)
const allowedMs = 1_000
const writerFile = fileURLToPath(new URL('../record-writer.mjs', import.meta.url))

test('a log killed at any moment while segments become files keeps every record once', async (t) => {
  const dataFolder = join(temporaryFolder(), 'data')
  const noted: { readonly number: number; readonly agoMs: number }[] = []
  let next = 0
  for (let kill = 0; kill < kills; kill++) {
    const writer = startProgram(t, process.execPath, [writerFile, dataFolder, String(next)])
    const said: { readonly number: number; readonly atMs: number }[] = []
    writer.child.stdout?.on('data', (bytes: Buffer) => {
      for (const line of bytes.toString().trim().split('\n')) {
        said.push({ number: Number(line), atMs: performance.now() })
      }
    })
    const before = fileNames(dataFolder).length
    while (fileNames(dataFolder).length <= before) {
      assert.equal(writer.child.exitCode, null, writer.output()) // else nothing would ever come
      await wait(20)
    }
    await wait(Math.random() * 1_500)
    const killedMs = performance.now()
    writer.child.kill('SIGKILL')
    await writer.ended
    noted.push(...said.map(({ number, atMs }) => ({ number, agoMs: killedMs - atMs })))
    next = (said.at(-1)?.number ?? next) + 1_000
  }

  const { numbers, gaps } = await everything(dataFolder)
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  const files = fileNames(dataFolder)
  t.diagnostic(`${kills} kills: ${numbers.length} records, ${files.length} files, ${gaps} gaps`)

  assert.ok(files.length > 0) // many small ones become one
  assert.deepEqual(
    numbers.filter((number) => (counts.get(number) ?? 0) > 1),
    [],
  )
  const missing = noted.filter(({ number }) => !counts.has(number))
  assert.deepEqual(
    missing.filter(({ agoMs }) => agoMs > allowedMs),
    [],
  )
  assert.equal(gaps, kills)
})

function fileNames(dataFolder: string): string[] {
  const folder = join(dataFolder, 'flow')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => name.endsWith('.parquet'))
}

async function everything(dataFolder: string): Promise<{ numbers: number[]; gaps: number }> {
  const log = await openFlowLog({
    dataFolder,
    spoolFolder: join(dataFolder, 'spool'),
    rings: ringReader([]),
    log: { warn: () => undefined },
    engineFile: new URL('../../src/log-engine.ts', import.meta.url),
    classify: () => ({ responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' }),
    engine: { retainDays: 7, retainBytes: 1e10 },
  })
  try {
    while (!log.counts().isEngineRunning) await wait(50)
    const numbers = (await allRecords(log)).map(({ http_path: path }) => Number(path.slice(1)))
    return { numbers, gaps: log.gaps().length }
  } finally {
    await log.close()
  }
}

async function allRecords(log: FlowLog): Promise<FlowRecord[]> {
  const records: FlowRecord[] = []
  for (let cursor = '', isLast = false; !isLast; isLast = cursor === '') {
    const page = await wholePage(log, cursor)
    records.push(...page.items)
    cursor = page.next ?? ''
  }
  return records
}

/** A starved engine may not answer in time; then the log gives what the spool alone holds, and says so. */
async function wholePage(log: FlowLog, cursor: string): Promise<FlowPage> {
  for (let tries = 1; ; tries++) {
    const page = await log.list({ limit: 1_000, ...(cursor === '' ? {} : { cursor }) })
    if (page.complete) return page
    assert.ok(tries < mostTries, 'the log engine does not answer')
    await wait(200)
  }
}

const mostTries = 100
