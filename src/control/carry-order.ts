import type { CarryOrder } from '../carrier/carrier-messages.ts'
import type { ProcessLog } from '../carrier/process-log.ts'
import { endOfSpool } from '../flowlog/tail/spool-tail.ts'
import type { Settings } from '../settings.ts'
import { type Foundation, helpAddress } from './foundation.ts'

/** What the carrier is told once, when nothing is carried yet. */
export async function carryOrder(
  { settings, log, tls, instanceId, spoolFolder }: Foundation,
  consoleUrl: string,
): Promise<Omit<CarryOrder, 'publication'>> {
  const workers = workerCount(settings, log)
  return {
    workers,
    listen: { ...settings.listen, reusePort: workers > 1, ...(tls === undefined ? {} : { tls }) },
    instanceId,
    spoolFolder,
    node: settings.node,
    settings: {
      proxyName: settings.proxyName,
      publicConsoleUrl: helpAddress(settings, consoleUrl),
      trustedProxies: settings.trustedProxies,
      hostTemplate: settings.hostTemplate,
      nameServers: settings.nameServers,
    },
    countedTo: await endOfSpool(spoolFolder),
    log: settings.log,
    drainDelayMs: settings.drainDelaySeconds * 1_000,
    drainTimeoutMs: settings.drainTimeoutSeconds * 1_000,
  }
}

/** Several workers share one port by SO_REUSEPORT, which macOS and Windows do not have. */
function workerCount({ workers }: Settings, log: ProcessLog): number {
  const canShareAPort = process.platform !== 'darwin' && process.platform !== 'win32'
  if (canShareAPort || workers === 1) return workers
  log.warn('this system cannot share a port between workers: one worker runs')
  return 1
}
