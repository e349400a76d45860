/** Calls of plugins outside admit. A plugin's own failure is never the caller's and never the
 *  backend's, and it ends neither the record nor the worker. */
import type { LiveExchange, Refusal } from './exchange.ts'
import { reportDefect } from './report-defect.ts'

/** Lets plugins edit the head of the answer that is about to leave, once per exchange whoever writes
 *  it; returns why it must not leave, where one fails. */
export function editAnswer(exchange: LiveExchange, status: number): Refusal | undefined {
  if (exchange.answerEdited) return undefined
  exchange.answerEdited = true
  let failure: Refusal | undefined
  for (const { name, plugin } of exchange.route?.responsePlugins ?? []) {
    try {
      plugin.onResponse?.(exchange, status)
    } catch (thrown) {
      failure = pluginFailure(exchange, name, thrown)
    }
  }
  return failure
}

/** Only those whose onRequest was called hear of the end. */
export function tellEnd(exchange: LiveExchange): void {
  for (const { order, entry } of exchange.route?.endPlugins ?? []) {
    if (order >= exchange.pluginsRun) continue
    try {
      entry.plugin.onEnd?.(exchange)
    } catch (thrown) {
      pluginFailure(exchange, entry.name, thrown)
    }
  }
}

/** What was thrown is for the operator's log alone. */
export function pluginFailure(exchange: LiveExchange, name: string, thrown: unknown): Refusal {
  reportDefect(exchange, thrown, `plugin ${name}: `)
  return { key: 'plugin_failed', facts: { plugin: name } }
}
