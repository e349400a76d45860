import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, warning, problem } = findingsOf('server')

/** The worker threads of a running server. */
export function checkWorkers({ running }: Pick<ExaminedPlace, 'running'>): DoctorFinding[] {
  if (running === undefined) return []
  const { workers } = running
  const away = workers.filter(({ state }) => state !== 'running')
  const restarted = workers.filter(({ restarts }) => restarts > 0)
  const findings: DoctorFinding[] = []
  if (away.length > 0) {
    findings.push(
      problem(
        'workers_away',
        [
          `${away.length} of ${workers.length} workers do not run.`,
          `${workers.length} 个工作线程中有 ${away.length} 个没有运行。`,
        ],
        [
          'The process log tells why; they are started again by themselves.',
          '进程日志说明原因；它们会自动重新启动。',
        ],
      ),
    )
  }
  for (const { index, restarts, lastFailure } of restarted) {
    findings.push(
      warning(
        'worker_restarted',
        [
          `Worker ${index} has ended ${restarts} times: ${lastFailure}`,
          `工作线程 ${index} 已异常退出 ${restarts} 次：${lastFailure}`,
        ],
        [
          'faultline logs error_key:worker_lost shows the requests that were lost; report the reason.',
          'faultline logs error_key:worker_lost 可查看丢失的请求；请上报原因。',
        ],
      ),
    )
  }
  if (findings.length > 0) return findings
  return [
    ok('workers_running', [
      `Running workers: ${workers.length}; none was ever restarted.`,
      `${workers.length} 个工作线程全部正常，没有重启过。`,
    ]),
  ]
}
