import type { DuckDBConnection } from '@duckdb/node-api'
import { QuestionRefused } from '../question-refused.ts'

/** Work on a connection that ends when nobody waits for it any more, however early that is known. */
export async function whileAwaited<T>(
  reader: Pick<DuckDBConnection, 'interrupt'>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  requireAwaited(signal)
  let timer: NodeJS.Timeout | undefined
  const end = (): void => {
    reader.interrupt()
    timer = setInterval(() => reader.interrupt(), interruptAgainMs)
  }
  signal.addEventListener('abort', end)
  try {
    return await work()
  } finally {
    signal.removeEventListener('abort', end) // its connection is closed next
    clearInterval(timer)
  }
}

/** Throws a QuestionRefused, which is not asked again. */
export function requireAwaited({ aborted }: AbortSignal): void {
  if (aborted) throw new QuestionRefused('Nobody waits for the answer any more.')
}

/** DuckDB forgets an interrupt when a statement begins, and `run` with values is two: it is prepared first. */
const interruptAgainMs = 50
