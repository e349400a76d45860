/** Statements that can wait, on the threads that DuckDB has of its own: those may go behind everything else
 *  for good (yield-to-traffic.ts), which a thread of Node's pool may not, as it next works for a question. */
import { setTimeout as wait } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PendingResult } from '@duckdb/node-bindings'
import type { DuckDb } from './duckdb.ts'

/** Resolves when the statement is done and rejects as `run` does, or with a GivenUp once `isUrgent` says
 *  so: nobody can take over from a thread that is behind everything. Its database needs two threads, of
 *  which one is whoever waits. */
export async function runPatiently(
  { bindings }: DuckDb,
  connection: DuckDBConnection,
  sql: string,
  isUrgent: () => boolean,
): Promise<void> {
  const pending = await connection.start(sql)
  // Its class can work on the statement step by step, on our main thread, but cannot just look.
  const { pending_result: begun } = pending as unknown as { readonly pending_result: PendingResult }
  let isGivenUp = false
  while (!bindings.pending_execution_is_finished(bindings.pending_execute_check_state(begun))) {
    if (!isGivenUp && isUrgent()) {
      connection.interrupt()
      isGivenUp = true
    }
    await wait(lookAgainMs)
  }
  const error = bindings.pending_error(begun)
  if (error !== '') throw isGivenUp ? new GivenUp(error) : new Error(error) // getResult would prefix it
  await pending.getResult()
}

export class GivenUp extends Error {
  override readonly name = 'GivenUp'
}

/** A file takes 0.3 s at least. */
const lookAgainMs = 20
