/** A log engine in this process over folders of its own, and records to write there. Its rules are
 *  two lines long: what they conclude is not the log's matter. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { FlowRecord } from '../../model/flow-record.ts'
import { attemptDefaults } from '../../model/record-defaults.ts'
import type { Conclusion } from '../query/query-field.ts'
import type { EngineOptions } from './engine-options.ts'
import { LogEngine } from './engine.ts'
import { RecordStore } from './record-store.ts'

export interface Folders {
  readonly folder: string
  readonly spoolFolder: string
}

export const startMs = Date.now() - 60_000

export async function logFolders(t: TestContext, name = 'data'): Promise<Folders> {
  const root = await mkdtemp(join(tmpdir(), 'faultline-engine-'))
  t.after(async () => await rm(root, { recursive: true, force: true }))
  return { folder: join(root, name, 'flow'), spoolFolder: join(root, name, 'spool') }
}

export async function openEngine(
  folders: Folders,
  more: Partial<EngineOptions> = {},
): Promise<LogEngine> {
  return await LogEngine.open(optionsFor(folders, more), classify, 1)
}

export async function openStore(
  folders: Folders,
  more: Partial<EngineOptions> = {},
): Promise<RecordStore> {
  const options = optionsFor(folders, more)
  for (const path of [...Object.values(folders), options.statisticsFolder])
    await mkdir(path, { recursive: true })
  return await RecordStore.open(options, classify, 1)
}

/** Every finished segment becomes a file at once. */
function optionsFor(folders: Folders, more: Partial<EngineOptions>): EngineOptions {
  return {
    ...folders,
    statisticsFolder: join(folders.folder, '..', 'statistics'),
    retainStatisticsDays: 400,
    spoolLimitBytes: 1e9,
    retainDays: 7,
    retainBytes: 1e9,
    batchBytes: 1,
    batchMs: 0,
    settlingMs: 600_000,
    memoryMiB: 128,
    threads: 1,
    ...more,
  }
}

/** Nothing becomes a file by itself. */
export const inMemoryOnly = { batchBytes: Number.MAX_SAFE_INTEGER, batchMs: 1e12 }

export async function writeSegment(
  { spoolFolder }: Folders,
  number: number,
  records: readonly Partial<FlowRecord>[],
  ending: 'open' | 'ndjson' = 'ndjson',
  node = 'n1',
): Promise<void> {
  await mkdir(spoolFolder, { recursive: true })
  const name = `${startMs + number}-${node}-${String(number).padStart(6, '0')}.${ending}`
  await writeFile(
    join(spoolFolder, name),
    records.map((record) => `${JSON.stringify(record)}\n`),
  )
}

export function classify(record: FlowRecord): Conclusion {
  if (record.error_key !== '') {
    return { responder: 'gateway', fault: 'network', owner: 'backend', key: record.error_key }
  }
  return { responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' }
}

export function success(number: number): Partial<FlowRecord> {
  return {
    request_id: idOf(number),
    timestamp: startMs + number,
    gateway: 'shop',
    stage: 'prod',
    status: 200,
    request_duration: 1.25,
    answered_by: 'backend',
    complete: true,
  }
}

export function refused(number: number): Partial<FlowRecord> {
  return {
    ...success(number),
    status: 502,
    error_key: 'backend_refused',
    error_facts: { endpoint: 'a:1', tries: 2, last: true },
    answered_by: 'gateway',
    plugins: [{ plugin: 'app-auth', outcome: 'continue', ms: 0.1 }],
    attempts: [{ ...attemptDefaults, endpoint: 'a:1', failure: 'backend_refused' }],
    backend_headers: [['Server', 'x']],
  }
}

export function ids(records: readonly FlowRecord[]): string[] {
  return records.map(({ request_id: id }) => id)
}

export function numbers(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => from + place)
}

export function idOf(number: number): string {
  const time = (startMs + number).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-78ab-aedb-${String(number).padStart(12, '0')}`
}
