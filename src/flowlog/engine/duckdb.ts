/** The one place that loads DuckDB. It is an optional dependency with native code: where it cannot be
 *  loaded the log works over the spool alone. */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { QuestionRefused } from '../question-refused.ts'
import { afterResult } from './result-memory.ts'

export interface DuckDb {
  readonly module: typeof import('@duckdb/node-api')
  /** What it is made of, for what it leaves out. */
  readonly bindings: typeof import('@duckdb/node-bindings')
  /** For writing files. */
  readonly writer: DuckDBConnection
  /** For a question; a slow one holds up neither the writer nor another question. Close it. */
  connect(): Promise<DuckDBConnection>
}

export interface DuckDbLimits {
  readonly memoryMiB: number
  readonly threads: number
  /** Where what does not fit into memory is put while it is worked on; nowhere by default. */
  readonly spillFolder?: string
}

/** One more than asked for: search-records.ts. */
const longestPage = 1_001

/** Rejects where the module or its native part is missing. */
export async function openDuckDb(limits: DuckDbLimits): Promise<DuckDb> {
  const module = await import('@duckdb/node-api')
  const { default: bindings } = await import('@duckdb/node-bindings')
  const instance = await module.DuckDBInstance.create(':memory:', {
    threads: String(limits.threads),
    memory_limit: `${limits.memoryMiB}MB`,
    // nothing is fetched at run time: JSON and Parquet are built in
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    temp_directory: limits.spillFolder ?? '',
    max_temp_directory_size: '2GB',
    enable_external_file_cache: 'false', // the system has the files in memory already
    late_materialization_max_rows: String(longestPage), // a list reads whole rows of what it shows only
  })
  const writer = await instance.connect()
  await writer.run('SET GLOBAL parquet_metadata_cache = true')
  return {
    module,
    bindings,
    writer,
    connect: async () => await instance.connect(),
  }
}

export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  values: readonly (string | number | boolean)[] = [],
): Promise<Record<string, DuckDBValue>[]> {
  const result = await connection.runAndReadAll(sql, [...values])
  const rows = result.getRowObjects()
  afterResult()
  return rows
}

/** A text as an SQL literal: for file names, which cannot be bound. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A list of files for `read_json` and `read_parquet`, which would take `*`, `?` and `[` as patterns. */
export function fileList(paths: readonly string[]): string {
  const names = paths.map((path) => literal(path.replaceAll(/[*?[]/g, '[$&]')))
  return `[${names.join(', ')}]`
}

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory')
}

/** What DuckDB's failures mean to a person who asked. */
export function inWords(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (isOutOfMemory(error)) {
    return new QuestionRefused(
      'This question needs more memory than the log engine may use; ask for a shorter time.',
      { cause: error },
    )
  }
  if (error.message.startsWith('INTERRUPT')) {
    return new QuestionRefused('This question took too long; ask for a shorter time.', {
      cause: error,
    })
  }
  return error
}
