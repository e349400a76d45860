import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { QuestionRefused } from '../question-refused.ts'
import type { RecordGap } from '../record-gap.ts'
import type { Classify } from '../record-search.ts'
import { bytesOf, listSegments, segmentStem, type Segment } from '../spool-segment.ts'
import { writeColumnsFile } from './columns-file.ts'
import { segmentsIn, SegmentConverter, type Place } from './convert-segments.ts'
import { inWords, openDuckDb, type DuckDb } from './duckdb.ts'
import type { EngineOptions } from './engine-options.ts'
import { JsonSelection } from './json-selection.ts'
import { FileKeeping } from './file-keeping.ts'
import { KeptFiles } from './kept-files.ts'
import { OpenQuestions } from './open-questions.ts'
import type { ParquetFile } from './parquet-files.ts'
import { RollupFiles } from './rollup-files.ts'
import { RollupKeeping } from './rollup-keeping.ts'
import { readAhead } from './read-ahead.ts'
import { RecentRecords } from './recent-records.ts'
import {
  recordRelation,
  recordSample,
  writtenRows,
  type RecordSample,
  type RelationParts,
} from './record-relation.ts'
import { SegmentIntake } from './segment-intake.ts'
import { behindEverything } from './yield-to-traffic.ts'

/** What a question is asked of. All that it names stays until the question is answered. */
export interface Records {
  /** A connection of this question's own. */
  readonly reader: DuckDBConnection
  /** All records of the time asked for, as a parenthesised SELECT: record-relation.ts. */
  readonly relation: string
  /** The newest of them, which no file holds yet, and those of some files: the same columns. */
  readonly inMemory: string | undefined
  inFiles(files: readonly ParquetFile[]): string
  /** A part of those in files: the same columns. */
  sample(): RecordSample
  /** The files' rows without what they leave out: writtenRows of record-relation.ts. */
  readonly written: string
  /** Files that hold records of the time asked for. */
  readonly files: readonly ParquetFile[]
  /** False where the spool holds more than memory takes: its oldest part is not in the relation. */
  readonly isComplete: boolean
}

export type Question<T> = (records: Records) => Promise<T>

/** The log in DuckDB: the newest records in memory, older ones in Parquet files, asked as one. */
export class RecordStore {
  readonly #options: EngineOptions
  readonly #db: DuckDb
  readonly #files: KeptFiles
  readonly #ahead: DuckDBConnection
  readonly #recent: RecentRecords
  readonly #intake: SegmentIntake
  readonly #keeping: FileKeeping
  readonly #rollups: RollupFiles
  readonly #counting: RollupKeeping
  readonly #questions = new OpenQuestions()

  private constructor(
    options: EngineOptions,
    db: DuckDb,
    files: KeptFiles,
    selection: JsonSelection,
    connections: Connections,
    intake: { readonly converter: SegmentConverter; readonly kept: Iterable<string> },
  ) {
    const { folder } = options
    this.#options = options
    this.#db = db
    this.#files = files
    this.#ahead = connections.ahead
    void readAhead(this.#ahead, folder, files.all)
    this.#intake = new SegmentIntake({
      ...options,
      ...intake,
      onKept: (file, stems) => this.#onKept(file, stems),
    })
    const { isKept } = this.#intake
    this.#recent = new RecentRecords({ connection: connections.recent, selection, folder, isKept })
    this.#rollups = connections.rollups
    const keeping = {
      db: connections.keeper,
      connection: connections.keeping,
      files,
      questions: this.#questions,
    }
    this.#counting = new RollupKeeping({
      ...keeping,
      rollups: this.#rollups,
      retainDays: options.retainStatisticsDays,
      settlingMs: options.settlingMs,
    })
    this.#keeping = new FileKeeping({
      ...keeping,
      options,
      isCounted: (name) => this.#rollups.isCounted(name),
      beforeDeleting: async (outdated) => await this.#counting.beforeDeleting(outdated),
      keptSegments: async () => await this.#intake.keptSegments(),
    })
  }

  /** Rejects where DuckDB cannot be loaded. */
  static async open(
    options: EngineOptions,
    classify: Classify,
    rulesVersion: number,
  ): Promise<RecordStore> {
    const { folder, spoolFolder } = options
    const db = await openDuckDb({ ...options, spillFolder: join(folder, 'spill') })
    const keeper = await behindEverything(async () => {
      const spillFolder = join(folder, 'spill-keeping')
      return await openDuckDb({ threads: keepingThreads, memoryMiB: keepingMiB, spillFolder })
    })
    const files = await KeptFiles.open(folder)
    await writeColumnsFile(keeper.writer, folder)
    const openHurried = async (): Promise<Place> => {
      const spillFolder = join(folder, 'spill-hurried')
      const hurried = await openDuckDb({ threads: 1, memoryMiB: hurriedMiB, spillFolder })
      return { db: hurried, selection: new JsonSelection(hurried, classify) }
    }
    const calm = { db: keeper, selection: new JsonSelection(keeper, classify) }
    return new RecordStore(
      options,
      db,
      files,
      new JsonSelection(db, classify),
      {
        recent: await db.connect(),
        ahead: await db.connect(),
        keeping: await keeper.connect(),
        keeper,
        rollups: await RollupFiles.open(options.statisticsFolder, files, await keeper.connect()),
      },
      {
        converter: new SegmentConverter({ calm, openHurried, folder, rulesVersion }),
        kept: await keptSegments(keeper, files, await listSegments(spoolFolder)),
      },
    )
  }

  get files(): readonly ParquetFile[] {
    return this.#files.all
  }

  /** Segments that no file holds yet, oldest first. */
  async waitingSegments(): Promise<readonly Segment[]> {
    return await this.#intake.waiting()
  }

  /** Runs a question over all records from `fromMs` to before `toMs`. It may be run again, where a
   *  file has gone that we did not delete ourselves. */
  async ask<T>(
    fromMs: number,
    toMs: number,
    question: Question<T>,
    limitMs: number = questionMs,
  ): Promise<T> {
    const isComplete = await this.#readNewest()
    const range = { fromMs, toMs, isComplete, limitMs, readsCounts: false }
    return await this.#askPatiently(range, question)
  }

  /** The same, of a question that reads the kept counts of that time too. */
  async askCounts<T>(
    fromMs: number,
    toMs: number,
    question: (records: Records, rollups: RollupFiles) => Promise<T>,
  ): Promise<T> {
    const isComplete = await this.#readNewest()
    const range = { fromMs, toMs, isComplete, limitMs: questionMs, readsCounts: true }
    return await this.#askPatiently(range, async (records) => question(records, this.#rollups))
  }

  /** The same over files alone: for what was looked for in the spool already. */
  async askFiles<T>(fromMs: number, toMs: number, question: Question<T>): Promise<T> {
    const range = { fromMs, toMs, isComplete: true, limitMs: questionMs, readsCounts: false }
    return await this.#askPatiently(range, question)
  }

  async #askPatiently<T>(range: AskedRange, question: Question<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#questions.during(async () => await this.#askOnce(range, question))
      } catch (error) {
        const inPlain = inWords(error)
        if (tries === mostTries || inPlain instanceof QuestionRefused) throw inPlain
        const { fromMs, toMs, readsCounts } = range
        const areCounts = readsCounts && (await this.#rollups.lookAfterFailure(fromMs, toMs))
        const areRecords = await this.#keeping.lookAfterFailure(this.#filesOf(range))
        if (!areCounts && !areRecords) throw inPlain
      }
    }
  }

  /** A batch of finished segments becomes a file, if it is time for one. True where another may be due. */
  async takeIn(): Promise<boolean> {
    return await this.#intake.round()
  }

  /** True where there is more to do at once. */
  async keepFiles(): Promise<boolean> {
    return (await this.#keeping.round()) || (await this.#counting.round())
  }

  get rollups(): RollupFiles {
    return this.#rollups
  }

  get gaps(): readonly RecordGap[] {
    return this.#keeping.gaps
  }

  #filesOf({ fromMs, toMs }: AskedRange): readonly ParquetFile[] {
    return this.#files.all.filter((file) => file.toMs >= fromMs && file.fromMs < toMs)
  }

  async #askOnce<T>(range: AskedRange, question: Question<T>): Promise<T> {
    const { fromMs, toMs, isComplete, limitMs } = range
    const reader = await this.#db.connect()
    const timer = setTimeout(() => reader.interrupt(), limitMs)
    const { folder } = this.#options
    const memory = this.#recent.source
    const files = this.#filesOf(range)
    const of = (parts: Pick<RelationParts, 'memory' | 'files'>): string =>
      recordRelation({ folder, fromMs, toMs, ...parts })
    try {
      return await question({
        reader,
        relation: of({ memory, files }),
        inMemory: memory === undefined ? undefined : of({ memory, files: [] }),
        inFiles: (some) => of({ memory: undefined, files: some }),
        sample: () => recordSample({ folder, files, fromMs, toMs }),
        written: writtenRows({ folder, files, fromMs, toMs }),
        files,
        isComplete,
      })
    } finally {
      clearTimeout(timer)
      reader.closeSync()
    }
  }

  /** False where not all of the spool fits into memory. */
  async #readNewest(): Promise<boolean> {
    let waiting = await this.#intake.waiting()
    if (bytesOf(waiting.filter(({ isOpen }) => !isOpen)) >= this.#options.batchBytes) {
      await this.#intake.catchUp().catch(() => undefined) // the next round tells what is wrong
      waiting = await this.#intake.waiting()
    }
    let sum = 0
    const newest = waiting.toReversed().filter(({ bytes }) => (sum += bytes) <= newestBytes)
    await this.#recent.read(newest)
    return newest.length === waiting.length
  }

  #onKept(file: ParquetFile | undefined, stems: readonly string[]): void {
    if (file !== undefined) {
      this.#files.add(file)
      void readAhead(this.#ahead, this.#options.folder, [file])
    }
    this.#recent.release(stems)
    void this.#tidyMemory().catch(() => undefined) // with the next file, then; nobody reads it now
  }

  async #tidyMemory(): Promise<void> {
    const table = await this.#recent.tidy()
    if (table === undefined) return
    await this.#questions.ended()
    await this.#recent.drop(table)
  }
}

interface Connections {
  readonly recent: DuckDBConnection
  readonly ahead: DuckDBConnection
  readonly keeping: DuckDBConnection
  readonly keeper: DuckDb
  readonly rollups: RollupFiles
}

interface AskedRange {
  readonly fromMs: number
  readonly toMs: number
  readonly isComplete: boolean
  readonly limitMs: number
  readonly readsCounts: boolean
}

const mostTries = 3
/** A question over everything that is kept may take seconds on a small machine. */
const questionMs = 18_000
/** For making and merging files: a database of its own, so that this takes no more of the machine than
 *  one core however many the questions have, and no memory from them. */
const keepingMiB = 192
/** One of its own, and whoever waits for it: patient-statement.ts. */
const keepingThreads = 2
/** For making a file on a thread of Node's pool, where the spool fills faster than that of its own can work:
 *  96 is enough for usual records, 128 for a batch in which each has 12 KiB of bodies and header. */
const hurriedMiB = 144
/** As lines; DuckDB needs about as much memory for them. */
const newestBytes = 160 * 1_024 * 1_024

/** After a crash between a file's rename and the deletion of its segments. Such a file is younger
 *  than the segments; a day of slack for clocks that were set back. */
async function keptSegments(
  db: DuckDb,
  files: KeptFiles,
  waiting: readonly Segment[],
): Promise<ReadonlySet<string>> {
  const stems = new Set<string>()
  const [oldest] = waiting
  if (oldest === undefined) return stems
  for (const { name, writtenMs } of files.all) {
    if (writtenMs < oldest.createdMs - 86_400_000) continue
    const segments = await segmentsIn(db, join(files.folder, name)).catch(() => []) // damaged
    for (const segment of segments) stems.add(segmentStem(segment))
  }
  return stems
}
