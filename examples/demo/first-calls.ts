import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { DemoCall } from './demo-calls.ts'

/** Sends each call once, one after the other, so that the console has failures to show when it is first opened.
 *  Where the machine has no curl there are none, and nothing is said: the demo goes without them. */
export async function sendFirstCalls(
  calls: readonly DemoCall[],
  signal: AbortSignal,
): Promise<void> {
  for (const { command } of calls) {
    if (signal.aborted) return
    // ends with an error where the service breaks off, which is what some calls are there to show
    await run('sh', ['-c', command], { signal, timeout: callTimeoutMs }).catch(() => undefined)
  }
}

const run = promisify(execFile)

/** The slowest service of the demo is given up after 1 s. */
const callTimeoutMs = 10_000
