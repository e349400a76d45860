/** A defect of ours ends the one exchange that met it: as a 500 that says it is ours, with a record,
 *  and neither the worker nor another caller's answer with it. */
import { finish } from './finish.ts'
import type { LiveExchange } from './exchange.ts'
import { reportDefect } from './report-defect.ts'
import { refuse } from './refuse.ts'

/** Whatever was thrown while this exchange went on. */
export function endByDefect(exchange: LiveExchange, thrown: unknown): void {
  reportDefect(exchange, thrown)
  exchange.closeAfter = true
  try {
    refuse(exchange, { key: 'gateway_bug', facts: {} })
    if (exchange.complete && exchange.connection.answer.isWaiting) return // it ends once that has left
  } catch (another) {
    reportDefect(exchange, another)
  }
  if (exchange.isOver) return
  if (!exchange.complete) exchange.endedBy = 'gateway'
  finish(exchange)
  exchange.connection.reset()
}
