/** May the request pass, or does a plugin answer? Runs the bound plugins in order; each decision is
 *  a value, so it is timed, noted and recorded here for every plugin alike. */
import type { Outcome, PluginAnswer } from '../model/plugin.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { factsText } from './json-text.ts'
import { pluginFailure } from './plugin-hooks.ts'
import type { BoundEntry } from './route.ts'

export interface Admission {
  admitted(exchange: LiveExchange): void
  refused(exchange: LiveExchange, refusal: Refusal): void
  answered(exchange: LiveExchange, answer: PluginAnswer): void
  defect(exchange: LiveExchange, thrown: unknown): void
}

/** Calls exactly one of `admission`, at once where every plugin answers at once. A plugin that does is
 *  not timed by itself: it takes microseconds, and reading the clock for each costs as much as most. */
export function admit(exchange: LiveExchange, admission: Admission): void {
  const { route, worker } = exchange
  if (route === undefined) return
  const { plugins } = route
  while (exchange.pluginsRun < plugins.length) {
    const entry = plugins[exchange.pluginsRun++]
    if (entry?.plugin.onRequest === undefined) continue
    let outcome: Outcome | Promise<Outcome>
    try {
      outcome = entry.plugin.onRequest(exchange)
    } catch (thrown) {
      outcome = failureOf(exchange, entry, thrown)
    }
    if (outcome instanceof Promise) return wait(exchange, entry, outcome, admission)
    if (outcome.kind === 'continue' && outcome.facts === undefined) continue
    if (decided(exchange, entry, outcome, 0, admission)) return
  }
  exchange.admittedMs = worker.clock.now()
  admission.admitted(exchange)
}

function wait(
  exchange: LiveExchange,
  entry: BoundEntry,
  pending: Promise<Outcome>,
  admission: Admission,
): void {
  const { clock } = exchange.worker
  const before = clock.now()
  void pending
    .catch((thrown: unknown) => failureOf(exchange, entry, thrown))
    .then((outcome) => {
      if (exchange.isOver) return // the caller went away meanwhile
      if (!decided(exchange, entry, outcome, clock.now() - before, admission))
        admit(exchange, admission)
    })
    .catch((thrown: unknown) => admission.defect(exchange, thrown))
}

/** Notes what the plugin decided; true where the exchange does not go on. */
function decided(
  exchange: LiveExchange,
  entry: BoundEntry,
  outcome: Outcome,
  tookMs: number,
  admission: Admission,
): boolean {
  note(exchange, entry, outcome, tookMs)
  if (outcome.kind === 'continue') return false
  exchange.admittedMs = exchange.worker.clock.now()
  if (outcome.kind === 'reject') admission.refused(exchange, outcome)
  else admission.answered(exchange, outcome.answer)
  return true
}

function note(exchange: LiveExchange, { name }: BoundEntry, outcome: Outcome, ms: number): void {
  const { kind, facts } = outcome
  const took = ms === 0 ? {} : { ms: Math.round(ms * 1_000) / 1_000 }
  const known = JSON.stringify({ plugin: name, outcome: kind, ...took })
  const evidence =
    facts === undefined ? '' : `,"evidence":${factsText(facts, exchange.worker.options.redact)}`
  exchange.pluginNotes ??= []
  exchange.pluginNotes[exchange.pluginsRun - 1] = `${known.slice(0, -1)}${evidence}}`
}

function failureOf(exchange: LiveExchange, entry: BoundEntry, thrown: unknown): Outcome {
  return { kind: 'reject', ...pluginFailure(exchange, entry.name, thrown) }
}
