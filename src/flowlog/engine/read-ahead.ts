import type { DuckDBConnection } from '@duckdb/node-api'
import { rowsOfFiles } from './columns-file.ts'
import type { ParquetFile } from './parquet-files.ts'

/** DuckDB keeps what it must know of a file before it reads any of it (duckdb.ts). The first question
 *  waited for that, 3 ms a file; so it is read beforehand, the newest files first. Never rejects. */
export async function readAhead(
  connection: DuckDBConnection,
  folder: string,
  files: readonly ParquetFile[],
): Promise<void> {
  const newest = files.toSorted((a, b) => b.toMs - a.toMs)
  for (let from = 0; from < newest.length; from += filesAtOnce) {
    const some = rowsOfFiles(folder, newest.slice(from, from + filesAtOnce))
    await connection.run(`SELECT * FROM ${some} LIMIT 0`).catch(() => undefined) // a question tells what is wrong
  }
}

/** Questions of the first seconds go between. */
const filesAtOnce = 16
