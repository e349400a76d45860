/** May the request pass, or does a plugin answer? Runs the bound plugins in order; each decision is
 *  a value, so it is timed, noted and recorded here for every plugin alike. */
import type { Facts } from '../model/attribution.ts'
import type { Outcome, PluginAnswer } from '../model/plugin.ts'
import { GatewayError } from '../model/gateway-error.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { millisecondsText } from './milliseconds-text.ts'
import { pluginFailure } from './plugin-hooks.ts'
import type { BoundEntry } from './route.ts'

export interface Admission {
  admitted(exchange: LiveExchange): void
  refused(exchange: LiveExchange, refusal: Refusal): void
  answered(exchange: LiveExchange, answer: PluginAnswer): void
}

/** Calls exactly one of `admission`, at once where every plugin answers at once. */
export function admit(exchange: LiveExchange, admission: Admission): void {
  const plugins = exchange.route?.plugins ?? []
  let before = exchange.worker.clock.latestMs
  while (exchange.pluginsRun < plugins.length) {
    const entry = plugins[exchange.pluginsRun++]
    if (entry?.plugin.onRequest === undefined) continue
    let outcome: Outcome | Promise<Outcome>
    try {
      outcome = entry.plugin.onRequest(exchange)
    } catch (thrown) {
      outcome = failureOf(exchange, entry, thrown)
    }
    if (outcome instanceof Promise) return wait(exchange, entry, outcome, before, admission)
    const now = exchange.worker.clock.now()
    if (decided(exchange, entry, outcome, now - before, admission)) return
    before = now
  }
  exchange.admittedMs = before
  admission.admitted(exchange)
}

function wait(
  exchange: LiveExchange,
  entry: BoundEntry,
  pending: Promise<Outcome>,
  before: number,
  admission: Admission,
): void {
  void pending
    .catch((thrown: unknown) => failureOf(exchange, entry, thrown))
    .then((outcome) => {
      if (exchange.isOver) return // the caller went away meanwhile
      if (decided(exchange, entry, outcome, exchange.worker.clock.now() - before, admission)) return
      admit(exchange, admission)
    })
}

function decided(
  exchange: LiveExchange,
  entry: BoundEntry,
  outcome: Outcome,
  tookMs: number,
  admission: Admission,
): boolean {
  note(exchange, entry, outcome.kind, tookMs, outcome.facts)
  switch (outcome.kind) {
    case 'continue':
      return false
    case 'reject':
      exchange.admittedMs = exchange.worker.clock.now()
      admission.refused(exchange, outcome)
      return true
    case 'answer':
      exchange.admittedMs = exchange.worker.clock.now()
      admission.answered(exchange, outcome.answer)
      return true
  }
}

function note(
  exchange: LiveExchange,
  entry: BoundEntry,
  kind: Outcome['kind'],
  tookMs: number,
  facts: Facts | undefined,
): void {
  const evidence = facts === undefined ? '' : `,"evidence":${JSON.stringify(facts)}`
  const separator = exchange.pluginNotes === '' ? '' : ','
  exchange.pluginNotes += `${separator}${entry.noteText}${kind}","ms":${millisecondsText(tookMs)}${evidence}}`
}

function failureOf(exchange: LiveExchange, entry: BoundEntry, thrown: unknown): Outcome {
  if (thrown instanceof GatewayError)
    return { kind: 'reject', key: thrown.key, facts: thrown.facts }
  return { kind: 'reject', ...pluginFailure(exchange, entry.name, thrown) }
}
