/** How every exchange ends. */
import type { LiveExchange } from './exchange.ts'
import { tellEnd } from './plugin-hooks.ts'
import { backendMs, recordLine } from './record.ts'

/** The answer is written. It is over for the caller once the kernel has taken it all. */
export function finishOnceSent(exchange: LiveExchange): void {
  const { answer } = exchange.connection
  if (answer.isWaiting) exchange.worker.outbox.afterwards(exchange)
  else if (answer.isFlushed) finish(exchange)
  else {
    exchange.connection.awaitFlush(exchange)
    answer.whenFlushed(() => finish(exchange))
    answer.noteTaken()
  }
}

/** Always, exactly once: the flow record is written, plugins hear of the end, the connection goes on. */
export function finish(exchange: LiveExchange): void {
  if (exchange.isOver) return
  exchange.isOver = true
  const { worker, route } = exchange
  exchange.endMs = worker.clock.now()
  tellEnd(exchange)
  worker.options.sink.append(exchange.sinkSlot, recordLine(exchange))
  const counts = route?.counts ?? worker.unmatched
  counts.count(
    exchange.answeredBy,
    exchange.status,
    exchange.error?.key ?? '',
    exchange.complete,
    exchange.endMs - exchange.startMs,
  )
  if (exchange.attempts.length > 0) counts.backendDurations.count(backendMs(exchange))
  exchange.connection.done(exchange)
}
