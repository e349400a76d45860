/** Segments and files that cannot be read any more: a bad disk, a copy that broke off, a hand that
 *  slipped. They are set aside under another name, so that everything else can be read, and deleted
 *  when they would have been. */
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { RecordGap } from '../record-gap.ts'
import { fileList, isOutOfMemory, rowsOf } from './duckdb.ts'
import { timesOfName, type ParquetFile } from './parquet-files.ts'

export const damagedEnding = '.damaged'

/** Those whose footer cannot be read, or where `whole`, any of their content. */
export async function unreadableFiles(
  connection: DuckDBConnection,
  folder: string,
  files: readonly ParquetFile[],
  whole: boolean,
): Promise<ParquetFile[]> {
  const found: ParquetFile[] = []
  for (const file of files) {
    const list = fileList([join(folder, file.name)])
    const sql = whole
      ? `SELECT count(COLUMNS(*)) FROM read_parquet(${list})`
      : `SELECT num_rows FROM parquet_file_metadata(${list})`
    if (!(await canRun(connection, sql))) found.push(file)
  }
  return found
}

async function canRun(connection: DuckDBConnection, sql: string): Promise<boolean> {
  try {
    await rowsOf(connection, sql)
    return true
  } catch (error) {
    return !isDamage(error)
  }
}

/** What passes by itself says nothing about a file: no memory, no time, no room, no free handle; nor that it
 *  went meanwhile. */
function isDamage(error: unknown): boolean {
  if (isOutOfMemory(error)) return false
  return !(error instanceof Error && passing.test(error.message))
}

const passing =
  /^INTERRUPT|^IO Error: (Cannot open file|No files found)|Too many open files|No space left/

export async function setAside(folder: string, files: readonly ParquetFile[]): Promise<void> {
  for (const { name } of files) {
    const path = join(folder, name)
    await rename(path, path + damagedEnding).catch(() => undefined) // deleted by hand meanwhile
  }
}

/** What lies aside, as times without records. */
export async function damagedGaps(folders: readonly string[]): Promise<RecordGap[]> {
  const gaps: RecordGap[] = []
  for (const path of await damagedPaths(folders)) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined) continue
    const file = timesOfName(path.slice(path.lastIndexOf('/') + 1, -damagedEnding.length))
    const createdMs = Number(/(\d{13,})-[^/]*$/.exec(path)?.[1] ?? found.mtimeMs)
    gaps.push(
      file === undefined
        ? {
            from: createdMs,
            to: Math.ceil(Math.max(found.mtimeMs, createdMs + 1)),
            reason: 'damaged',
          }
        : { from: file.fromMs, to: file.toMs + 1, reason: 'damaged', records: file.records },
    )
  }
  return gaps
}

/** Those from before a time, and the oldest of more than `most`. */
export async function removeOldDamaged(
  folders: readonly string[],
  oldestMs: number,
  most = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  const found: { readonly path: string; readonly mtimeMs: number }[] = []
  for (const path of await damagedPaths(folders)) {
    const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: 0 }
    found.push({ path, mtimeMs })
  }
  const newestFirst = found.toSorted((one, other) => other.mtimeMs - one.mtimeMs)
  for (const [place, { path, mtimeMs }] of newestFirst.entries()) {
    if (place >= most || mtimeMs < oldestMs) await rm(path, { force: true })
  }
}

async function damagedPaths(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  )
  return found.flat().filter((path) => path.endsWith(damagedEnding))
}
