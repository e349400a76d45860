import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { EngineProcess } from './engine-process.ts'
import type { ExportOrder, ExportPlan } from './record-export.ts'

/** An export on its way. `bytes` must be read to the end or returned, so that nothing stays behind. */
export interface Export {
  readonly records: number
  readonly bytes: AsyncGenerator<Buffer>
}

/** `signal` aborts when nobody waits for it any more. */
export function exportOf(
  engine: PortionWriter,
  order: ExportOrder,
  plan: ExportPlan,
  signal: AbortSignal,
): Export {
  return { records: plan.records, bytes: exportedBytes(engine, order, plan, signal) }
}

type PortionWriter = Pick<EngineProcess, 'exportPortion'>

/** Asks for the next portion only when the one before was taken: a slow reader holds up nobody, and
 *  one that leaves ends the export. */
async function* exportedBytes(
  engine: PortionWriter,
  order: ExportOrder,
  { portions }: ExportPlan,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for (const portion of portions) {
    if (signal.aborted) return
    const path = await engine.exportPortion(order, portion, signal)
    try {
      yield* createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>
    } finally {
      await rm(path, { force: true })
    }
  }
}
