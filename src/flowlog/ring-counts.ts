import { droppedRecords, RingMemory } from './ring-memory.ts'

/** What the rings of all workers together say of themselves. Whoever holds the rings reads it, the flow log needs no
 *  more of them. */
export interface RingCounts {
  /** Records taken from the workers' requests. */
  readonly appended: number
  /** Requests beyond the 8,192 at a time that a worker's death would leave a record of. */
  readonly openWithoutSlot: number
  /** Since when some worker cannot write; 0 while all can. */
  readonly stuckSinceMs: number
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>
}

/** Reads them anew with each call. */
export function ringReader(rings: readonly SharedArrayBuffer[]): () => RingCounts {
  const memories = rings.map((memory) => new RingMemory(memory))
  return () => {
    const times = memories.map((ring) => ring.get('stuckSinceMs')).filter((ms) => ms > 0)
    return {
      appended: memories.reduce((sum, ring) => sum + ring.get('appended'), 0),
      openWithoutSlot: memories.reduce((sum, ring) => sum + ring.get('openWithoutSlot'), 0),
      stuckSinceMs: times.length === 0 ? 0 : Math.min(...times),
      dropped: droppedIn(memories),
    }
  }
}

function droppedIn(memories: readonly RingMemory[]): Readonly<Record<string, number>> {
  const dropped: Record<string, number> = {}
  for (const ring of memories) {
    for (const [reason, count] of Object.entries(droppedRecords(ring))) {
      dropped[reason] = (dropped[reason] ?? 0) + Number(count)
    }
  }
  return dropped
}
