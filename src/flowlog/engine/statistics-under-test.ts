/** Hours of records of every kind for an engine that keeps counts, and what the tests ask of them. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
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

/** Evenly over a time. */
export function someLines(
  count: number,
  fromMs: number,
  toMs: number,
  first = 0,
  outcomes: readonly Partial<FlowRecord>[] = mixedOutcomes(count),
): Partial<FlowRecord>[] {
  return outcomes.map((more, place) => ({
    ...line(first + place, Math.floor(fromMs + ((toMs - fromMs) * place) / count)),
    ...more,
  }))
}

function mixedOutcomes(count: number): Partial<FlowRecord>[] {
  return Array.from({ length: count }, (_, number) => ({
    gateway: number % 3 === 0 ? 'bank' : 'shop',
    resource: number % 5 === 0 ? '' : 'orders',
    app_code: number % 2 === 0 ? 'a' : 'b',
    ...(number % 4 === 0 ? { status: 502, error_key: 'backend_refused' } : {}),
    request_duration: number * 7.5,
    backend_duration: number * 6.25,
  }))
}
