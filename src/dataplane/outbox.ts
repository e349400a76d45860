/** What one turn of the event loop has for plain sockets leaves together at its end, and what is done once
 *  it has left is done together too: dozens of requests pass in a turn under load, and the same code for
 *  all of them in a row costs less than all the code for each (docs/decisions/writes-at-the-end.md). */
import type { Clock } from './clock.ts'
import type { LiveExchange } from './exchange.ts'

export interface Sender {
  /** Hands over what waits, if anything still does. */
  flush(): void
}

export class Outbox {
  readonly #clock: Clock
  readonly #sent: (exchange: LiveExchange) => void
  #senders: Sender[] = []
  #exchanges: LiveExchange[] = []
  #scheduled = false

  /** `sent`: the answer of this exchange has been handed over. It must not throw. */
  constructor(clock: Clock, sent: (exchange: LiveExchange) => void) {
    this.#clock = clock
    this.#sent = sent
  }

  /** `sender` has text that waits. */
  add(sender: Sender): void {
    this.#senders.push(sender)
    this.#schedule()
  }

  /** Tells `sent` once everything that waits now has left. */
  afterwards(exchange: LiveExchange): void {
    this.#exchanges.push(exchange)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(this.#flush)
  }

  readonly #flush = (): void => {
    this.#scheduled = false // a turn that adds more while this one is flushed gets a flush of its own
    const senders = this.#senders
    const exchanges = this.#exchanges
    this.#senders = []
    this.#exchanges = []
    this.#clock.now()
    for (const sender of senders) sender.flush()
    for (const exchange of exchanges) this.#sent(exchange)
  }
}
