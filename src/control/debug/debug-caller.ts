import type { FastifyRequest } from 'fastify'
import { didYouMean } from '../../definition/nearest-word.ts'
import type { Language } from '../../model/bilingual.ts'
import { reasonOf } from '../../model/reason.ts'
import type { Release } from '../../model/release.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { keepDebugCall, type DebugCallEntry, type DebugCallRow } from '../../storage/debug-calls.ts'
import { ApiProblem } from '../problem.ts'
import type { ProcessLog } from '../../carrier/process-log.ts'
import { languageOf } from '../request-language.ts'
import { debugCall, type DebugPlace } from './debug-call.ts'
import { type KeptDebugCall, keptCall } from './debug-history.ts'
import type { DebugOrder } from './debug-order.ts'

/** Makes the debug calls that are asked for, a few at a time, and keeps each for later. */
export interface Debugged {
  /** undefined until the workers listen. */
  place(): DebugPlace | undefined
  releases(): readonly Release[]
  readonly database: ControlDatabase
  readonly log: ProcessLog
}

interface Asked {
  Params: { readonly gateway: string }
  Querystring: { readonly lang?: Language }
}

/** Each holds a connection and up to a few MiB for a minute at most. */
const mostAtOnce = 4

export class DebugCaller {
  readonly #debugged: Debugged
  readonly #stopping = new AbortController()
  #underWay = 0
  #lastId = 0

  constructor(debugged: Debugged) {
    this.#debugged = debugged
  }

  stop(): void {
    this.#stopping.abort()
  }

  async call(request: FastifyRequest<Asked>, order: DebugOrder): Promise<object> {
    const place = this.#debugged.place()
    if (place === undefined) throw new ApiProblem('gateway_starting', 'Ask again in a moment.')
    const release = releaseOf(this.#debugged.releases(), request.params.gateway, order.stage)
    if (this.#underWay >= mostAtOnce) {
      const detail = `${this.#underWay} debug calls are under way; ask again when one has ended, in 60 s at most.`
      throw new ApiProblem('too_many_debug_calls', detail)
    }
    this.#underWay += 1
    const leaving = new AbortController()
    const onClose = (): void => leaving.abort()
    request.raw.socket.once('close', onClose)
    try {
      const at = Date.now()
      const id = (this.#lastId = Math.max(this.#lastId + 1, at * 1_000)) // grows, also across starts
      const { caller } = request
      const asked = {
        order,
        release,
        mark: `debug-${id}`,
        language: languageOf(request),
        signal: AbortSignal.any([leaving.signal, this.#stopping.signal]),
        mayView: (gateway: string) => caller.mayView(gateway),
      }
      const { answer, forHistory } = await debugCall(asked, place)
      const kept = keptCall(order, forHistory)
      const row = rowFor({ id, at, actor: caller.name }, release, kept)
      const isKept = await this.#keep(row)
      const { key, fault } = answer.verdict // of the list, where others see less of it
      return {
        ...entryOf({ ...row, key, fault }),
        isKept,
        request: kept.order,
        leftOut: kept.leftOut,
        ...answer,
      }
    } finally {
      request.raw.socket.off('close', onClose)
      this.#underWay -= 1
    }
  }

  /** The answer is worth more than its place in the history. */
  async #keep(row: DebugCallRow): Promise<boolean> {
    try {
      await keepDebugCall(this.#debugged.database, row)
      return true
    } catch (error) {
      this.#debugged.log.warn('a debug call could not be kept', { reason: reasonOf(error) })
      return false
    }
  }
}

function rowFor(
  made: Pick<DebugCallRow, 'id' | 'at' | 'actor'>,
  { gateway, stage }: Release,
  kept: KeptDebugCall,
): DebugCallRow {
  const { hops, verdict } = kept.answer
  const [method = '', url = ''] = (hops[0]?.request ?? '').split(' ')
  const path = URL.canParse(url) ? new URL(url).pathname : ''
  return {
    ...made,
    gateway,
    stage,
    method,
    path: path.slice(`/api/${gateway}/${stage}`.length).slice(0, 500),
    status: hops.at(-1)?.status ?? 0,
    key: verdict.key,
    fault: verdict.fault,
    body: JSON.stringify(kept),
  }
}

export function entryOf({
  id,
  at,
  actor,
  stage,
  method,
  path,
  status,
  key,
  fault,
}: DebugCallEntry): object {
  return { id: String(id), at, actor, stage, method, path, status, key, fault }
}

function releaseOf(releases: readonly Release[], gateway: string, stage: string): Release {
  const stages = releases.filter((release) => release.gateway === gateway)
  const found = stages.find((release) => release.stage === stage)
  if (found !== undefined) return found
  if (stages.length === 0) {
    throw new ApiProblem('not_found', 'There is no gateway of this name that is live.')
  }
  const hint = didYouMean(
    stage,
    stages.map((release) => release.stage),
  )
  throw new ApiProblem(
    'unknown_stage',
    `There is no stage "${stage}" of ${gateway}. ${hint}`.trim(),
  )
}
