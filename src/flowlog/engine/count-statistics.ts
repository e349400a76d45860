import { StatisticsCounter } from '../statistics/statistics-counter.ts'
import type { StatisticsAnswer, StatisticsQuestion } from '../statistics/statistics-question.ts'
import { countedRow, statisticsSql, untoldSql } from '../statistics/statistics-sql.ts'
import { rowsOf } from './duckdb.ts'
import type { Records } from './record-store.ts'
import type { RollupFiles } from './rollup-files.ts'

/** Counts with DuckDB. Which files are counted from their rollups is settled before anything is waited
 *  for: so every record is counted from one place. */
export async function countStatistics(
  records: Records,
  rollups: RollupFiles | undefined,
  question: StatisticsQuestion,
): Promise<StatisticsAnswer> {
  const { reader, files, inMemory, isComplete } = records
  const uncounted = files.filter(({ name }) => rollups?.isCounted(name) !== true)
  const source = {
    records: [
      ...(inMemory === undefined ? [] : [inMemory]),
      ...(uncounted.length === 0 ? [] : [records.inFiles(uncounted)]),
    ],
    rollups: rollups?.rowsWithin(question.times[0] ?? 0, question.toMs),
  }
  const counter = new StatisticsCounter(question)
  const { sql, values } = statisticsSql(source, question)
  for (const row of await rowsOf(reader, sql, values)) counter.addRow(countedRow(row))
  const untold = untoldSql(source, question)
  if (untold !== undefined) {
    const [row] = await rowsOf(reader, untold.sql, untold.values)
    counter.addUntold(Number(row?.['count'] ?? 0))
  }
  return { ...counter.answer(), complete: isComplete, gaps: rollups?.gaps ?? [] }
}
