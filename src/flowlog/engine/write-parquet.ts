/** Writes rows of the log's columns as one Parquet file of the log: under another name, flushed to
 *  disk, then renamed. */
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fileList, literal, rowsOf } from './duckdb.ts'
import { parquetName, unfinishedEnding, type ParquetFile } from './parquet-files.ts'

export interface UnfinishedFile {
  readonly path: string
  /** What it will be. */
  readonly file: ParquetFile
}

/** `marks` stand in the file's own metadata; `run` runs what takes long. */
export async function writeUnfinished(
  connection: DuckDBConnection,
  folder: string,
  select: string,
  marks: Readonly<Record<string, string>>,
  run: (sql: string) => Promise<unknown> = async (sql) => await connection.run(sql),
  rowGroup: number = rowGroupRecords,
): Promise<UnfinishedFile> {
  const writtenMs = Date.now()
  const path = join(folder, `${writtenMs}-${nextNumber++}${unfinishedEnding}`)
  try {
    const pairs = Object.entries(marks).map(([name, value]) => `${name}: ${literal(value)}`)
    await run(
      `COPY (${select}) TO ${literal(path)}
       (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${rowGroup},
        DICTIONARY_SIZE_LIMIT ${dictionaryLimit}, KV_METADATA {${pairs.join(', ')}})`,
    )
    const [stats] = await rowsOf(
      connection,
      `SELECT min(timestamp) AS oldest, max(timestamp) AS newest, count(*) AS records
       FROM read_parquet(${fileList([path])})`,
    )
    const bytes = await flushToDisk(path)
    const times = {
      fromMs: Number(stats?.['oldest'] ?? 0),
      toMs: Number(stats?.['newest'] ?? 0),
      writtenMs,
      records: Number(stats?.['records'] ?? 0),
    }
    return { path, file: { ...times, name: parquetName(times), bytes } }
  } catch (error) {
    await rm(path, { force: true }) // on a full disk the space it took is needed
    throw error
  }
}

/** From here on the records are kept there. */
export async function finish(folder: string, { path, file }: UnfinishedFile): Promise<ParquetFile> {
  await rename(path, join(folder, file.name))
  await flushFolder(folder)
  return file
}

let nextNumber = 1

/** Small row groups keep a look-up by id, which unpacks one whole, and the memory for writing small: twice
 *  as many records take a look-up a third longer, save questions a sixth of their CPU, and 1 % of disk. */
export const rowGroupRecords = 8_192
/** Columns with more values than this in a row group get no dictionary: building one that is thrown
 *  away costs 5 % of everything. */
const dictionaryLimit = 1_000

async function flushToDisk(path: string): Promise<number> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

/** The new name itself must outlive a power failure before anything that it replaces is deleted. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
