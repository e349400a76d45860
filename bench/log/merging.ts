/** What the engine takes when it merges files while somebody asks of all of them. Files under load are
 *  too large to be merged, so some are cut in two: that is what a quiet installation has. */
import { readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rowsOfFile } from '../../src/flowlog/engine/columns-file.ts'
import { openDuckDb } from '../../src/flowlog/engine/duckdb.ts'
import {
  listParquetFiles,
  parquetName,
  timesOfName,
  type ParquetFile,
} from '../../src/flowlog/engine/parquet-files.ts'
import { writeUnfinished } from '../../src/flowlog/engine/write-parquet.ts'
import type { ServingGateway } from './gateway.ts'
import { askAll } from './questions.ts'

/** Two hours of ten million a day. */
const filesCut = 12
const hourMs = 3_600_000

/** While nothing runs on the folder. */
export async function cutFiles(flowFolder: string): Promise<void> {
  const db = await openDuckDb({ memoryMiB: 512, threads: 1 })
  const files = (await listParquetFiles(flowFolder)).toSorted((a, b) => a.fromMs - b.fromMs)
  for (const file of files.slice(0, filesCut)) {
    for (const half of [0, 1]) await writeHalf(half, file)
    rmSync(join(flowFolder, file.name))
  }

  async function writeHalf(half: number, file: ParquetFile): Promise<void> {
    const middle = Math.floor((file.fromMs + file.toMs) / 2)
    const rows = `SELECT * FROM ${rowsOfFile(flowFolder, file)}`
    const select = `${rows} WHERE timestamp ${half === 0 ? '<' : '>='} ${middle}`
    const written = await writeUnfinished(db.writer, flowFolder, select, { segments: '' })
    const writtenMs = written.file.writtenMs - hourMs // else they are left for ten minutes
    renameSync(written.path, join(flowFolder, parquetName({ ...written.file, writtenMs })))
  }
}

/** All questions again and again, until a whole round sees no file merged. Gives how many were. */
export async function askWhileMerging(
  gateway: ServingGateway,
  fromMs: number,
  toMs: number,
): Promise<number> {
  let [before, left] = [Infinity, 2 * filesCut]
  while (left < before) {
    await askAll(gateway, fromMs, toMs, 1)
    ;[before, left] = [left, smallFiles(gateway.flowFolder)]
  }
  return 2 * filesCut - left
}

function smallFiles(flowFolder: string): number {
  const small = (name: string): boolean => (timesOfName(name)?.records ?? Infinity) < 50_000
  return readdirSync(flowFolder).filter(small).length
}
