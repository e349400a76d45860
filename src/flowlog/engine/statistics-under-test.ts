/** Hours of records of every kind for an engine that keeps counts, and what the tests ask of them. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { StatisticsQuestion } from '../statistics/statistics-question.ts'
import { idOf, type Folders } from './engine-under-test.ts'
import type { LogEngine } from './engine.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
export const nowMs = Math.floor(Date.now() / hourMs) * hourMs

export const everything: StatisticsQuestion = {
  where: {},
  times: [nowMs - 500 * dayMs],
  toMs: nowMs + 500 * dayMs,
  by: undefined,
  top: 10,
}

export async function total(engine: LogEngine): Promise<number> {
  const { total: all, complete } = await engine.statistics(everything)
  assert.ok(complete)
  return all.requests
}

export async function series(engine: LogEngine): Promise<unknown> {
  const from = nowMs - 5 * hourMs
  const times = Array.from({ length: 5 }, (_, place) => from + place * hourMs)
  return await engine.statistics({ ...everything, times, toMs: nowMs, by: 'key' })
}

export async function takeIn(engine: LogEngine): Promise<void> {
  while (await engine.round());
}

export async function countAll(engine: LogEngine): Promise<void> {
  for (let rounds = 0; await engine.keepFiles(); rounds++) assert.ok(rounds < 50, 'it never ends')
  assert.equal(engine.state.problem, '')
}

export function statisticsFolder({ folder }: Folders): string {
  return join(folder, '..', 'statistics')
}

export async function rollupNames(folders: Folders): Promise<string[]> {
  return (await readdir(statisticsFolder(folders))).filter((name) => name.endsWith('.parquet'))
}

export function line(number: number, timestamp: number): Partial<FlowRecord> {
  return { request_id: idOf(number), timestamp, gateway: 'shop', stage: 'prod', status: 200 }
}

/** Of any outcome, evenly over a time. */
export function someLines(
  count: number,
  fromMs: number,
  toMs: number,
  first = 0,
): Partial<FlowRecord>[] {
  const lines = fc.sample(someLine, count)
  return lines.map((more, place) => ({
    ...line(first + place, Math.floor(fromMs + ((toMs - fromMs) * place) / count)),
    ...more,
  }))
}

const someDuration = fc.oneof(
  fc.constantFrom(0, 0.5, 1, 1.25, 2, 99.95, 1_000, 400_000),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
)

const someLine: fc.Arbitrary<Partial<FlowRecord>> = fc.record({
  gateway: fc.constantFrom('shop', 'bank', ''),
  stage: fc.constantFrom('prod', 'test'),
  resource: fc.constantFrom('', 'orders', 'items'),
  app_code: fc.constantFrom('', 'a', 'b'),
  status: fc.constantFrom(0, 101, 200, 404, 499, 502),
  error_key: fc.constantFrom('', '', 'backend_refused', 'app_unknown'),
  request_duration: someDuration,
  backend_duration: someDuration,
})
