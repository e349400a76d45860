import { reasonOf } from '../model/reason.ts'
import type { ProcessLog } from './process-log.ts'

/** A defect of the main thread that nothing has caught: Node would end the process, and with it workers that carry
 *  traffic and have no part in it. It is told and counted instead; what the defect broke off stays broken off, every
 *  change of what is served is whole or not kept (applier.ts), and workers are told nothing by halves. */
export class MainThreadDefects {
  readonly #log: ProcessLog
  #count = 0

  constructor(log: ProcessLog) {
    this.#log = log
  }

  get count(): number {
    return this.#count
  }

  /** From now on, until the result is called. */
  survive(): () => void {
    const tell = (error: unknown, origin: string): void => this.#tell(error, origin)
    process.on('uncaughtException', tell)
    return () => process.off('uncaughtException', tell)
  }

  #tell(error: unknown, origin: string): void {
    this.#count += 1
    if (this.#count > mostTold) return
    const stack = error instanceof Error ? (error.stack ?? reasonOf(error)) : reasonOf(error)
    const facts = { count: this.#count, origin, stack }
    this.#log.error('the main thread met a defect; traffic goes on', facts)
    if (this.#count === mostTold)
      this.#log.error('further defects are only counted: faultline_main_thread_defects_total')
  }
}

/** One that comes again and again would fill a disk. */
const mostTold = 100
