import type { ControlState } from '../../definition/control-state.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { ReleaseEvent } from '../events/release-events.ts'

/** Why the newest release of a stage is not served, which worker could not take it: shown with the stage
 *  until one is taken, however it came about. */
export interface Refusal {
  readonly at: string
  /** null: it did not come to the workers. */
  readonly number: number | null
  readonly hash: string
  /** The first that said no; null: none did. */
  readonly worker: number | null
  readonly reason: string
}

export class RefusedReleases {
  readonly #refusals = new Map<string, Refusal & { readonly version: number }>()
  readonly #state: () => ControlState
  readonly stop: () => void

  constructor(bus: EventBus, state: () => ControlState) {
    this.#state = state
    this.stop = bus.listen(({ event, at }) => {
      if (event.topic === 'releases') this.#hear(event.data, at)
    })
  }

  of(gateway: string, stage: string): Refusal | undefined {
    const found = this.#refusals.get(`${gateway}/${stage}`)
    if (found === undefined) return undefined
    const { version: _version, ...refusal } = found
    return refusal
  }

  /** The next gateway of the name has nothing to do with it. */
  #forgetGone(): void {
    if (this.#refusals.size === 0) return
    const names = new Set(this.#state().gateways.map(({ name }) => name))
    for (const place of this.#refusals.keys())
      if (!names.has(place.slice(0, place.indexOf('/')))) this.#refusals.delete(place)
  }

  #hear({ step, version, worker, reason, releases }: ReleaseEvent, atMs: number): void {
    if (step === 'kept') this.#forgetGone()
    for (const { gateway, stage, number, hash } of releases) {
      const place = `${gateway}/${stage}`
      if (step === 'kept') this.#refusals.delete(place)
      if (step !== 'declined' && step !== 'refused') continue
      // what a worker said is the reason why all of it was refused then
      if (this.#refusals.get(place)?.version === version) continue
      const at = new Date(atMs).toISOString()
      this.#refusals.set(place, { version, at, number, hash, worker, reason })
    }
  }
}
