import type { ParquetFile } from './parquet-files.ts'

/** Which files become one: small ones of the same hour, once the hour is over or there are many. The
 *  oldest hour first; none or one: nothing to do. */
export function filesToMerge(
  files: readonly ParquetFile[],
  nowMs: number,
  settlingMs: number = usualSettlingMs,
): readonly ParquetFile[] {
  const small = files.filter(({ records }) => records < smallRecords)
  const hours = Map.groupBy(small, ({ toMs }) => Math.floor(toMs / hourMs))
  for (const [hour, group] of [...hours].toSorted(([a], [b]) => a - b)) {
    if (isSettled(hour, group, nowMs, settlingMs) || group.length >= manyFiles) {
      const merged = asManyAsFit(group.toSorted((a, b) => a.fromMs - b.fromMs))
      if (merged.length > 1) return merged
    }
  }
  return []
}

/** Files of the oldest hour that is over: no more of them will come, but for stragglers. None: nothing to do. */
export function settledFiles(
  files: readonly ParquetFile[],
  nowMs: number,
  settlingMs: number,
): readonly ParquetFile[] {
  const hours = Map.groupBy(files, ({ toMs }) => Math.floor(toMs / hourMs))
  const [oldest] = [...hours]
    .toSorted(([a], [b]) => a - b)
    .filter(([hour, group]) => {
      return isSettled(hour, group, nowMs, settlingMs)
    })
  return oldest?.[1] ?? []
}

function isSettled(
  hour: number,
  group: readonly ParquetFile[],
  nowMs: number,
  settlingMs: number,
): boolean {
  const isOver = nowMs >= (hour + 1) * hourMs + settlingMs
  return isOver && group.every(({ writtenMs }) => nowMs - writtenMs >= settlingMs)
}

function asManyAsFit(files: readonly ParquetFile[]): readonly ParquetFile[] {
  let records = 0
  return files.slice(0, mostFiles).filter((file) => (records += file.records) <= mergedRecords)
}

const hourMs = 3_600_000
/** The batch of an hour's last requests comes minutes later; while the clock is behind, more come. */
export const usualSettlingMs = 600_000
/** A file of 64 MiB of lines has more: under load nothing is written twice. */
const smallRecords = 50_000
/** An engine that restarts all the time, or a clock that was set back, leaves many files of one hour. */
const manyFiles = 64
/** Sorting takes a KiB of memory for each, beside what questions take: with 250,000 the engine reached
 *  591 MiB, with 120,000 once 574 (bench/log/README.md). Two small ones always fit. */
const mergedRecords = 100_000
const mostFiles = 500
