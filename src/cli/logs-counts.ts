import { setTimeout as wait } from 'node:timers/promises'
import type { Language } from '../diagnosis/catalogue.ts'
import type { Counted, Differences, Histogram, Percentiles, TopValues } from './logs-answers.ts'
import { gapNote, GapTeller } from './logs-gaps.ts'
import { incompleteNote, say } from './logs-notes.ts'
import { clockText, histogramPicture } from './logs-picture.ts'
import { asked, type LogsFilter } from './logs-request.ts'
import { differencesTable, percentilesTable, topValuesTable, valueText } from './logs-tables.ts'
import type { ServerClient } from './server-client.ts'

/** What `faultline logs` counts instead of listing. */
export interface CountOptions {
  readonly json: boolean
  readonly follow: boolean
  readonly by: string | undefined
  /** Values shown; undefined: as many as the server gives. */
  readonly top: number | undefined
  readonly language: Language
}

export async function showHistogram(
  client: ServerClient,
  filter: LogsFilter,
  step: string | undefined,
  options: CountOptions,
): Promise<void> {
  const { by, top } = options
  const histogramOf = async (range: LogsFilter): Promise<Histogram> =>
    (await asked(client, '/histogram', range, { step, by, top })) as Histogram // management-api.md
  if (options.follow) return await followHistogram(filter, histogramOf, options)
  const histogram = await histogramOf(filter)
  const { language } = options
  show(histogram, options, () => histogramPicture(histogram, columnsOfTerminal(), language))
}

export async function showTopValues(
  client: ServerClient,
  filter: LogsFilter,
  field: readonly string[],
  options: CountOptions,
): Promise<void> {
  const { top, language } = options
  const found = (await asked(client, '/top-values', filter, { field, top })) as TopValues
  show(found, options, () => topValuesTable(found, columnsOfTerminal(), language))
}

export async function showPercentiles(
  client: ServerClient,
  filter: LogsFilter,
  of: string | undefined,
  options: CountOptions,
): Promise<void> {
  const { by, top, language } = options
  const found = (await asked(client, '/percentiles', filter, { of, by, top })) as Percentiles
  show(found, options, () => percentilesTable(found, columnsOfTerminal(), language))
}

/** Without a query: what is different about what went wrong. */
export async function showDifferences(
  client: ServerClient,
  filter: LogsFilter,
  options: CountOptions,
): Promise<void> {
  const query = filter.query === '' ? '-fault:none' : filter.query
  const { top, language } = options
  const found = (await asked(client, '/differences', { ...filter, query }, { top })) as Differences
  show(found, options, () => differencesTable(found, language))
}

/** As JSON the answer has its gaps in it. */
function show(answer: Counted, { json, language }: CountOptions, text: () => string): void {
  console.log(json ? JSON.stringify(answer) : text())
  if (json) return
  new GapTeller(language).tell(answer.gaps, false)
  if (!answer.complete) say(incompleteNote, language)
}

/** A terminal shows the picture of the last time and draws it anew each second; elsewhere each bar is
 *  a line, once it has ended. */
async function followHistogram(
  filter: LogsFilter,
  histogramOf: (range: LogsFilter) => Promise<Histogram>,
  { json, language }: CountOptions,
): Promise<void> {
  const told = new GapTeller(language)
  const rangeMs = Date.now() - (filter.from ?? Date.now() - followedMs)
  let shown = 0
  let drawn = 0
  for (;;) {
    const now = Date.now()
    const histogram = await histogramOf({ ...filter, from: now - rangeMs, to: now })
    if (process.stdout.isTTY && !json) {
      const { gaps } = histogram
      const picture = [
        histogramPicture(histogram, columnsOfTerminal(), language),
        ...(gaps.length > 0 ? [gapNote(gaps, language)] : []),
      ].join('\n')
      if (drawn > 0) process.stdout.write(`\u001b[${drawn}A\u001b[J`)
      process.stdout.write(`${picture}\n`)
      drawn = picture.split('\n').length
    } else {
      for (const bar of endedBars(histogram, shown, now)) {
        console.log(json ? JSON.stringify(bar) : barLine(bar))
        shown = bar.time
      }
      told.tell(histogram.gaps, json)
    }
    await wait(1_000)
  }
}
const followedMs = 900_000

interface Bar {
  readonly time: number
  readonly total: number
  readonly counts: Readonly<Record<string, number>>
}

/** A record comes a second or two after its request began; those of longer ones are not waited for. */
const settledMs = 3_000

function endedBars(
  { times, step_ms: stepMs, series, others }: Histogram,
  after: number,
  now: number,
): Bar[] {
  return times.flatMap((time, place) => {
    if (time <= after || time + stepMs + settledMs > now) return []
    const counts = series.map(
      ({ value, counts: all }) => [valueText(value), all[place] ?? 0] as const,
    )
    const named = [...counts, ['others', others.counts[place] ?? 0] as const]
    const total = named.reduce((sum, [, count]) => sum + count, 0)
    return [{ time, total, counts: Object.fromEntries(named.filter(([, count]) => count > 0)) }]
  })
}

function barLine({ time, total, counts }: Bar): string {
  const parts = Object.entries(counts).map(([value, count]) => `${value}=${count}`)
  return [clockText(time), String(total), ...parts].join(' ')
}

function columnsOfTerminal(): number {
  return process.stdout.columns ?? 80
}
