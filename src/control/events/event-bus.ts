import type { WorkerState } from '../../carrier/worker-state.ts'
import type { ReleaseEvent } from './release-events.ts'

/** What happens in this server, for whoever listens. Nobody who tells something waits for anybody. */
export type ServerEvent =
  | { readonly topic: 'releases'; readonly data: ReleaseEvent }
  | { readonly topic: 'workers'; readonly data: WorkerState }
  | { readonly topic: 'alarms'; readonly data: AlarmEvent }

/** An alarm that began or ended; the rest of it is in the history of alarms. */
export interface AlarmEvent {
  readonly state: 'fired' | 'recovered'
  readonly number: number
  /** '' for one of the whole deployment. */
  readonly gateway: string
  readonly rule: { readonly id: string; readonly name: string }
  readonly severity: string
  /** What it is about, of a rule that looks at each for itself. */
  readonly subject: object
}

export interface ToldEvent {
  /** Grows within one life of the server. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly event: ServerEvent
}

export class EventBus {
  readonly #listeners = new Set<(told: ToldEvent) => void>()
  readonly #kept: ToldEvent[] = []
  readonly #life: string
  #last = 0

  constructor(startedMs: number = Date.now()) {
    this.#life = startedMs.toString(36)
  }

  tell(event: ServerEvent): void {
    this.#last += 1
    const told = { id: `${this.#life}-${this.#last}`, at: Date.now(), event }
    this.#kept.push(told)
    if (this.#kept.length > mostKept) this.#kept.shift()
    for (const listener of this.#listeners) listener(told)
  }

  /** Until the function that it returns is called. */
  listen(listener: (told: ToldEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Events after that one; undefined where it is not known any more, or of another life. */
  since(id: string): readonly ToldEvent[] | undefined {
    const [life, number = ''] = id.split('-')
    const after = Number(number)
    if (life !== this.#life || !/^\d{1,15}$/.test(number) || after > this.#last) return undefined
    const count = this.#last - after
    if (count > this.#kept.length) return undefined
    return count === 0 ? [] : this.#kept.slice(-count)
  }
}

/** A release of two workers is six events. */
const mostKept = 512
