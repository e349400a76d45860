import type { Caller } from '../caller.ts'
import { ApiProblem } from '../problem.ts'
import type { EventBus, ToldEvent } from './event-bus.ts'
import { type EventClient, frameOf } from './event-client.ts'
import { shownTo } from './shown-event.ts'

/** Everybody who listens, with one clock for all: comments that keep the way open, what was dropped, and
 *  whether they still may. */
export interface Listener {
  readonly client: EventClient
  readonly topics: ReadonlySet<string>
  /** Only events of this one. */
  readonly gateway: string | undefined
  /** Whoever asks now; rejects where nobody known does any more. */
  identify(): Promise<Caller>
  /** Looks at what the caller may see now; throws where that is no longer what was asked for. */
  onRights(caller: Caller): void
  /** Frees what only this one needs. */
  onGone(): void
}

const mostListeners = 64
const mostOfOneCaller = 16
const heartbeatMs = 15_000
const rightsMs = 5_000
const tickMs = 1_000

export class EventHub {
  readonly #bus: EventBus
  readonly #nowMs: () => number
  readonly #listeners = new Map<Listener, Live>()
  readonly #stopListening: () => void
  readonly #timer: NodeJS.Timeout

  constructor(bus: EventBus, nowMs: () => number = () => performance.now()) {
    this.#bus = bus
    this.#nowMs = nowMs
    this.#stopListening = bus.listen((told) => this.#pass(told))
    this.#timer = setInterval(() => this.#tick(), tickMs).unref()
  }

  /** Throws where there are too many already. */
  requireRoom({ name }: Caller): void {
    const ofCaller = [...this.#listeners.values()].filter(({ caller }) => caller.name === name)
    if (this.#listeners.size < mostListeners && ofCaller.length < mostOfOneCaller) return
    const detail = `At most ${mostListeners} may listen at a time, ${mostOfOneCaller} of one caller; end another stream first.`
    throw new ApiProblem('too_many_listeners', detail)
  }

  /** `lastEventId`: what came after it is told first. */
  add(listener: Listener, caller: Caller, lastEventId: string): void {
    const nowMs = this.#nowMs()
    const live = { caller, heardMs: nowMs, checkedMs: nowMs, isChecking: false }
    this.#listeners.set(listener, live)
    listener.client.send(`retry: 3000\n${frameOf('ready', { topics: [...listener.topics] })}`)
    if (lastEventId === '') return
    const missed = this.#bus.since(lastEventId)
    if (missed === undefined) {
      const reason = 'Events after the last one that was seen are not kept any more.'
      listener.client.send(frameOf('missed', { reason }))
    }
    for (const told of missed ?? []) this.#passTo(listener, live, told)
  }

  /** It went away by itself, or is sent away. */
  remove(listener: Listener): void {
    if (this.#listeners.delete(listener)) listener.onGone()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#stopListening()
    for (const listener of this.#listeners.keys()) this.#end(listener, 'the server is stopping')
  }

  #pass(told: ToldEvent): void {
    for (const [listener, live] of this.#listeners) this.#passTo(listener, live, told)
  }

  #passTo(listener: Listener, { caller }: Live, told: ToldEvent): void {
    const { event, id, at } = told
    if (!listener.topics.has(event.topic)) return
    const data = shownTo(caller, event, listener.gateway)
    if (data === undefined) return
    const isSent = listener.client.send(frameOf(names[event.topic], { at, ...data }, id))
    if (!isSent) listener.client.drop('events', 1)
  }

  #tick(): void {
    const nowMs = this.#nowMs()
    for (const [listener, live] of this.#listeners) {
      const { client } = listener
      client.tellDropped()
      if (client.isStuck) {
        client.cut()
        this.remove(listener)
      } else if (nowMs - live.heardMs >= heartbeatMs) {
        live.heardMs = nowMs
        client.send(': still here\n\n')
      }
      if (nowMs - live.checkedMs >= rightsMs && !live.isChecking) void this.#check(listener, live)
    }
  }

  async #check(listener: Listener, live: Live): Promise<void> {
    live.isChecking = true
    try {
      live.caller = await listener.identify()
      // one who went away meanwhile has freed everything, and would free nothing again
      if (this.#listeners.has(listener)) listener.onRights(live.caller)
    } catch {
      if (this.#listeners.has(listener)) this.#end(listener, 'you may not listen any more')
    } finally {
      live.checkedMs = this.#nowMs()
      live.isChecking = false
    }
  }

  #end(listener: Listener, reason: string): void {
    listener.client.end(reason)
    this.remove(listener)
  }
}

interface Live {
  caller: Caller
  heardMs: number
  checkedMs: number
  isChecking: boolean
}

const names = { releases: 'release', workers: 'worker', alarms: 'alarm' } as const
