import {
  longestRequestMs,
  MatchCounter,
  type MatchCounts,
  type MatchQuestion,
} from './aggregate/match-counts.ts'
import { newestRecords } from './newest-records.ts'
import type { Classify } from './record-search.ts'
import type { Segment } from './spool-segment.ts'

/** How many requests fit, of those whose records lie in the spool. */
export async function spoolMatches(
  segments: readonly Segment[],
  questions: readonly MatchQuestion[],
  classify: Classify,
  longestMs = 5_000,
): Promise<MatchCounts[]> {
  const counters = questions.map((question) => new MatchCounter(question))
  const fromMs = Math.min(...questions.map((question) => question.fromMs)) - longestRequestMs
  const toMs = Math.max(...questions.map((question) => question.toMs))
  for await (const record of newestRecords(segments, { fromMs, toMs }, longestMs)) {
    const concluded = { ...record, ...classify(record) }
    for (const counter of counters) counter.add(concluded)
  }
  return counters.map((counter) => ({ counts: counter.counts(), complete: false }))
}
