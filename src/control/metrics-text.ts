import type { FlowLogCounts } from '../flowlog/flow-log.ts'
import type { AlarmWatch } from './alarms/alarm-watch.ts'
import type { NotifierCounts } from './notify/notifier.ts'
import type { Conclusions } from '../flowlog/tail/conclusion-totals.ts'
import type { ProcessFigures } from '../carrier/carrier-messages.ts'
import { answersOf } from './answer-counts.ts'
import { type Labels, PrometheusText } from './prometheus-text.ts'
import { countsByStage, type StageCounts } from './stage-counts.ts'
import { errorEntry, isErrorKey } from '../model/error-table.ts'
import type { EjectedHost, ServedRelease, WorkerMetrics } from '../model/worker-metrics.ts'
import type { WorkerState } from '../carrier/worker-state.ts'

/** Everything `/metrics` shows, by name. Names are a contract: add, do not rename. */
export interface Measured {
  readonly version: string
  readonly traffic: WorkerMetrics
  readonly workers: readonly WorkerState[]
  /** Share of time each worker was busy, by index. */
  readonly busyShares: readonly number[]
  readonly flowLog: FlowLogCounts
  readonly conclusions: Conclusions
  readonly counters: { readonly evicted: number; readonly uncounted: number }
  readonly firing: AlarmWatch['firing']
  readonly notifications: NotifierCounts
  readonly mainThreadDefects: number
  readonly controlRestarts: number
  /** Of the carrier, with its workers. */
  readonly process: ProcessFigures
}

export function metricsText(measured: Measured): string {
  const text = new PrometheusText()
  addTraffic(text, countsByStage(measured.traffic.routes), measured.traffic.durationBucketsMs)
  addAnswers(text, countsByStage(measured.traffic.routes), measured.conclusions)
  addReleases(text, measured.traffic.releases)
  addConnections(text, measured)
  addFlowLog(text, measured.flowLog)
  addAlarms(text, measured)
  addProcess(text, measured)
  return text.text
}

function addTraffic(
  text: PrometheusText,
  stages: readonly StageCounts[],
  durationBucketsMs: readonly number[],
): void {
  const place = ({ gateway, stage }: StageCounts): Labels => ({ gateway, stage })
  text.counter(
    'faultline_requests_total',
    'Requests by who answered and the class of the status.',
    stages.flatMap((at) =>
      [...at.answers.values()].map(({ answeredBy, statusClass, count }) => {
        return [
          { ...place(at), answered_by: answeredBy, status_class: statusClass },
          count,
        ] as const
      }),
    ),
  )
  text.counter(
    'faultline_errors_total',
    'Errors of the gateway by their key, whose fault they are and who must act.',
    stages.flatMap((at) =>
      [...at.errors].map(
        ([key, count]) => [{ ...place(at), key, ...blameOf(key) }, count] as const,
      ),
    ),
  )
  const bounds = durationBucketsMs.map((boundMs) => boundMs / 1_000)
  text.histogram(
    'faultline_request_duration_seconds',
    'Time from the first byte of a request to the last of its answer.',
    bounds,
    stages.map((at) => ({
      labels: place(at),
      counts: at.durations,
      sum: at.durationSumMs / 1_000,
    })),
  )
  text.histogram(
    'faultline_backend_duration_seconds',
    'Time that backends took, from the first attempt to the end of the last one.',
    bounds,
    stages.map((at) => ({
      labels: place(at),
      counts: at.backendDurations,
      sum: at.backendDurationSumMs / 1_000,
    })),
  )
}

/** A rule of the whole deployment has no gateway. */
function addAlarms(text: PrometheusText, { firing, notifications }: Measured): void {
  const same = Map.groupBy(firing, ({ gateway, severity }) => `${gateway}\n${severity}`)
  text.gauge(
    'faultline_alarms_firing',
    'Alarms that fire.',
    [...same.values()].flatMap(([one, ...others]) =>
      one === undefined
        ? []
        : [[{ gateway: one.gateway, severity: one.severity }, others.length + 1] as const],
    ),
  )
  text.counter(
    'faultline_notifications_failed_total',
    'Notifications that were given up.',
    Object.entries(notifications.failed).map(([channel, count]) => [{ channel }, count] as const),
  )
  const { waiting } = notifications
  text.gauge(
    'faultline_notifications_waiting',
    'Notifications that are to be sent; none while the control store does not answer.',
    waiting === undefined ? [] : [[{}, waiting]],
  )
  text.gauge('faultline_control_store_up', '1 while the control store answers.', [
    [{}, waiting === undefined ? 0 : 1],
  ])
}

function addAnswers(
  text: PrometheusText,
  stages: readonly StageCounts[],
  conclusions: Conclusions,
): void {
  text
    .counter(
      'faultline_answers_total',
      'Answers by the class of the status, who answered and whose fault it is, as the rules conclude.',
      answersOf(stages, conclusions.counts).map(({ count, statusClass, ...labels }) => [
        { ...labels, status_class: statusClass },
        count,
      ]),
    )
    .gauge(
      'faultline_answers_lag_seconds',
      'Since when not every answer is in faultline_answers_total; up to 1 while all is well.',
      [[{}, conclusions.lagSeconds]],
    )
    .counter(
      'faultline_answers_missed_bytes_total',
      'Records that were never concluded from, because they left the spool first.',
      [[{}, conclusions.missedBytes]],
    )
}

/** A release that only some of the workers serve is one that is being changed, or was refused. */
function addReleases(text: PrometheusText, releases: readonly ServedRelease[]): void {
  const same = Map.groupBy(
    releases,
    ({ gateway, stage, number }) => `${gateway}\n${stage}\n${number}`,
  )
  text.gauge(
    'faultline_release_workers',
    'Workers that serve this release of a stage.',
    [...same.values()].flatMap(([one, ...others]) =>
      one === undefined
        ? []
        : [
            [
              { gateway: one.gateway, stage: one.stage, number: one.number },
              others.length + 1,
            ] as const,
          ],
    ),
  )
}

function addConnections(
  text: PrometheusText,
  { traffic, workers, busyShares, counters }: Measured,
): void {
  text
    .gauge('faultline_open_connections', 'Connections of callers.', [[{}, traffic.openConnections]])
    .gauge('faultline_open_requests', 'Requests in flight.', [[{}, traffic.openExchanges]])
    .gauge('faultline_backend_connections_idle', 'Connections to backends kept for reuse.', [
      [{}, traffic.idleBackendConnections],
    ])
    .gauge('faultline_backend_requests', 'Requests that backends are at.', [
      [{}, traffic.busyBackendConnections],
    ])
    .gauge(
      'faultline_backend_hosts_ejected',
      'Workers that pass a host over because it failed; only of such hosts.',
      ejectedHosts(traffic.ejected),
    )
    .gauge(
      'faultline_worker_up',
      '1 while the worker serves.',
      workers.map(({ index, state }) => [{ worker: index }, state === 'running' ? 1 : 0]),
    )
    .counter(
      'faultline_worker_restarts_total',
      'Workers that died and were replaced.',
      workers.map(({ index, restarts }) => [{ worker: index }, restarts]),
    )
    .gauge(
      'faultline_worker_busy_ratio',
      'Share of its life that the worker was busy, 0 to 1.',
      busyShares.map((share, index) => [{ worker: index }, share]),
    )
    .counter(
      'faultline_rate_windows_evicted_total',
      'Rate windows forgotten too early: raise the slots.',
      [[{}, counters.evicted]],
    )
    .counter('faultline_rate_requests_uncounted_total', 'Requests that no limit could count.', [
      [{}, counters.uncounted],
    ])
}

function addFlowLog(text: PrometheusText, flowLog: FlowLogCounts): void {
  text
    .counter('faultline_flow_records_total', 'Flow records written by workers.', [
      [{}, flowLog.ingested],
    ])
    .counter(
      'faultline_flow_records_dropped_total',
      'Flow records lost, by reason; requests are never stopped for the log.',
      Object.entries(flowLog.dropped).map(([reason, count]) => [{ reason }, count]),
    )
    .counter(
      'faultline_flow_requests_without_slot_total',
      'Requests that would have no record if their worker died: it had 8,192 others open.',
      [[{}, flowLog.openWithoutSlot]],
    )
    .gauge(
      'faultline_flow_log_lag_seconds',
      'For how long a worker could not write its records, 0 while all can.',
      [[{}, flowLog.lagSeconds]],
    )
    .gauge(
      'faultline_flow_log_gaps',
      'Times from which records are missing or may be, by reason; lists name them.',
      countsOf(flowLog.gaps.map(({ reason }) => reason)).map(([reason, count]) => [
        { reason },
        count,
      ]),
    )
    .gauge('faultline_flow_log_bytes', 'Parquet files of the flow log.', [
      [{}, flowLog.engine?.fileBytes ?? 0],
    ])
    .gauge('faultline_flow_spool_bytes', 'Records that are in no Parquet file yet.', [
      [{}, flowLog.engine?.spoolBytes ?? 0],
    ])
    .gauge('faultline_log_engine_up', '1 while the log engine runs.', [
      [{}, flowLog.isEngineRunning ? 1 : 0],
    ])
    .counter('faultline_log_engine_restarts_total', 'Log engines that died and were replaced.', [
      [{}, flowLog.engineRestarts],
    ])
}

function ejectedHosts(hosts: readonly EjectedHost[]): readonly (readonly [Labels, number])[] {
  const same = Map.groupBy(hosts, (host) => Object.values(host).join('\n'))
  return [...same.values()].flatMap(([one, ...others]) =>
    one === undefined ? [] : [[{ ...one }, others.length + 1] as const],
  )
}

function blameOf(key: string): { fault: string; owner: string } {
  const { fault, owner } = isErrorKey(key)
    ? errorEntry(key)
    : { fault: 'unsure', owner: 'operator' }
  return { fault, owner }
}

function countsOf(words: readonly string[]): readonly (readonly [string, number])[] {
  return [...Map.groupBy(words, (word) => word)].map(([word, same]) => [word, same.length])
}

function addProcess(
  text: PrometheusText,
  { version, mainThreadDefects, controlRestarts, process: carrier }: Measured,
): void {
  const { user, system } = process.cpuUsage()
  text
    .gauge('faultline_build_info', 'Always 1; the version is a label.', [
      [{ version, node: process.version }, 1],
    ])
    .counter(
      'faultline_main_thread_defects_total',
      'Defects of the main thread; workers went on. The process log has each.',
      [[{}, mainThreadDefects]],
    )
    .counter(
      'faultline_control_restarts_total',
      'Control planes that ended and were replaced; traffic went on.',
      [[{}, controlRestarts]],
    )
    .counter('faultline_control_cpu_seconds_total', 'CPU time of the control plane.', [
      [{}, (user + system) / 1e6],
    ])
    .gauge('faultline_control_resident_memory_bytes', 'Resident memory of the control plane.', [
      [{}, process.memoryUsage.rss()],
    ])
    .counter('process_cpu_seconds_total', 'CPU time of the process that carries traffic.', [
      [{}, carrier.cpuSeconds],
    ])
    .gauge(
      'process_resident_memory_bytes',
      'Resident memory of the process that carries traffic.',
      [[{}, carrier.residentBytes]],
    )
    .gauge('process_start_time_seconds', 'Start of the process since the epoch.', [
      [{}, carrier.startedMs / 1_000],
    ])
}
