import { newestRecords } from './newest-records.ts'
import type { Classify } from './record-search.ts'
import type { Segment } from './spool-segment.ts'
import { StatisticsCounter } from './statistics/statistics-counter.ts'
import type { Statistics, StatisticsQuestion } from './statistics/statistics-question.ts'

/** Statistics of the records that lie in the spool, while there is no engine or no DuckDB. */
export async function spoolStatistics(
  segments: readonly Segment[],
  question: StatisticsQuestion,
  classify: Classify,
  longestMs = 5_000,
): Promise<Statistics> {
  const counter = new StatisticsCounter(question)
  const time = { fromMs: question.times[0] ?? 0, toMs: question.toMs }
  for await (const record of newestRecords(segments, time, longestMs)) {
    counter.addRecord({ ...record, ...classify(record) })
  }
  return { ...counter.answer(), complete: false }
}
