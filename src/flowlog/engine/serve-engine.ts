import { setTimeout as wait } from 'node:timers/promises'
import type { FromEngine, ToEngine } from '../engine-messages.ts'
import { QuestionRefused } from '../question-refused.ts'
import type { Classify } from '../record-search.ts'
import type { TailPositions } from '../tail/spool-tail.ts'
import { SpoolWatcher } from '../tail/spool-watcher.ts'
import type { EngineOptions } from './engine-options.ts'
import { LogEngine } from './engine.ts'
import { yieldToTraffic } from './yield-to-traffic.ts'

/** The life of the log engine's process: answers what it is asked, keeps house once a second, ends
 *  with the process that started it. Its arguments are JSON: its options, and up to where the spool was
 *  counted by an engine before it. */
export async function serveEngine(classify: Classify, rulesVersion: number): Promise<void> {
  process.on('disconnect', () => process.exit(0)) // whoever asked is gone; all that counts is on disk
  process.umask(0o077) // DuckDB makes files that everybody may read, and these hold what callers sent
  const options = JSON.parse(process.argv[2] ?? '') as EngineOptions // engine-process.ts gives nothing else
  const engine = await LogEngine.open(options, classify, rulesVersion)
  yieldToTraffic()
  const watcher = new SpoolWatcher({
    spoolFolder: options.spoolFolder,
    from: JSON.parse(process.argv[3] ?? '{}') as TailPositions, // nor anything else
    classify,
    onReport: (report) => tell({ type: 'concluded', report }),
    onBatch: (id, batch) => tell({ type: 'followed', id, batch }),
  })
  process.on('message', (message: ToEngine) => void hear(engine, watcher, message))
  void keepFiles(engine)
  void watcher.run(() => undefined) // the spool is away: the engine's own round says so
  for (;;) {
    const hasMore = await engine.round()
    tellState(engine)
    if (!hasMore) await wait(roundMs)
  }
}

async function keepFiles(engine: LogEngine): Promise<never> {
  for (;;) {
    const hasMore = await engine.keepFiles()
    await wait(hasMore ? roundMs : keepingMs)
  }
}

const roundMs = 1_000
const keepingMs = 10_000

type Question = Exclude<ToEngine, { type: 'follow' | 'unfollow' }>

/** Exports under way; everything else is over before anybody gives up. */
const exports = new Map<number, AbortController>()

async function hear(engine: LogEngine, watcher: SpoolWatcher, message: ToEngine): Promise<void> {
  if (message.type === 'follow') return watcher.follow(message.id, message.filter)
  if (message.type === 'unfollow') return watcher.unfollow(message.id)
  await answer(engine, message)
}

async function answer(engine: LogEngine, message: Question): Promise<void> {
  const { id } = message
  try {
    switch (message.type) {
      case 'plan-export': {
        return tell({ type: 'export-plan', id, plan: await engine.planExport(message) })
      }
      case 'export': {
        const stopping = new AbortController()
        exports.set(id, stopping)
        const path = await engine.exportPortion(message, message.portion, stopping.signal)
        return tell({ type: 'exported', id, path })
      }
      case 'cancel':
        return exports.get(id)?.abort()
      case 'list': {
        const page = await engine.list(message.filter)
        return tellFound(engine, { type: 'page', id, page })
      }
      case 'aggregate': {
        const counted = await engine.aggregate(message.filter, message.question)
        return tellFound(engine, { type: 'aggregated', id, answer: counted })
      }
      case 'statistics': {
        const counted = await engine.statistics(message.question)
        return tellFound(engine, { type: 'statistics', id, answer: counted })
      }
      case 'matches': {
        const answers = await engine.matches(message.questions)
        return tellFound(engine, { type: 'matches', id, answers })
      }
      case 'by-id': {
        const record = (await engine.byId(message.requestId)) ?? null
        return tell({ type: 'record', id, record })
      }
    }
  } catch (error) {
    const type = error instanceof QuestionRefused ? 'refused' : 'failed'
    tell({ type, id, reason: error instanceof Error ? error.message : String(error) })
  } finally {
    if (message.type === 'export') exports.delete(id)
  }
}

/** A question may be what finds a damaged file: the gap is known before the answer that lacks it. */
function tellFound(engine: LogEngine, found: FromEngine): void {
  if (engine.state.gaps.length !== toldGaps) tellState(engine)
  tell(found)
}

let toldGaps = 0

function tellState({ state }: LogEngine): void {
  toldGaps = state.gaps.length
  tell({ type: 'state', state })
}

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message)
}
