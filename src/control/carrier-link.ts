import type {
  CarriedCounts,
  CarryOrder,
  ControlPlace,
  FromControl,
  Hello,
  Measurement,
  Question,
  ToControl,
} from '../carrier/carrier-messages.ts'
import { failureOf } from '../carrier/worker-failures.ts'
import type { WorkerAnswer, WorkerState } from '../carrier/worker-state.ts'
import { ringReader } from '../flowlog/ring-counts.ts'
import type { TailReport } from '../flowlog/tail/conclusion-totals.ts'
import type { PublicationParts } from '../model/publication-parts.ts'

/** The control plane's end of what it and the carrier tell each other. */
export interface Channel {
  send(message: FromControl): void
  onMessage(hear: (message: ToControl) => void): void
}

/** Whoever wants to know what the carrier tells by itself. */
export interface CarrierListener {
  onState(state: WorkerState): void
  onAnswer(answer: WorkerAnswer): void
  onReapply(): void
  onDraining(): void
}

export class CarrierLink {
  readonly hello: Hello
  readonly #channel: Channel
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #ended = Promise.withResolvers<void>()
  #counts: CarriedCounts
  #listener: CarrierListener | undefined
  #nextId = 1

  private constructor(channel: Channel, hello: Hello) {
    this.#channel = channel
    this.hello = hello
    this.#counts = hello.counts ?? noCounts
  }

  /** Waits for the carrier's first words. */
  static open(channel: Channel): Promise<CarrierLink> {
    return new Promise((resolve) => {
      let link: CarrierLink | undefined
      channel.onMessage((message) => {
        if (message.type === 'hello') resolve((link = new CarrierLink(channel, message)))
        else if (link !== undefined) link.#hear(message)
      })
    })
  }

  listen(listener: CarrierListener): void {
    this.#listener = listener
  }

  /** A quarter of a second old at most; states of workers are those of now. */
  get counts(): CarriedCounts {
    return this.#counts
  }

  /** Once no worker runs any more: what is open is to be closed. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** The port. Rejects with CannotListen, PublishRefused, or another reason. */
  async carry(order: CarryOrder): Promise<number> {
    return Number(await this.#ask({ type: 'carry', id: this.#nextId++, order }))
  }

  /** Rejects with PublishRefused; then all are back on what they served. */
  async publish(publication: PublicationParts, backVersion: number): Promise<void> {
    await this.#ask({ type: 'publish', id: this.#nextId++, publication, backVersion })
  }

  async measure(): Promise<Measurement> {
    const answer = await this.#ask({ type: 'measure', id: this.#nextId++ })
    const measured = answer as Measurement // traffic.ts gives nothing else
    this.#counts = measured.counts // what is told beside it is of the same moment
    return measured
  }

  async ready(place: ControlPlace): Promise<void> {
    await this.#ask({ type: 'ready', id: this.#nextId++, place })
  }

  kill(worker: number): void {
    this.#channel.send({ type: 'kill', worker })
  }

  engineStarted(processId: number): void {
    this.#channel.send({ type: 'engine', processId })
  }

  concluded(report: TailReport): void {
    this.#channel.send({ type: 'concluded', report })
  }

  #ask(question: Question): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(question.id, answer)
    this.#channel.send(question)
    return answer.promise
  }

  #hear(message: Exclude<ToControl, Hello>): void {
    switch (message.type) {
      case 'counts':
        this.#counts = message.counts
        return
      case 'worker':
        this.#counts = { ...this.#counts, workers: withState(this.#counts.workers, message.state) }
        return this.#listener?.onState(message.state)
      case 'answer':
        return this.#listener?.onAnswer(message.answer)
      case 'done':
        return this.#settle(message.id)?.resolve(message.result)
      case 'failed':
        return this.#settle(message.id)?.reject(failureOf(message.failure))
      case 'reapply':
        return this.#listener?.onReapply()
      case 'draining':
        return this.#listener?.onDraining()
      case 'end':
        this.#counts = message.counts
        return this.#ended.resolve()
    }
  }

  #settle(id: number): PromiseWithResolvers<unknown> | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }
}

/** Before anything is carried. */
const noCounts: CarriedCounts = {
  workers: [],
  busyShares: [],
  rings: ringReader([])(),
  losses: { evicted: 0, uncounted: 0 },
  defects: 0,
  process: { cpuSeconds: 0, residentBytes: 0, startedMs: 0 },
}

function withState(states: readonly WorkerState[], state: WorkerState): readonly WorkerState[] {
  const others = states.filter(({ index }) => index !== state.index)
  return [...others, state].toSorted((one, other) => one.index - other.index)
}
