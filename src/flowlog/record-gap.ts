/** A time from which records are missing, or may be. */
export interface RecordGap {
  /** Epoch ms, inclusive; of when the requests ended. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly reason: GapReason
  /** How many are missing; left out where nobody can know. */
  readonly records?: number
}

/** `killed`: the server ended without stopping, so its last records may not have reached the disk.
 *  `ring_full`, `disk_error`, `spool_full`, `too_large`: dropped, see docs/reference/flow-log.md.
 *  `damaged`: a segment or file cannot be read and was set aside. `deleted`: somebody deleted a file. */
export type GapReason =
  | 'killed'
  | 'ring_full'
  | 'disk_error'
  | 'spool_full'
  | 'too_large'
  | 'damaged'
  | 'deleted'

/** Those that touch a time, oldest first. */
export function gapsWithin(
  gaps: readonly RecordGap[],
  fromMs: number,
  toMs: number,
): readonly RecordGap[] {
  return gaps
    .filter(({ from, to }) => from < toMs && to > fromMs)
    .toSorted((a, b) => a.from - b.from)
}
