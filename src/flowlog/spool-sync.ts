import { open } from 'node:fs/promises'
import { closedName, listSegments, type Segment } from './spool-segment.ts'

/** Brings what workers wrote onto the disk itself, so that a power failure costs a second of records
 *  and not what the system keeps back for half a minute. Not the workers' own business: a slow disk
 *  must not make them wait. */
export class SpoolSync {
  readonly #folder: string
  readonly #flush: Flush
  /** Bytes that are safe, by segment. */
  #safe = new Map<string, number>()

  constructor(folder: string, flush: Flush = syncPath) {
    this.#folder = folder
    this.#flush = flush
  }

  /** Everything that is in the spool when it is called. */
  async sync(): Promise<void> {
    const segments = await listSegments(this.#folder)
    const grown = segments.filter(({ name, bytes }) => this.#safe.get(name) !== bytes)
    for (const segment of grown) await syncFile(segment, this.#flush)
    const hasNew = grown.some(({ name }) => !this.#safe.has(name))
    if (hasNew) await this.#flush(this.#folder) // names too
    this.#safe = new Map(segments.map(({ name, bytes }) => [name, bytes]))
  }
}

type Flush = (path: string) => Promise<void>

async function syncFile({ path }: Segment, flush: Flush): Promise<void> {
  for (const name of [path, closedName(path)]) {
    try {
      await flush(name)
      return
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (!isGone) throw error // else it was closed meanwhile, or is a Parquet file by now
    }
  }
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}
