/** A process that makes spool segments: for every line it hears on stdin, one portion in the folder;
 *  then it says on stdout what it made, as JSON. `node make-segments.ts FOLDER COUNT FROM_MS TO_MS` */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { madeRecord } from './record-lines.ts'

export interface MadePortion {
  readonly segments: readonly string[]
  readonly records: number
  /** Some of them, with their numbers. */
  readonly ids: readonly string[]
  readonly isLast: boolean
}

const [, , folder = '', countText = '', fromText = '', toText = ''] = process.argv
const plan = { count: Number(countText), fromMs: Number(fromText), toMs: Number(toText) }
const segmentBytes = 16 * 1_024 * 1_024
/** As much as the spool may hold while the gateway goes on writing there. */
const portionSegments = 20
let next = 0
let segmentNumber = 0

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'more') continue
  const portion = makePortion()
  console.log(JSON.stringify(portion))
  if (portion.isLast) break
}

function makePortion(): MadePortion {
  const first = next
  const segments: string[] = []
  const ids: string[] = []
  while (segments.length < portionSegments && next < plan.count) segments.push(makeSegment(ids))
  return { segments, records: next - first, ids, isLast: next >= plan.count }
}

function makeSegment(ids: string[]): string {
  const lines: string[] = []
  let bytes = 0
  const startMs = madeRecord(plan, next).timestamp
  while (bytes < segmentBytes && next < plan.count) {
    const { id, line } = madeRecord(plan, next)
    if (next % 9_973 === 0) ids.push(id)
    lines.push(line, '\n')
    bytes += line.length + 1
    next++
  }
  const name = `${startMs}-made-${String(++segmentNumber).padStart(6, '0')}.ndjson`
  writeFileSync(join(folder, name), lines.join(''), { mode: 0o600 })
  return name
}
