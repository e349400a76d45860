import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The Parquet files of the log. A file's name tells what times it holds and when it was written:
 *  `{oldest ms}-{newest ms}-{written ms}-{records}.parquet`. */
export interface ParquetFile {
  readonly name: string
  readonly fromMs: number
  /** Inclusive. */
  readonly toMs: number
  readonly writtenMs: number
  readonly records: number
  readonly bytes: number
}

export function parquetName(file: Omit<ParquetFile, 'name' | 'bytes'>): string {
  return `${file.fromMs}-${file.toMs}-${file.writtenMs}-${file.records}.parquet`
}

export async function listParquetFiles(folder: string): Promise<ParquetFile[]> {
  const found = await Promise.all(
    (await readdir(folder)).map(async (name) => await parquetFile(folder, name)),
  )
  return found.filter((file) => file !== undefined)
}

async function parquetFile(folder: string, name: string): Promise<ParquetFile | undefined> {
  const times = timesOfName(name)
  if (times === undefined) return undefined
  const found = await stat(join(folder, name)).catch(() => undefined)
  return found === undefined ? undefined : { ...times, name, bytes: found.size }
}

/** Undefined for a file that is none of the log's. */
export function timesOfName(name: string): Omit<ParquetFile, 'name' | 'bytes'> | undefined {
  const parts = /^(\d+)-(\d+)-(\d+)-(\d+)\.parquet$/.exec(name)
  if (parts === null) return undefined
  const [fromMs = 0, toMs = 0, writtenMs = 0, records = 0] = parts.slice(1).map(Number)
  return { fromMs, toMs, writtenMs, records }
}

/** A file that was being written when the engine was killed: its segments are still there. */
export async function removeUnfinished(folder: string): Promise<void> {
  const unfinished = (await readdir(folder)).filter((name) => name.endsWith(unfinishedEnding))
  for (const name of unfinished) await rm(join(folder, name), { force: true })
}
export const unfinishedEnding = '.unfinished'
