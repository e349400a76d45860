/** What every part of one worker's data plane shares. */
import type { HeadScratch } from '../wire/head-scratch.ts'
import type { HeadLimits } from '../wire/request-head.ts'
import type { Clock } from './clock.ts'
import type { DataPlaneOptions, Limits } from './data-plane-settings.ts'
import type { Deadlines } from './deadlines.ts'
import type { Outbox } from './outbox.ts'
import type { RouteCounts } from './metrics.ts'
import type { Routing } from './routing.ts'

export interface Worker {
  readonly options: DataPlaneOptions
  readonly limits: Limits
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly outbox: Outbox
  /** Every plain socket of the worker reads into this one buffer. */
  readonly readBuffer: Buffer
  /** The same memory for the parser's loops, with room behind it. */
  readonly readScratch: HeadScratch
  readonly requestHeadLimits: HeadLimits
  readonly responseHeadLimits: HeadLimits
  /** Replaced as a whole by each publication. */
  routing: Routing
  /** Counts of requests that matched no resource. */
  readonly unmatched: RouteCounts
  isDraining: boolean
  openExchanges: number
  readonly proxyText: ProxyText
  /** Member `node` of the record. */
  readonly nodeMember: string
}

/** Bytes that were just read, as the parser's loops see them; undefined where they lie elsewhere. */
export function scratchOf(
  { readBuffer, readScratch }: Worker,
  bytes: Uint8Array,
): HeadScratch | undefined {
  return bytes === readBuffer ? readScratch : undefined
}

/** Header text that depends on settings only. */
export interface ProxyText {
  readonly name: string
  readonly via: string
  /** Proxy-Status lines by received status. */
  readonly received: readonly string[]
}
