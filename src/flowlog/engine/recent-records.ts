import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { segmentStem, type Segment } from '../spool-segment.ts'
import { noRows } from './columns-file.ts'
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
 *  when somebody asks, from where the last question stopped. While nobody asks they cost nothing. One
 *  table for all segments: a small one takes 2 MB (docs/decisions/newest-records-in-memory.md). */
export class RecentRecords {
  readonly #options: RecentRecordsOptions
  #table: string | undefined
  #nextTable = 1
  /** By name without ending. */
  readonly #segments = new Map<string, RecentSegment>()
  #nextSegment = 1
  /** Numbers of segments whose records are in the table and in a file by now. */
  #released: readonly number[] = []
  #queue: Promise<void> = Promise.resolve()

  constructor(options: RecentRecordsOptions) {
    this.#options = options
  }

  /** Reads what the segments hold by now. */
  async read(segments: readonly Segment[]): Promise<void> {
    await this.#inTurn(async () => {
      const grown = segments.filter(({ name, bytes }) => bytes > this.#bytesOf(segmentStem(name)))
      for (const group of groupsOf(grown)) await this.#readOn(group)
    })
  }

  /** What to select from; undefined where there is nothing. */
  get source(): string | undefined {
    if (this.#table === undefined || this.#segments.size === 0) return undefined
    return `(${withoutSegments(this.#table, this.#released)})`
  }

  /** Their records are in a file now: questions from here on read them there. */
  release(stems: readonly string[]): void {
    const numbers = stems.flatMap((stem) => this.#segments.get(stem)?.number ?? [])
    for (const stem of stems) this.#segments.delete(stem)
    this.#released = [...this.#released, ...numbers]
  }

  /** Gives back the memory of what was released: what remains goes to another table. `drop` the one
   *  before when the questions that read it have ended. */
  async tidy(): Promise<string | undefined> {
    let before: string | undefined
    await this.#inTurn(async () => {
      const old = this.#table
      const released = new Set(this.#released)
      if (old === undefined || released.size === 0) return
      if (this.#segments.size === 0) this.#table = undefined
      else this.#table = await this.#newTable(withoutSegments(old, [...released]))
      this.#released = this.#released.filter((number) => !released.has(number)) // more came meanwhile
      before = old
    })
    return before
  }

  async drop(table: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.#options.connection.run(`DROP TABLE IF EXISTS ${table}`)
    })
  }

  async #newTable(select: string): Promise<string> {
    const name = `recent_${this.#nextTable++}`
    await this.#options.connection.run(`CREATE TABLE ${name} AS ${select}`)
    return name
  }

  /** One after the other: two questions must not read the same bytes twice. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => undefined)
    await done
  }

  async #readOn(segments: readonly Segment[]): Promise<void> {
    const parts: Part[] = []
    try {
      for (const segment of segments) parts.push(...(await this.#newLinesOf(segment)))
      await this.#addRows(parts)
    } finally {
      for (const { path } of parts) await rm(path, { force: true })
    }
  }

  async #addRows(parts: readonly Part[]): Promise<void> {
    const { isKept, connection, selection } = this.#options
    const wanted = parts.filter(({ stem }) => !isKept(stem))
    if (wanted.length === 0) return
    this.#table ??= await this.#newTable(`SELECT *, 0 AS segment FROM (${noRows})`)
    // known before its rows are there: a file may take a segment over at any moment
    for (const { stem, number } of wanted) {
      this.#segments.set(stem, { number, bytes: this.#bytesOf(stem) })
    }
    const paths = wanted.map(({ path }) => path)
    await connection.run(`INSERT INTO ${this.#table} ${selection.of(paths, [segmentOfPart])}`)
    for (const { stem, number, toBytes } of wanted) {
      if (this.#segments.has(stem)) this.#segments.set(stem, { number, bytes: toBytes })
    }
  }

  /** DuckDB reads files from their beginning, so the new lines get one of their own: beside the log,
   *  or, where the disk is full, wherever the system keeps such files. */
  async #newLinesOf({ name, path }: Segment): Promise<Part[]> {
    const source = await open(path, 'r').catch(() => undefined)
    if (source === undefined) return [] // it has become a Parquet file meanwhile
    const stem = segmentStem(name)
    const number = this.#segments.get(stem)?.number ?? this.#nextSegment++
    const from = this.#bytesOf(stem)
    const copyName = `recent-${process.pid}-${number}${unfinishedEnding}`
    const places = [join(this.#options.folder, copyName), join(tmpdir(), `faultline-${copyName}`)]
    try {
      const copied = await copyToFirst(source, from, places)
      return copied === undefined ? [] : [{ ...copied, stem, number }]
    } finally {
      await source.close()
    }
  }

  #bytesOf(stem: string): number {
    return this.#segments.get(stem)?.bytes ?? 0
  }
}

interface RecentSegment {
  /** In the table's column `segment`. */
  readonly number: number
  /** So much of the segment is in the table. */
  readonly bytes: number
}

function withoutSegments(table: string, numbers: readonly number[]): string {
  const condition = numbers.length === 0 ? '' : ` WHERE segment NOT IN (${numbers.join(', ')})`
  return `SELECT * FROM ${table}${condition}`
}

/** The copy of a segment's new lines. */
interface Part extends CopiedLines {
  readonly stem: string
  readonly number: number
}

interface CopiedLines {
  readonly path: string
  /** Where the next ones begin. */
  readonly toBytes: number
}

/** A part is named after its segment's number. */
const segmentOfPart = `CAST(regexp_extract(filename, '(\\d+)\\${unfinishedEnding}$', 1) AS INTEGER)`

/** One statement reads many small ones, and of large ones few: their copies take disk. */
function groupsOf(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  let bytes = 0
  const groups = Map.groupBy(segments, (segment) =>
    Math.floor((bytes += segment.bytes) / groupBytes),
  )
  return [...groups.values()]
}
const groupBytes = 16 * 1_024 * 1_024

async function copyToFirst(
  source: FileHandle,
  from: number,
  [path = '', ...others]: readonly string[],
): Promise<CopiedLines | undefined> {
  try {
    return await copyLines(source, from, path)
  } catch (error) {
    if (others.length === 0) throw error
    return await copyToFirst(source, from, others)
  }
}

/** Whole lines only: the last one may still be being written. */
async function copyLines(
  source: FileHandle,
  from: number,
  to: string,
): Promise<CopiedLines | undefined> {
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
    if (lines > 0) return { path: to, toBytes: from + lines }
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
