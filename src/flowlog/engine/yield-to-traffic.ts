import { readdirSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** Lets the gateway go first where both want the same core: making a file of 90,000 records takes 0.3 s of
 *  it, and callers waited up to 0.6 s meanwhile (docs/decisions/log-engine-priority.md). Lowers the
 *  threads that work for DuckDB; the main thread, which answers for the engine, stays as it is. Call it
 *  once they exist. Linux only: elsewhere priorities belong to processes. */
export function yieldToTraffic(): void {
  for (const thread of threadsOfDuckDb()) {
    try {
      if (getPriority(thread) < lower) setPriority(thread, lower)
    } catch {
      // it has ended meanwhile
    }
  }
}

/** A quarter of a core that somebody else wants as well: more than ingest takes of one that is full, so
 *  that the spool never grows for this. A tenth (nice 10) starved questions on a busy machine. */
const lower = 5

function threadsOfDuckDb(): number[] {
  try {
    const threads = readdirSync('/proc/self/task').map(Number)
    return threads.filter((thread) => thread !== process.pid)
  } catch {
    return []
  }
}
