/** A file of the log's columns and no rows. It is read with all others, so that files of an earlier
 *  version, which lack what came later, have every column. */
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fileList, literal } from './duckdb.ts'
import type { ParquetFile } from './parquet-files.ts'
import { columnNames, conclusionColumns, recordColumns } from './record-columns.ts'

export const columnsName = 'columns.empty'

export async function writeColumnsFile(
  connection: DuckDBConnection,
  folder: string,
): Promise<void> {
  const path = literal(join(folder, columnsName))
  await connection.run(`COPY (${noRows}) TO ${path} (FORMAT parquet)`)
}

/** Rows of files, with NULL where a file lacks a column. */
export function rowsOfFiles(folder: string, files: readonly ParquetFile[]): string {
  return `read_parquet(${withColumns(folder, files)}, union_by_name = true)`
}

/** Of each file the rows from a number to before another; what else it holds is not read. */
export function someRowsOfFiles(
  folder: string,
  files: readonly ParquetFile[],
  from: number,
  to: number,
): string {
  const paths = withColumns(folder, files)
  return `(SELECT * FROM read_parquet(${paths}, union_by_name = true, file_row_number = true)
    WHERE file_row_number >= ${from} AND file_row_number < ${to})`
}

function withColumns(folder: string, files: readonly ParquetFile[]): string {
  return fileList([columnsName, ...files.map(({ name }) => name)].map((name) => join(folder, name)))
}

/** Of one file and with its own columns only. */
export function rowsOfFile(folder: string, { name }: ParquetFile): string {
  return `read_parquet(${fileList([join(folder, name)])})`
}

/** The log's columns with their types. */
export const noRows = `SELECT ${[
  ...columnNames.map((name) => `CAST(NULL AS ${recordColumns[name]}) AS "${name}"`),
  ...conclusionColumns.map((name) => `CAST(NULL AS VARCHAR) AS "${name}"`),
].join(', ')} WHERE false`
