import { setTimeout as wait } from 'node:timers/promises'
import { chosen, type Language } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import { flowTable, type ListedFlow } from './flow-table.ts'
import type { FlowPage, Histogram } from './logs-answers.ts'
import { GapTeller } from './logs-gaps.ts'
import {
  awayNote,
  backNote,
  emptyNote,
  incompleteNote,
  olderNote,
  say,
  tooManyNote,
} from './logs-notes.ts'
import { shortNumber, sparkline } from './logs-picture.ts'
import { logsWords, summaryText } from './logs-words.ts'
import { asked, type LogsFilter } from './logs-request.ts'
import { ServerAway, type ServerClient } from './server-client.ts'

export interface ListOptions {
  readonly limit: number
  readonly json: boolean
  readonly follow: boolean
  readonly language: Language
}

/** `faultline logs`: the records themselves, newest last. */
export async function showList(
  client: ServerClient,
  filter: LogsFilter,
  options: ListOptions,
): Promise<void> {
  const page = await pageFrom(client, filter, options.limit)
  const isForPeople = !options.json && process.stdout.isTTY
  if (isForPeople && !options.follow && page.items.length > 0)
    await showSummary(client, filter, options.language)
  print(page.items, options, true)
  const { json, language } = options
  const gaps = new GapTeller(language)
  gaps.tell(page.gaps, json)
  if (!page.complete) say(incompleteNote, language)
  if (options.follow) return await follow(client, filter, options, page.items, gaps)
  if (page.items.length === 0) say(emptyNote(filter), language)
  else if (page.next !== null) say(olderNote, language)
}

/** What one wants to know first: how much there was, when, and what went wrong. */
async function showSummary(
  client: ServerClient,
  filter: LogsFilter,
  language: Language,
): Promise<void> {
  const histogram = await histogramOf(client, filter)
  if (histogram === undefined || histogram.total === 0) return
  const { total, series, from, to } = histogram
  const failed = series.filter(({ value }) => value !== 'none')
  const sum = failed.reduce((count, { total: one }) => count + one, 0)
  const share = ((sum / total) * 100).toFixed(1)
  const faults = failed.map(({ value, total: one }) => `${value} ${shortNumber(one)}`).join(', ')
  const isLastHour = filter.from === undefined && to - from === 3_600_000
  const time = isLastHour ? logsWords.lastHour : logsWords.inThisTime
  const summary = summaryText(shortNumber(total), shortNumber(sum), share)
  const columns = Math.min(60, (process.stdout.columns ?? 80) - 12)
  console.log(
    `${chosen(time, language)}  ${sparkline(histogram, columns)}\n` +
      `${chosen(summary, language)}${sum > 0 ? `${language === 'zh' ? '：' : ': '}${faults}` : ''}\n`,
  )
}

/** Undefined where the server will not count so much: the records themselves are what was asked for. */
async function histogramOf(
  client: ServerClient,
  filter: LogsFilter,
): Promise<Histogram | undefined> {
  try {
    return (await asked(client, '/histogram', filter, {})) as Histogram // management-api.md
  } catch (error) {
    if (error instanceof CommandFailure) return undefined
    throw error
  }
}

/** Asks once a second. A long request's record comes late and with an old time, so the last seconds
 *  are asked for again and what was shown is left out. */
async function follow(
  client: ServerClient,
  filter: LogsFilter,
  options: ListOptions,
  shown: readonly ListedFlow[],
  gaps: GapTeller,
): Promise<void> {
  const seen = new Set(shown.map(({ request_id: id }) => id))
  let from = shown[0]?.timestamp ?? Date.now()
  for (;;) {
    await wait(1_000)
    const since = Math.max(from - lateMs, filter.from ?? 0)
    const later = { ...filter, from: since, to: undefined }
    const page = await pageOnceThere(client, later, options.language)
    const fresh = page.items.filter(({ request_id: id }) => !seen.has(id))
    if (fresh.length === 1_000) say(tooManyNote, options.language)
    for (const { request_id: id } of fresh) seen.add(id)
    from = Math.max(from, page.items[0]?.timestamp ?? 0)
    if (seen.size > 20_000) forget(seen, page.items)
    print(fresh, options, false)
    gaps.tell(page.gaps, options.json)
  }
}
const lateMs = 10_000

/** A server that starts anew has the records of before. */
async function pageOnceThere(
  client: ServerClient,
  filter: LogsFilter,
  language: Language,
): Promise<FlowPage> {
  for (let isTold = false; ; isTold = true) {
    try {
      const page = await pageFrom(client, filter, 1_000)
      if (isTold) say(backNote, language)
      return page
    } catch (error) {
      if (!(error instanceof ServerAway)) throw error
      if (!isTold) say(awayNote, language)
      await wait(1_000)
    }
  }
}

function forget(seen: Set<string>, recent: readonly ListedFlow[]): void {
  seen.clear()
  for (const { request_id: id } of recent) seen.add(id)
}

async function pageFrom(
  client: ServerClient,
  filter: LogsFilter,
  limit: number,
): Promise<FlowPage> {
  return (await asked(client, '', filter, { limit })) as FlowPage // docs/reference/management-api.md
}

function print(items: readonly ListedFlow[], { json }: ListOptions, withHead: boolean): void {
  const oldestFirst = items.toReversed()
  if (json) {
    for (const item of oldestFirst) console.log(JSON.stringify(item))
    return
  }
  if (oldestFirst.length === 0) return
  const columns = process.stdout.columns ?? 160
  process.stdout.write(flowTable(oldestFirst, { columns, withHead }))
}
