import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from './aggregate/aggregate-question.ts'
import { recordAggregate } from './aggregate/record-aggregate.ts'
import { predicateOf } from './query/query-predicate.ts'
import { recordSearch, type Classify } from './record-search.ts'
import { newestRecords } from './newest-records.ts'
import type { Segment } from './spool-segment.ts'

/** Counts the records that lie in the spool, while there is no engine or no DuckDB; newest first and
 *  only for so long, so that neither waits for it. Throws a QueryError or an AggregateError. */
export async function aggregateSpool(
  segments: readonly Segment[],
  question: AggregateQuestion,
  filter: AggregateFilter,
  classify: Classify,
  longestMs = 5_000,
): Promise<AggregateAnswer> {
  const search = recordSearch({ ...filter, limit: 1 })
  const { gateway, stage } = search
  const aggregate = recordAggregate(question, filter, search)
  const holds = predicateOf(search.node)
  const isInScope = predicateOf(search.scope)
  for await (const record of newestRecords(segments, search, longestMs)) {
    if (gateway !== undefined && record.gateway !== gateway) continue
    if (stage !== undefined && record.stage !== stage) continue
    const concluded = { ...record, ...classify(record) }
    if (!isInScope(concluded)) continue
    const isSelected = holds(concluded)
    if (isSelected || aggregate.wantsRest) aggregate.add(concluded, isSelected)
  }
  return { ...aggregate.answer(), complete: false }
}
