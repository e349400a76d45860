import type { FlowRecord } from '../model/flow-record.ts'
import { linesFromEnd } from './segment-lines.ts'
import { recordOf } from './spool-search.ts'
import type { Segment } from './spool-segment.ts'

/** Records of a time that lie in the spool, the newest first and only for so long: for counting them while
 *  there is no engine or no DuckDB. */
export async function* newestRecords(
  segments: readonly Segment[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  longestMs: number,
): AsyncGenerator<FlowRecord> {
  const endMs = performance.now() + longestMs
  const newestFirst = segments.toSorted((a, b) => b.modifiedMs - a.modifiedMs)
  for (const { path } of newestFirst.filter(({ modifiedMs }) => modifiedMs + slackMs >= fromMs)) {
    for await (const lines of linesFromEnd(path)) {
      if (performance.now() > endMs) return
      for (const line of lines) {
        const record = recordOf(line)
        if (record === undefined || record.timestamp < fromMs || record.timestamp >= toMs) continue
        yield record
      }
    }
  }
}

/** Between the end of an exchange and its line, and for clocks that were set back a little. */
const slackMs = 2_000
