import type { RecordGap } from '../record-gap.ts'

export interface EngineOptions {
  readonly spoolFolder: string
  /** Of the Parquet files. */
  readonly folder: string
  /** Of the counts that are kept for longer: Parquet files too. */
  readonly statisticsFolder: string
  readonly retainStatisticsDays: number
  readonly spoolLimitBytes: number
  readonly retainDays: number
  readonly retainBytes: number
  /** A Parquet file is written when so much waits for it, */
  readonly batchBytes: number
  /** or when something has waited so long. */
  readonly batchMs: number
  /** An hour's files are left alone for so long after it and after the last of them. */
  readonly settlingMs: number
  readonly memoryMiB: number
  readonly threads: number
}

export interface EngineState {
  /** False: the newest hour is searched in the spool, older records not at all. */
  readonly hasDuckDb: boolean
  readonly files: number
  readonly fileBytes: number
  readonly fileRecords: number
  readonly spoolBytes: number
  readonly statisticsBytes: number
  /** Times of segments and files that cannot be read any more, or were deleted by hand. */
  readonly gaps: readonly RecordGap[]
  /** The last thing that went wrong; '' when the last round worked. */
  readonly problem: string
}
