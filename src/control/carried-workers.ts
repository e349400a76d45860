import type { CarriedCounts, CarryOrder } from '../carrier/carrier-messages.ts'
import { PublicationSender } from '../carrier/publication-sender.ts'
import type { WorkerState } from '../carrier/worker-state.ts'
import { resourceText } from '../definition/resource-text.ts'
import type { Publication, Resource } from '../model/release.ts'
import type { WorkerMetrics } from '../model/worker-metrics.ts'
import type { CarrierLink } from './carrier-link.ts'

/** The workers as the control plane knows them: they are the carrier's, which is asked. */
export class CarriedWorkers {
  readonly #link: CarrierLink
  readonly #sender = new PublicationSender<Resource>(resourceText)

  constructor(link: CarrierLink) {
    this.#link = link
  }

  /** Resolves with the port once every worker serves the publication. Those that another control plane started take
   *  what differs from what they serve. */
  async start(order: Omit<CarryOrder, 'publication'>, publication: Publication): Promise<number> {
    const parts = this.#sender.partsOf(publication)
    const { carried } = this.#link.hello
    if (carried === undefined) return await this.#link.carry({ ...order, publication: parts })
    await this.#link.publish(parts, publication.version + 1)
    return carried.port
  }

  /** Resolves once every worker serves it. Where one cannot, all return to what they served, which is `previous`, and
   *  the reason is thrown. */
  async publish(publication: Publication, previous: Publication): Promise<void> {
    await this.#link.publish(this.#sender.partsOf(publication), previous.version)
  }

  get states(): readonly WorkerState[] {
    return this.#link.counts.workers
  }

  async measure(): Promise<{ readonly traffic: WorkerMetrics; readonly counts: CarriedCounts }> {
    return await this.#link.measure()
  }

  /** false: there is no such worker. */
  kill(worker: number): boolean {
    const isThere = this.states.some(({ index }) => index === worker)
    if (isThere) this.#link.kill(worker)
    return isThere
  }
}
