import assert from 'node:assert/strict'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sendFirstCalls } from '../../examples/demo/first-calls.ts'
import { startDemo } from '../../examples/demo/start-demo.ts'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import { temporaryFolder, type Owner } from '../clean-up.ts'
import { faultline } from '../faultline-command.ts'
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts'

/** The company of the demo, whose calls were made once, with a day behind it: the records of these calls again and
 *  again, by an hour's traffic and by a fault that came at night and went. */
export async function startDemoDay(owner: Owner): Promise<ConsoleUnderTest> {
  const company = await startDemo()
  owner.after(() => company.close())
  const shop = await startConsole(owner, { version: 1 })
  const { gateway } = shop
  const file = join(temporaryFolder(), 'company.yaml')
  writeFileSync(file, company.definitionText)
  const environment = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: gateway.token }
  const applied = await faultline(['apply', file], environment)
  assert.equal(applied.code, 0, applied.stderr)
  await sendFirstCalls(company.calls(gateway.url), new AbortController().signal)
  await gateway.flowByQuery('key:service_media_type') // of the last call that needs no nginx
  const spool = join(gateway.dataFolder, 'spool')
  const lines = dayOf(recordsIn(spool), Date.now()).map((record) => JSON.stringify(record))
  const name = `${Date.now() - dayMs}-day-000001.ndjson`
  writeFileSync(join(gateway.dataFolder, name), `${lines.join('\n')}\n`, { mode: 0o600 })
  renameSync(join(gateway.dataFolder, name), join(spool, name))
  return shop
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Of what goes well, in an hour, where everybody is awake. */
const mostInHour = 60

type WrittenRecord = Pick<FlowRecord, 'request_id' | 'timestamp' | 'status'>

/** The worker still writes to the file (`.open`), so its last line may not be whole. */
function recordsIn(spool: string): readonly WrittenRecord[] {
  const texts = readdirSync(spool).map((name) => readFileSync(join(spool, name), 'utf8'))
  const lines = texts.flatMap((text) => text.split('\n').slice(0, -1))
  return lines.map((line) => JSON.parse(line) as WrittenRecord) // what the gateway wrote
}

function dayOf(records: readonly WrittenRecord[], nowMs: number): readonly WrittenRecord[] {
  const random = numbers()
  const good = records.find(({ status }) => status === 200) ?? assert.fail('no call went well')
  const failed = records.filter((record) => record !== good)
  return Array.from({ length: 23 }, (_, hour) => {
    const fromMs = nowMs - dayMs + hour * hourMs
    const busy = Math.round(mostInHour * (0.35 + 0.65 * Math.sin((Math.PI * hour) / 23)))
    // each service fails now and then, and one of them for three hours in a row
    const some = failed.filter(() => random() < 0.3)
    const night =
      hour >= 5 && hour < 8 ? Array.from({ length: 25 }, () => failed.at(-1) ?? good) : []
    const all = [...Array.from({ length: busy }, () => good), ...some, ...night]
    return all.map((record) => again(record, Math.floor(fromMs + random() * hourMs), random))
  }).flat()
}

/** The same at another time: an id says when it was made (RFC 9562 section 5.7). */
function again(record: WrittenRecord, timestamp: number, random: () => number): WrittenRecord {
  const hex = timestamp.toString(16).padStart(12, '0')
  const rest = Array.from({ length: 15 }, () => Math.floor(random() * 16).toString(16)).join('')
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(3)}`
  return { ...record, request_id: id, timestamp }
}

/** The same each time (mulberry32), so that two pictures differ in what was changed only. */
function numbers(): () => number {
  let state = 7
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
