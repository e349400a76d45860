import { openDuckDb } from '../../flowlog/engine/duckdb.ts'
import type { RecordGap } from '../../flowlog/record-gap.ts'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { codeOf } from '../../model/reason.ts'
import type { RunningPart } from './examined-place.ts'

const { ok, warning, problem } = findingsOf('log')

/** The log engine of a running server; without one, whether it could run. A server never loads DuckDB
 *  into its own process: native code may crash in the engine's only. */
export async function checkEngine(running: RunningPart | undefined): Promise<DoctorFinding[]> {
  return running === undefined ? await duckDbFindings() : engineFindings(running)
}

async function duckDbFindings(): Promise<DoctorFinding[]> {
  try {
    await openDuckDb({ memoryMiB: 64, threads: 1 })
    return [ok('duckdb_loads', ['DuckDB loads.', 'DuckDB 可以加载。'])]
  } catch (error) {
    return [withoutDuckDb(codeOf(error))]
  }
}

function withoutDuckDb(reason: string): DoctorFinding {
  const why = reason === '' ? '' : ` (${reason.split('\n')[0] ?? ''})`
  return warning(
    'duckdb_missing',
    [
      `DuckDB cannot be loaded${why}: only the newest records can be searched.`,
      `无法加载 DuckDB${why}：只能查询最新的记录。`,
    ],
    [
      'npm install in the folder of the program; the optional package @duckdb/node-api holds it.',
      '在程序目录执行 npm install；它在可选包 @duckdb/node-api 中。',
    ],
  )
}

/** Seconds that a worker may be unable to write before it matters. */
const lagSeconds = 5

function engineFindings({ flowLog }: RunningPart): DoctorFinding[] {
  const findings: DoctorFinding[] = []
  const { dropped, engine } = flowLog
  for (const [reason, count] of Object.entries(dropped).filter(([, each]) => each > 0)) {
    findings.push(droppedFinding(reason, count))
  }
  if (flowLog.lagSeconds > lagSeconds) findings.push(stuck(flowLog.lagSeconds))
  if (!flowLog.isEngineRunning) findings.push(engineAway(flowLog.engineRestarts))
  else if (engine?.hasDuckDb === false) findings.push(withoutDuckDb(''))
  if (engine !== undefined && engine.problem !== '') findings.push(engineProblem(engine.problem))
  if (flowLog.gaps.length > 0) findings.push(missing(flowLog.gaps))
  if (findings.length > 0) return findings
  return [
    ok('engine_running', [
      `The log engine runs; ${flowLog.ingested} records since the start, none dropped.`,
      `日志引擎正在运行；启动以来 ${flowLog.ingested} 条记录，没有丢弃。`,
    ]),
  ]
}

function droppedFinding(reason: string, count: number): DoctorFinding {
  return warning(
    'records_dropped',
    [
      `${count} records were dropped since the start (${reason}); the requests themselves were answered.`,
      `启动以来丢弃了 ${count} 条记录（${reason}）；请求本身不受影响。`,
    ],
    [
      'Free disk space, or give the log engine a faster disk; /metrics counts them by reason.',
      '释放磁盘空间，或为日志引擎换更快的磁盘；/metrics 按原因计数。',
    ],
  )
}

function stuck(seconds: number): DoctorFinding {
  return problem(
    'log_not_written',
    [
      `For ${Math.round(seconds)} s a worker has not been able to write its records.`,
      `有工作线程已 ${Math.round(seconds)} 秒无法写入记录。`,
    ],
    ['Look at the disk of the data folder.', '检查数据目录所在的磁盘。'],
  )
}

function engineAway(restarts: number): DoctorFinding {
  return problem(
    'engine_away',
    [
      `The log engine is not running (${restarts} restarts): only the newest records can be searched.`,
      `日志引擎没有运行（已重启 ${restarts} 次）：只能查询最新的记录。`,
    ],
    [
      'The process log tells why it ended; it is started again by itself.',
      '进程日志说明其退出原因；它会自动重新启动。',
    ],
  )
}

function engineProblem(words: string): DoctorFinding {
  return warning(
    'engine_problem',
    [`The log engine reports: ${words}`, `日志引擎报告：${words}`],
    ['The process log holds the details.', '进程日志中有细节。'],
  )
}

function missing(gaps: readonly RecordGap[]): DoctorFinding {
  const latest = gaps.reduce((one, other) => (other.to > one.to ? other : one))
  const [from, to] = [latest.from, latest.to].map((at) => new Date(at).toISOString())
  return warning(
    'records_missing',
    [
      `Records are missing from ${gaps.length} times, the latest ${from} to ${to} (${latest.reason}).`,
      `有 ${gaps.length} 段时间缺少记录，最近一段为 ${from} 至 ${to}（${latest.reason}）。`,
    ],
    [
      'Searches over these times say so; docs/reference/flow-log.md tells what each reason means.',
      '查询这些时间时会有提示；docs/reference/flow-log.md 说明各种原因。',
    ],
  )
}
