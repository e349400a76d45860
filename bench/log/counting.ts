// node bench/log/counting.ts [PAIRS] [FOLDER]: what counting records for statistics costs beside making files
// of the same records, in CPU of this process. The two take turns: the machine may be busy, their ratio is
// of the same minute.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { classify } from '../../src/diagnosis/diagnose.ts'
import { writeColumnsFile } from '../../src/flowlog/engine/columns-file.ts'
import { openDuckDb, rowsOf } from '../../src/flowlog/engine/duckdb.ts'
import { JsonSelection } from '../../src/flowlog/engine/json-selection.ts'
import type { ParquetFile } from '../../src/flowlog/engine/parquet-files.ts'
import { recordRelation } from '../../src/flowlog/engine/record-relation.ts'
import { finish, writeUnfinished } from '../../src/flowlog/engine/write-parquet.ts'
import { areTooMany, keptRows, placesSql } from '../../src/flowlog/statistics/rollup-rows.ts'
import { madeRecord } from './record-lines.ts'

const pairs = Number(process.argv[2] ?? 7)
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'faultline-bench-counting-'))
const toMs = Date.now()
const plan = { count: 10_000_000, fromMs: toMs - 86_400_000, toMs }
/** As a batch of the spool, and as many of these as are counted at a time. */
const fileRecords = 65_000
const filesAtATime = 4
const records = fileRecords * filesAtATime
let next = 0

try {
  const db = await openDuckDb({ threads: 1, memoryMiB: 192, spillFolder: join(folder, 'spill') })
  const selection = new JsonSelection(db, classify)
  await writeColumnsFile(db.writer, folder)
  const ratios: number[] = []
  for (let pair = 0; pair <= pairs; pair++) {
    const segments = Array.from({ length: filesAtATime }, () => writeSegment())
    const files: ParquetFile[] = []
    const making = await cpuOf(async () => {
      for (const path of segments) {
        const marks = { segments: 'made', rules_version: '1' }
        const file = await writeUnfinished(db.writer, folder, selection.of([path]), marks)
        files.push(await finish(folder, file))
      }
    })
    let bytes = 0
    const counting = await cpuOf(async () => (bytes = await count(db.writer, files)))
    if (pair === 0) continue // DuckDB begins
    ratios.push(counting / making)
    console.log(
      `files ${micros(making)} us a record, counting ${micros(counting)}: ${percent(counting / making)}, ${(bytes / records).toFixed(1)} bytes a record`,
    )
  }
  console.log(`median of ${pairs}: ${percent(ratios.toSorted((a, b) => a - b)[pairs >> 1] ?? 0)}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** As rollup-keeping.ts does it. Gives the bytes of the file. */
async function count(connection: DuckDBConnection, files: readonly ParquetFile[]): Promise<number> {
  const times = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }
  const relation = recordRelation({ memory: undefined, folder, files, ...times })
  const [places = {}] = await rowsOf(connection, placesSql(relation))
  const rows = keptRows(relation, areTooMany(places))
  const written = await writeUnfinished(
    connection,
    folder,
    rows,
    { step_ms: '1' },
    undefined,
    65_536,
  )
  return statSync(written.path).size
}

function writeSegment(): string {
  const lines = Array.from({ length: fileRecords }, () => `${madeRecord(plan, next++).line}\n`)
  const path = join(folder, `${next}.ndjson`)
  writeFileSync(path, lines.join(''))
  return path
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

function micros(cpu: number): string {
  return (cpu / records).toFixed(2)
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`
}
