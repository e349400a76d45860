import { StatisticsCounter } from '../statistics/statistics-counter.ts'
import {
  cutFor,
  type StatisticsAnswer,
  type StatisticsQuestion,
} from '../statistics/statistics-question.ts'
import { countedRow, statisticsSql, unpairedSql, untoldSql } from '../statistics/statistics-sql.ts'
import { rowsOf } from './duckdb.ts'
import type { Records } from './record-store.ts'
import type { RollupFiles } from './rollup-files.ts'

/** Counts with DuckDB. Which files are counted from their rollups is settled before anything is waited
 *  for: so every record is counted from one place. */
export async function countStatistics(
  records: Records,
  rollups: RollupFiles,
  question: StatisticsQuestion,
): Promise<StatisticsAnswer> {
  const { reader, files, inMemory, isComplete } = records
  const isPaired = cutFor(question) === 'both'
  const asked = files.filter(({ name }) => isPaired || !rollups.isCounted(name))
  const [fromMs = 0] = question.times
  const kept = rollups.rowsWithin(fromMs, question.toMs, isPaired)
  const source = {
    records: [
      ...(inMemory === undefined ? [] : [inMemory]),
      ...(asked.length === 0 ? [] : [records.inFiles(asked)]),
    ],
    rollups: isPaired ? undefined : kept,
  }
  const counter = new StatisticsCounter(question)
  const { sql, values } = statisticsSql(source, question)
  for (const row of await rowsOf(reader, sql, values)) counter.addRow(countedRow(row))
  const untold =
    isPaired && kept !== undefined ? unpairedSql(kept, question) : untoldSql(source, question)
  const [row] = untold === undefined ? [] : await rowsOf(reader, untold.sql, untold.values)
  counter.addUntold(Number(row?.['count'] ?? 0))
  const complete = isComplete && row?.['is_hidden'] !== true
  return { ...counter.answer(), complete, gaps: rollups.gaps }
}
