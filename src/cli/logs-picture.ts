/** A histogram as columns of a terminal: stacked, coloured or patterned by value, as wide as there is room. */
import { styleText } from 'node:util'
import {
  blocks,
  cellOf,
  colourAt,
  faintPattern,
  height,
  marksOf,
  patternAt,
  restPattern,
  type Colour,
  type Layer,
  type Marks,
} from './bar-cells.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type { Histogram, Series, Value } from './logs-answers.ts'
import { logsWords, scaleText } from './logs-words.ts'
import { valueText } from './logs-tables.ts'

const labelColumns = 8

export function histogramPicture(
  histogram: Histogram,
  columns: number,
  language: Language,
): string {
  const { times, step_ms: stepMs } = histogram
  const merged = Math.ceil(times.length / Math.max(10, columns - labelColumns - 2))
  const layers = layersOf(histogram).map((layer) => ({
    ...layer,
    counts: inGroups(layer.counts, merged),
  }))
  const totals = inGroups(
    times.map((_, bar) => totalOf(histogram, bar)),
    merged,
  )
  const highest = Math.max(1, ...totals)
  const marks = marksOf(layers)
  const lines: string[] = []
  for (let line = height - 1; line >= 0; line--) {
    const label = line === height - 1 ? shortNumber(highest) : line === 0 ? '0' : ''
    const cells = totals.map((_, bar) => cellOf(layers, marks, bar, line, highest))
    lines.push(`${label.padStart(labelColumns - 1)} │${cells.join('')}`)
  }
  return [
    ...lines,
    timeAxis(
      times.filter((_, bar) => bar % merged === 0),
      columns,
    ),
    chosen(scaleText(shortNumber(histogram.total), spanText(stepMs * merged)), language),
    ...legend(histogram, marks, language),
  ].join('\n')
}

/** Failures stand at the bottom, where their height can be compared; what is well above them. */
function layersOf({ series, others, by }: Histogram): Layer[] {
  const layers = series.map(({ value, counts }, place) => ({
    value,
    colour: colourOf(by, value, place),
    pattern: patternOf(by, value, place),
    counts,
  }))
  const bottom = layers.filter(({ value }) => !isWell(by, value))
  return [
    ...bottom,
    { colour: 'gray', pattern: restPattern, counts: others.counts },
    ...layers.filter(({ value }) => isWell(by, value)),
  ]
}

/** One line: how much, and in which columns something failed. */
export function sparkline(histogram: Histogram, columns: number): string {
  const { times, series } = histogram
  const merged = Math.ceil(times.length / Math.max(10, columns))
  const totals = inGroups(
    times.map((_, bar) => totalOf(histogram, bar)),
    merged,
  )
  const good = inGroups(series.find(({ value }) => value === 'none')?.counts ?? [], merged)
  const highest = Math.max(1, ...totals)
  return totals
    .map((total, bar) => {
      const glyph = blocks[Math.ceil((total / highest) * 8)] ?? ' '
      const failed = total - (good[bar] ?? 0)
      return failed === 0 ? glyph : styleText(failed >= total / 20 ? 'red' : 'yellow', glyph)
    })
    .join('')
}

function legend(histogram: Histogram, marks: Marks, language: Language): string[] {
  const { series, others, total, by } = histogram
  const lines = series.map(({ value, total: count }, place) => ({
    colour: colourOf(by, value, place),
    pattern: patternOf(by, value, place),
    name: valueText(value),
    count,
  }))
  const name = chosen(logsWords.others, language)
  if (others.total > 0)
    lines.push({ colour: 'gray', pattern: restPattern, name, count: others.total })
  return lines.map(({ colour, pattern, name: shown, count }) => {
    const share = ((count / Math.max(1, total)) * 100).toFixed(1)
    const mark = styleText(colour, marks === 'patterns' ? pattern : '■')
    return `${mark} ${shown}  ${shortNumber(count)} (${share} %)`
  })
}

const faultColours: Readonly<Record<string, Colour>> = {
  none: 'green',
  client: 'yellow',
  gateway: 'magenta',
  network: 'blue',
  access_layer: 'cyan',
  service: 'red',
  unsure: 'white',
}

function colourOf(by: string, value: Value, place: number): Colour {
  const ofFault = by === 'fault' ? faultColours[String(value)] : undefined
  return ofFault ?? colourAt(place)
}

function patternOf(by: string, value: Value, place: number): string {
  return isWell(by, value) ? faintPattern : patternAt(place)
}

function isWell(by: string, value: Value): boolean {
  return by === 'fault' && value === 'none'
}

function timeAxis(times: readonly number[], columns: number): string {
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) > 86_400_000
  let line = ' '.repeat(labelColumns + 1)
  for (const [bar, time] of times.entries()) {
    const label = isLong ? dayText(time) : clockText(time)
    const start = labelColumns + 1 + bar
    const isFree = line.length <= start && (bar === 0 || start - line.trimEnd().length >= 6)
    if (isFree && start + label.length <= columns) line = line.padEnd(start) + label
  }
  return styleText('dim', line)
}

export function clockText(epochMs: number): string {
  const time = new Date(epochMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  const seconds = time.getSeconds() === 0 ? '' : `:${two(time.getSeconds())}`
  return `${two(time.getHours())}:${two(time.getMinutes())}${seconds}`
}

function dayText(epochMs: number): string {
  const time = new Date(epochMs)
  return `${time.getMonth() + 1}-${String(time.getDate()).padStart(2, '0')} ${clockText(epochMs)}`
}

function spanText(ms: number): Bilingual {
  const [unitMs, english, chinese] =
    units.find(([size]) => ms % size === 0 && ms >= size) ?? milliseconds
  return [`${ms / unitMs} ${english}`, `${ms / unitMs} ${chinese}`]
}
const milliseconds = [1, 'ms', '毫秒'] as const
const units = [
  [86_400_000, 'd', '天'],
  [3_600_000, 'h', '小时'],
  [60_000, 'min', '分钟'],
  [1_000, 's', '秒'],
] as const

export function shortNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

function totalOf({ series, others }: Histogram, bar: number): number {
  const count = (one: Pick<Series, 'counts'>): number => one.counts[bar] ?? 0
  return series.reduce((sum, one) => sum + count(one), count(others))
}

function inGroups(counts: readonly number[], size: number): number[] {
  const groups = Array.from({ length: Math.ceil(counts.length / size) }, () => 0)
  for (const [place, count] of counts.entries()) {
    const group = Math.floor(place / size)
    groups[group] = (groups[group] ?? 0) + count
  }
  return groups
}
