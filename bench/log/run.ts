// npm run bench:log: 10 million records through the spool into the log engine of a real gateway that
// serves requests meanwhile; then questions over all of them. Needs two cores, 4 GiB of disk, taskset.
// node bench/log/run.ts [RECORDS] [FOLDER]
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { cpuSeconds, peakMebibytes, startGateway, type ServingGateway } from './gateway.ts'
import type { MadePortion } from './make-segments.ts'
import { askWhileMerging, cutFiles } from './merging.ts'
import { seenInConsole } from './in-the-console.ts'
import { askAll, lookUp } from './questions.ts'

const count = Number(process.argv[2] ?? 10_000_000)
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'faultline-bench-log-'))
const toMs = Date.now()
const fromMs = toMs - 86_400_000
/** What is less stays in the spool, and in memory once somebody asks. */
const batchBytes = 64 * 1_024 * 1_024

let gateway = await startGateway(folder)
try {
  console.log(`${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Node ${process.version}`)
  const ids = await ingest(gateway)
  printFiles(gateway)
  printPeak('after ingest', gateway)
  gateway.unpinEngine()
  await printAnswers(gateway)
  await printLookUps(gateway, ids)
  await printConsole(gateway)
  const { requests, failed, p99Ms } = gateway.traffic()
  console.log(
    `gateway meanwhile: ${requests} requests, ${failed} failed, p99 ${p99Ms.toFixed(1)} ms`,
  )
  printPeak('after all', gateway)
  gateway = await startedAgain(gateway)
  const merged = await askWhileMerging(gateway, fromMs, toMs)
  printPeak(`while it merged ${merged} files and was asked`, gateway)
} finally {
  await gateway.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function printConsole(serving: ServingGateway): Promise<void> {
  const { rowsMs, countsMs, scroll } = await seenInConsole(serving)
  const [rows, counts] = [rowsMs, countsMs].map(Math.round)
  console.log(
    `in the console, the slowest of three searches: rows ${rows} ms, histogram and facets ${counts} ms; ` +
      `${scroll.rows} rows scrolled at ${scroll.perSecond.toFixed(0)} frames a second, the longest ${scroll.longestMs.toFixed(0)} ms`,
  )
}

/** With files that want to be merged. */
async function startedAgain(before: ServingGateway): Promise<ServingGateway> {
  await before.stop()
  await cutFiles(before.flowFolder)
  const serving = await startGateway(folder)
  serving.unpinEngine()
  return serving
}

/** Portion after portion; the next one is made while the engine takes in the one before. */
async function ingest({ spoolFolder, engineId }: ServingGateway): Promise<readonly string[]> {
  const made = join(folder, 'made')
  mkdirSync(made)
  const file = fileURLToPath(new URL('make-segments.ts', import.meta.url))
  const words = [file, made, count, fromMs, toMs].map(String)
  const maker = spawn('taskset', ['-c', '1', process.execPath, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ids: string[] = []
  let records = 0
  let seconds = 0
  const cpuBefore = cpuSeconds(engineId)
  maker.stdin.write('more\n')
  for await (const line of createInterface({ input: maker.stdout })) {
    const portion = JSON.parse(line) as MadePortion // make-segments.ts says nothing else
    ids.push(...portion.ids)
    if (portion.isLast) maker.stdin.end()
    else maker.stdin.write('more\n')
    const startedMs = performance.now()
    for (const name of portion.segments) renameSync(join(made, name), join(spoolFolder, name))
    while (waitingBytes(spoolFolder) >= batchBytes) await wait(10)
    seconds += (performance.now() - startedMs) / 1_000
    records += portion.records
    console.log(`${records} records, ${Math.round(records / seconds)} a second`)
  }
  const cpu = cpuSeconds(engineId) - cpuBefore
  console.log(
    `ingest on one core: ${Math.round(records / seconds)} records/s, ${((cpu / records) * 1e6).toFixed(1)} us of CPU a record`,
  )
  return ids
}

function waitingBytes(spoolFolder: string): number {
  const names = readdirSync(spoolFolder).filter((name) => name.endsWith('.ndjson'))
  return names.reduce((sum, name) => sum + sizeOf(join(spoolFolder, name)), 0)
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function printFiles({ flowFolder }: ServingGateway): void {
  const names = readdirSync(flowFolder).filter((name) => name.endsWith('.parquet'))
  const bytes = names.reduce((sum, name) => sum + sizeOf(join(flowFolder, name)), 0)
  const records = names.reduce((sum, name) => sum + Number(/-(\d+)\.parquet$/.exec(name)?.[1]), 0)
  const each = (bytes / records).toFixed(1)
  console.log(`disk: ${records} records in ${names.length} files, ${each} bytes a record`)
}

function printPeak(when: string, { engineId }: ServingGateway): void {
  console.log(
    `log engine ${when}: peak of resident memory ${peakMebibytes(engineId).toFixed(0)} MiB`,
  )
}

async function printAnswers(serving: ServingGateway): Promise<void> {
  for (const { title, firstMs, medianMs, said } of await askAll(serving, fromMs, toMs)) {
    const times = `first ${firstMs.toFixed(0)} ms, median ${medianMs.toFixed(0)} ms`
    console.log(`${title}: ${times}   ${said.slice(0, 100)}`)
  }
}

async function printLookUps(serving: ServingGateway, all: readonly string[]): Promise<void> {
  const step = Math.max(1, Math.floor(all.length / 50))
  const ids = all.filter((_id, place) => place % step === 0).slice(0, 50)
  for (const cold of [true, false]) {
    const found = await lookUp(serving, ids, cold)
    const title = `by id, ${cold ? 'files not in memory' : 'files in memory'}`
    if (found === undefined) console.log(`${title}: not measured, needs root`)
    else console.log(`${title}: p50 ${found.p50Ms.toFixed(0)} ms, p99 ${found.p99Ms.toFixed(0)} ms`)
  }
}
