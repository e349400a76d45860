import type { FlowLogCounts } from '../flowlog/flow-log.ts'
import type { ControlDatabase } from '../storage/control-database.ts'
import { storeAnswers } from '../storage/store-answers.ts'

/** How the places do where a node keeps something: rate windows in memory, records on their way, records in files, and
 *  the control store. For people who look whether anything is wrong; `/metrics` has the same for machines. */
export interface NodeStores {
  /** Since the start. `evicted`: windows that were forgotten too early; `uncounted`: requests that no limit could count. */
  readonly limiter: { readonly evicted: number; readonly uncounted: number }
  /** Records that are in no file yet, and for how long a worker has not been able to write any: 0 while all can. */
  readonly spool: { readonly bytes: number; readonly lagSeconds: number }
  /** null while the log engine is being started. `problem` is the last thing that went wrong, '' where nothing did. */
  readonly log: {
    readonly files: number
    readonly bytes: number
    readonly problem: string
  } | null
  /** `away`: changes are refused and history cannot be read; traffic goes on. */
  readonly store: { readonly kind: ControlDatabase['kind']; readonly state: 'ok' | 'away' }
}

export async function nodeStores(
  { engine, lagSeconds }: Pick<FlowLogCounts, 'engine' | 'lagSeconds'>,
  limiter: NodeStores['limiter'],
  database: Pick<ControlDatabase, 'kind' | 'tables'>,
): Promise<NodeStores> {
  const { kind } = database
  return {
    limiter,
    spool: { bytes: engine?.spoolBytes ?? 0, lagSeconds },
    log:
      engine === undefined
        ? null
        : { files: engine.files, bytes: engine.fileBytes, problem: engine.problem },
    store: { kind, state: (await storeAnswers(database)) ? 'ok' : 'away' },
  }
}
