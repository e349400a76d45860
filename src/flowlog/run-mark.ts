/** Tells the next start how this run ended. The mark lies in the spool folder while the server runs
 *  and says up to when every record is safe; a run that stops takes it away. */
import { open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordGap } from './record-gap.ts'
import { listSegments } from './spool-segment.ts'

export interface RunTimes {
  /** The server surely ran then. */
  readonly aliveMs: number
  /** Records written before are on the disk itself, whatever happens to the machine. */
  readonly syncedMs: number
  /** Since when some worker could not write; 0 while all can. */
  readonly stuckSinceMs: number
}

/** A full disk must not keep the mark from being renewed: it is overwritten in its place. */
export async function writeRunMark(spoolFolder: string, times: RunTimes): Promise<void> {
  const file = await open(markIn(spoolFolder), 'r+').catch(
    async () => await open(markIn(spoolFolder), 'w', 0o600),
  )
  try {
    const text = JSON.stringify({ ...times, boot: await bootId() }).padEnd(markBytes)
    await file.write(text, 0)
  } finally {
    await file.close()
  }
}

export async function removeRunMark(spoolFolder: string): Promise<void> {
  await rm(markIn(spoolFolder), { force: true })
}

/** What the run before may have lost; undefined if it stopped in order. */
export async function gapOfLastRun(
  spoolFolder: string,
  nowMs: number,
): Promise<RecordGap | undefined> {
  const path = markIn(spoolFolder)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const segments = await listSegments(spoolFolder)
  const writtenMs = Math.max(0, ...segments.map(({ modifiedMs }) => modifiedMs))
  const mark = parsed(text) ?? {
    aliveMs: (await stat(path)).mtimeMs,
    syncedMs: 0,
    stuckSinceMs: 0,
    boot: '',
  }
  const isSameBoot = mark.boot !== '' && mark.boot === (await bootId())
  // The system writes for a process that was killed, not for one that lost its power.
  const safeMs = isSameBoot
    ? Math.max(writtenMs, mark.syncedMs)
    : mark.syncedMs || writtenMs - lastMs
  const from = mark.stuckSinceMs === 0 ? safeMs : Math.min(safeMs, mark.stuckSinceMs)
  const endMs = isSameBoot ? Math.max(mark.aliveMs, writtenMs) + 2 * lastMs : nowMs
  const to = Math.min(nowMs, endMs)
  return { from: Math.floor(Math.min(from, to - 1)), to: Math.ceil(to), reason: 'killed' }
}

/** The mark is renewed so often. */
const lastMs = 1_000
/** Every mark has this length, so that a shorter one leaves no rest of a longer one. */
const markBytes = 200

function markIn(spoolFolder: string): string {
  return join(spoolFolder, 'running')
}

function parsed(text: string): (RunTimes & { readonly boot: string }) | undefined {
  try {
    return JSON.parse(text) as RunTimes & { boot: string } // only writeRunMark writes there
  } catch {
    return undefined // cut off by a power failure
  }
}

/** Another one after each start of the machine; '' where the system tells none. */
async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim()
}
