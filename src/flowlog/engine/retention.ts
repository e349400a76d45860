import type { Segment } from '../spool-segment.ts'
import type { ParquetFile } from './parquet-files.ts'

/** What goes when it is too old, or when there is too much: the oldest first, whole files. */
export function outdatedFiles(
  files: readonly ParquetFile[],
  nowMs: number,
  retainDays: number,
  retainBytes: number,
): ParquetFile[] {
  let bytes = 0
  return files
    .toSorted((a, b) => b.toMs - a.toMs)
    .filter((file) => {
      bytes += file.bytes
      return file.toMs < nowMs - retainDays * 86_400_000 || bytes > retainBytes
    })
}

/** Without DuckDB the spool is all there is: an hour of it, and never so much that it fills up. */
export function outdatedSegments(
  segments: readonly Segment[],
  nowMs: number,
  spoolLimitBytes: number,
): Segment[] {
  let bytes = 0
  return segments.toReversed().filter((segment) => {
    bytes += segment.bytes
    if (segment.isOpen) return false
    return segment.modifiedMs < nowMs - hourMs || bytes > spoolLimitBytes * 0.75
  })
}

const hourMs = 3_600_000
