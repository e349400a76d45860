import { type Foundation, helpAddress } from './foundation.ts'
import { ringOf } from './node-memory.ts'
import type { WorkerSetup } from './worker-messages.ts'

/** What a worker is told once, when it starts. */
export function workerSetup(
  foundation: Foundation,
  index: number,
  consoleUrl: string,
): Omit<WorkerSetup, 'index' | 'publication' | 'listen'> {
  const { settings, memory, instanceId, spoolFolder } = foundation
  return {
    instanceId,
    ringMemory: ringOf(memory, index),
    counterMemory: memory.counters,
    spoolFolder,
    settings: {
      node: nodeOf(foundation, index),
      proxyName: settings.proxyName,
      publicConsoleUrl: helpAddress(settings, consoleUrl),
      trustedProxies: settings.trustedProxies,
      hostTemplate: settings.hostTemplate,
      nameServers: settings.nameServers,
    },
  }
}

/** As records name it. */
export function nodeOf({ settings }: Pick<Foundation, 'settings'>, index: number): string {
  return `${settings.node}-${index}`
}
