import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { EngineProcess } from './engine-process.ts'
import { GapLog } from './gap-log.ts'
import { usualSettlingMs } from './engine/compact-files.ts'
import type { EngineOptions } from './engine/engine-options.ts'
import { gapOfLastRun } from './run-mark.ts'
import { closeLeftOpen, usualSpoolLimitBytes } from './spool-segment.ts'
import { conclusionsFrom, type KeptConclusions, type TailReport } from './tail/conclusion-totals.ts'
import { endOfSpool } from './tail/spool-tail.ts'
import { FlowLog, type FlowLogParts } from './flow-log.ts'

export interface FlowLogOptions extends FlowLogParts {
  readonly dataFolder: string
  readonly log: { warn(message: string, facts?: Readonly<Record<string, string>>): void }
  /** src/log-engine.ts. */
  readonly engineFile: URL
  /** Of the engine's process; ours by default. */
  readonly engineEnvironment?: NodeJS.ProcessEnv
  /** How long records are kept is a setting; the rest has defaults. */
  readonly engine: Pick<EngineOptions, 'retainDays' | 'retainBytes'> & Partial<EngineOptions>
  /** Workers are writing to the spool already, and what they wrote is counted so far: another flow log was open
   *  before this one, and its process has ended. */
  readonly goesOnFrom?: KeptConclusions | undefined
  /** Hears what was counted, for such a successor. */
  readonly onReport?: (report: TailReport) => void
  /** Hears of each engine that is started, to see to its end where we cannot. */
  readonly onEngine?: (processId: number) => void
  /** Options of Node for the engine's process. */
  readonly execArgv?: readonly string[]
}

/** Open it before the workers start, or while they run and another ended. */
export async function openFlowLog(options: FlowLogOptions): Promise<FlowLog> {
  const { dataFolder, spoolFolder, log } = options
  const folder = join(dataFolder, 'flow')
  for (const path of [spoolFolder, folder]) await mkdir(path, { recursive: true, mode: 0o700 })
  const gaps = await GapLog.open(join(folder, 'gaps.json'))
  const conclusions = options.goesOnFrom ?? (await afterLastRun(spoolFolder, gaps, log))
  const statisticsFolder = join(dataFolder, 'statistics')
  const engineOptions = {
    ...engineDefaults,
    spoolFolder,
    folder,
    statisticsFolder,
    ...options.engine,
  }
  const engine = new EngineProcess({
    file: options.engineFile,
    environment: options.engineEnvironment,
    execArgv: options.execArgv ?? [],
    engine: engineOptions,
    conclusions,
    ...(options.onReport === undefined ? {} : { onReport: options.onReport }),
    ...(options.onEngine === undefined ? {} : { onStart: options.onEngine }),
    onProblem: (message, reason) => log.warn(message, { reason }),
  })
  return new FlowLog(options, engine, gaps, engineOptions.retainDays * 86_400_000)
}

/** Workers of before are gone with their process: what they left is told, and closed. */
async function afterLastRun(
  spoolFolder: string,
  gaps: GapLog,
  log: FlowLogOptions['log'],
): Promise<KeptConclusions> {
  const gap = await gapOfLastRun(spoolFolder, Date.now())
  if (gap !== undefined) {
    gaps.add(gap)
    log.warn('the last run ended without stopping: its last flow records may be missing', {
      from: new Date(gap.from).toISOString(),
      to: new Date(gap.to).toISOString(),
    })
  }
  await closeLeftOpen(spoolFolder)
  return conclusionsFrom(await endOfSpool(spoolFolder))
}

const engineDefaults = {
  retainStatisticsDays: 400,
  spoolLimitBytes: usualSpoolLimitBytes,
  /** 65,000 usual records: one Parquet file of 3 MiB, and 0.3 s of work. */
  batchBytes: 64 * 1_024 * 1_024,
  batchMs: 180_000,
  settlingMs: usualSettlingMs,
  memoryMiB: 224,
  /** For questions; they go behind the traffic (engine/yield-to-traffic.ts). More take more memory. */
  threads: Math.min(4, availableParallelism()),
}
