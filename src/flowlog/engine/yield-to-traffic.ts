import { readdirSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** Lets the gateway go first where both want the same core (docs/decisions/log-engine-priority.md): all
 *  threads of this process that exist by now. Linux only: elsewhere priorities belong to processes. */
export function yieldToTraffic(): void {
  for (const thread of threads()) putBehind(thread, behindTraffic)
}

/** Starts what makes files, and lets the threads that it begins go behind everything. What must not wait
 *  that long: intake-patience.ts. */
export async function behindEverything<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set(threads())
  const started = await start()
  for (const thread of threads()) if (!before.has(thread)) putBehind(thread, behindAll)
  return started
}

/** A quarter of a core that somebody else wants as well: more than ingest takes of one that is full, so
 *  that the spool never grows for this. A tenth (nice 10) starved questions on a busy machine. */
const behindTraffic = 5
/** A thirtieth: what is given up there (patient-statement.ts) ends within a second. */
const behindAll = 15

function putBehind(thread: number, priority: number): void {
  try {
    if (getPriority(thread) < priority) setPriority(thread, priority)
  } catch {
    // it has ended meanwhile
  }
}

function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return []
  }
}
