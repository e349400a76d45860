import { createRingMemory } from '../flowlog/ring-memory.ts'

/** Memory that outlives a worker thread: the counters of all, and the record ring of each. */
export interface CounterParts {
  createMemory(workers: number): SharedArrayBuffer
  /** After a worker's death: what it had in flight is over. */
  releaseWorker(memory: SharedArrayBuffer, index: number): void
  losses(memory: SharedArrayBuffer): { readonly evicted: number; readonly uncounted: number }
}

export interface NodeMemory {
  readonly counters: SharedArrayBuffer
  /** By index of the worker. */
  readonly rings: readonly SharedArrayBuffer[]
}

export function createNodeMemory(workers: number, counters: CounterParts): NodeMemory {
  const rings = Array.from({ length: workers }, () => createRingMemory())
  return { counters: counters.createMemory(workers), rings }
}

export function ringOf({ rings }: NodeMemory, index: number): SharedArrayBuffer {
  const ring = rings[index]
  if (ring === undefined) throw new RangeError(`there is no worker ${index}`)
  return ring
}
