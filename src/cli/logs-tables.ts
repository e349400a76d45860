/** Top values, percentiles and differences as tables of a terminal. */
import { styleText } from 'node:util'
import { chosen, type Language } from '../model/bilingual.ts'
import type { Differences, Durations, Percentiles, TopValues, Value } from './logs-answers.ts'
import { comparedText, inMilliseconds, logsWords, remainderText, theSame } from './logs-words.ts'
import { shownIn, padded, textWidth } from './text-width.ts'

export function topValuesTable({ fields }: TopValues, columns: number, language: Language): string {
  return fields
    .map(({ field, values, others, distinct, total, approximate }) => {
      const width = nameColumns([field, ...values.map(({ value }) => valueText(value))], columns)
      const barColumns = Math.max(0, Math.min(40, columns - width - 22))
      const rows = values.map(({ value, count, share }) =>
        [
          padded(shownIn(valueText(value), width), width),
          number(count).padStart(11),
          percent(share).padStart(8),
          barOf(share, barColumns),
        ].join(' '),
      )
      const more = distinct - values.length
      const remainder = remainderText(
        number(others),
        number(total),
        number(more),
        approximate === true,
      )
      const rest = chosen(remainder, language)
      const head = `${padded(field.toUpperCase(), width)} ${'RECORDS'.padStart(11)} ${'SHARE'.padStart(8)}`
      return [styleText('dim', head), ...rows, ...(more > 0 ? [styleText('dim', rest)] : [])]
        .map((line) => line.trimEnd())
        .join('\n')
    })
    .join('\n\n')
}

export function percentilesTable(
  { of, by, all, groups }: Percentiles,
  columns: number,
  language: Language,
): string {
  const name = by ?? ''
  const allName = chosen(logsWords.all, language)
  const width = nameColumns(
    [name, allName, ...groups.map(({ value }) => valueText(value))],
    columns,
  )
  const row = (title: string, durations: Durations): string =>
    [
      padded(shownIn(title, width), width),
      number(durations.count).padStart(11),
      ...durationColumns.map((column) => durations[column].toFixed(1).padStart(10)),
    ].join(' ')
  const head = [
    padded(name.toUpperCase(), width),
    'RECORDS'.padStart(11),
    ...durationColumns.map((column) => column.toUpperCase().padStart(10)),
  ].join(' ')
  const rows = [...groups.map((group) => row(valueText(group.value), group)), row(allName, all)]
  return [chosen(inMilliseconds(of), language), styleText('dim', head), ...rows].join('\n')
}

const durationColumns = ['p50', 'p90', 'p95', 'p99', 'max'] as const

export function differencesTable(differences: Differences, language: Language): string {
  const { selected, rest, counted, items } = differences
  const looked = counted.selected + counted.rest
  const part = looked === selected + rest ? '' : number(looked)
  const head = chosen(comparedText(number(selected), number(rest), part), language)
  if (selected === 0 || rest === 0) {
    return `${head}\n${chosen(logsWords.nothingToCompare, language)}`
  }
  if (items.length === 0) return `${head}\n${chosen(logsWords.noneMoreFrequent, language)}`
  const rows = items.map((item) => {
    const shares = `${percent(item.selected.share).padStart(9)} ${percent(item.rest.share).padStart(9)}`
    const also = item.also.map(({ field, value }) => `${field} ${valueText(value)}`).join(', ')
    const same = also === '' ? '' : styleText('dim', `  ${chosen(theSame(also), language)}`)
    return `${shares}   ${item.field} ${styleText('bold', valueText(item.value))}${same}`
  })
  const titles = styleText('dim', `${'OF THESE'.padStart(9)} ${'OF OTHERS'.padStart(9)}   WHAT`)
  return [head, titles, ...rows].join('\n')
}

/** A caller chooses these characters: none may move the cursor or change colours. */
export function valueText(value: Value): string {
  return value === '' ? '(empty)' : String(value).replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
}

function nameColumns(names: readonly string[], columns: number): number {
  const longest = Math.max(...names.map(textWidth))
  return Math.min(longest, Math.max(12, columns - 24))
}

function barOf(share: number, columns: number): string {
  const eighths = Math.max(1, Math.round(share * columns * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (parts[eighths % 8] ?? '')
}
const parts = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** A share that is not 0 never looks like it. */
function percent(share: number): string {
  const value = share * 100
  return value > 0 && value < 0.1 ? '<0.1 %' : `${value.toFixed(1)} %`
}
