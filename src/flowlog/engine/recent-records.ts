import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { segmentStem, type Segment } from '../spool-segment.ts'
import type { JsonSelection } from './json-selection.ts'
import { unfinishedEnding } from './parquet-files.ts'

export interface RecentRecordsOptions {
  readonly connection: DuckDBConnection
  readonly selection: JsonSelection
  /** For copies of what a segment got since it was last read. */
  readonly folder: string
  /** Whether a Parquet file holds a segment's records by now. */
  readonly isKept: (stem: string) => boolean
}

/** The newest records, in memory: what workers wrote and no Parquet file holds yet. They are read
 *  when somebody asks, from where the last question stopped, into one table a segment. While nobody
 *  asks they cost nothing (docs/decisions/newest-records-in-memory.md). */
export class RecentRecords {
  readonly #options: RecentRecordsOptions
  /** By segment. */
  readonly #tables = new Map<string, RecentTable>()
  #nextNumber = 1
  #queue: Promise<void> = Promise.resolve()

  constructor(options: RecentRecordsOptions) {
    this.#options = options
  }

  /** Reads what the segments hold by now. */
  async read(segments: readonly Segment[]): Promise<void> {
    await this.#inTurn(async () => {
      for (const segment of segments) await this.#readOn(segment)
    })
  }

  get tables(): string[] {
    return [...this.#tables.values()].map(({ name }) => name)
  }

  /** Their records are in a file now: questions from here on read them there. Gives the tables, to be
   *  dropped when the questions before have ended. */
  release(stems: readonly string[]): string[] {
    return stems.flatMap((stem) => {
      const table = this.#tables.get(stem)
      this.#tables.delete(stem)
      return table === undefined ? [] : [table.name]
    })
  }

  async drop(tables: readonly string[]): Promise<void> {
    await this.#inTurn(async () => {
      for (const name of tables) await this.#options.connection.run(`DROP TABLE IF EXISTS ${name}`)
    })
  }

  /** One after the other: two questions must not read the same bytes twice. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => undefined)
    await done
  }

  async #readOn({ name, path, bytes }: Segment): Promise<void> {
    const { isKept, connection, selection } = this.#options
    const stem = segmentStem(name)
    const known = this.#tables.get(stem)
    const from = known?.bytes ?? 0
    if (isKept(stem) || bytes <= from) return
    const part = await this.#copyOfLines(path, from)
    if (part === undefined) return
    try {
      const table = known?.name ?? `recent_${this.#nextNumber++}`
      const select = selection.of([part.path])
      await connection.run(
        known === undefined
          ? `CREATE TABLE ${table} AS ${select}`
          : `INSERT INTO ${table} ${select}`,
      )
      if (isKept(stem)) await connection.run(`DROP TABLE IF EXISTS ${table}`) // while we read it
      else this.#tables.set(stem, { name: table, bytes: from + part.bytes })
    } finally {
      await rm(part.path, { force: true })
    }
  }

  /** DuckDB reads files from their beginning, so the new lines get one of their own: beside the log,
   *  or, where the disk is full, wherever the system keeps such files. */
  async #copyOfLines(path: string, from: number): Promise<Part | undefined> {
    const source = await open(path, 'r').catch(() => undefined)
    if (source === undefined) return undefined // it has become a Parquet file meanwhile
    try {
      const name = `recent-${process.pid}${unfinishedEnding}`
      return await copyLines(source, from, join(this.#options.folder, name)).catch(
        async () => await copyLines(source, from, join(tmpdir(), `faultline-${name}`)),
      )
    } finally {
      await source.close()
    }
  }
}

interface RecentTable {
  readonly name: string
  /** So much of the segment is in it. */
  readonly bytes: number
}

interface Part {
  readonly path: string
  readonly bytes: number
}

/** Whole lines only: the last one may still be being written. */
async function copyLines(source: FileHandle, from: number, to: string): Promise<Part | undefined> {
  const copy = await open(to, 'w', 0o600)
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    let copied = 0
    let lines = 0
    for (;;) {
      const { bytesRead } = await source.read(block, 0, blockBytes, from + copied)
      if (bytesRead === 0) break
      await copy.writeFile(block.subarray(0, bytesRead))
      const end = block.subarray(0, bytesRead).lastIndexOf(newline) + 1
      if (end > 0) lines = copied + end
      copied += bytesRead
    }
    await copy.truncate(lines)
    if (lines > 0) return { path: to, bytes: lines }
  } catch (error) {
    await rm(to, { force: true })
    throw error
  } finally {
    await copy.close()
  }
  await rm(to, { force: true })
  return undefined
}

const blockBytes = 1_048_576
const newline = 10
