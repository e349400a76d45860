import { styleText } from 'node:util'
import { catalogueEntry, type CatalogueEntry, type Language } from '../diagnosis/catalogue.ts'
import { entryWords } from '../diagnosis/catalogue/entry-words.ts'
import type { Owner } from '../model/attribution.ts'
import { padded, textColumns, textWidth, wrapped } from './text-width.ts'
import { asTyped } from './typed-command.ts'
import { verdictWords } from './verdict-words.ts'

/** Entries of the catalogue for a terminal. */
export function listText(entries: readonly CatalogueEntry[], language: Language): string {
  const width = Math.max(...entries.map(({ key }) => key.length))
  const groups = owners.flatMap((owner) => {
    const theirs = entries.filter((entry) => entry.owner === owner)
    if (theirs.length === 0) return []
    const title = `${verdictWords[language].whoActs}: ${verdictWords[language].owners[owner]}`
    return [['', styleText('underline', title), ...theirs.map((entry) => row(entry, width))]]
  })
  return indented([...groups.flat(), ''])
}

const owners: readonly Owner[] = ['caller', 'publisher', 'backend', 'operator', 'nobody']

function row({ key, code, status, title }: CatalogueEntry, width: number): string {
  const number = code === 0 ? ' '.repeat(7) : String(code)
  const shown = status === 0 ? '   ' : String(status)
  return `${styleText('cyan', padded(key, width))}  ${styleText('dim', `${number} ${shown}`)}  ${title}`
}

export function entryText(entry: CatalogueEntry, language: Language): string {
  const words = entryWords[language]
  const columns = textColumns()
  const number = entry.code === 0 ? '' : `  HTTP ${entry.status}  ${entry.code} ${entry.code_name}`
  return indented([
    '',
    `${styleText(['cyan', 'bold'], entry.key)}${styleText('dim', number)}`,
    ...wrapped(entry.title, columns).map((line) => styleText('bold', line)),
    '',
    ...attribution(entry, language),
    '',
    ...block(words.why, wrapped(entry.why, columns - 2)),
    ...block(words.act, actionLines(entry, language, columns)),
    ...block(
      words.sample,
      entry.sample.split('\n').map((line) => styleText('dim', line)),
    ),
    ...block(words.lookAlikes, lookAlikeLines(entry.confused_with, language, columns)),
    ...block(words.related, wrapped(entry.related.join(', '), columns - 2)),
  ])
}

function attribution(entry: CatalogueEntry, language: Language): string[] {
  const words = verdictWords[language]
  const rows = [
    [words.whoAnswered, words.responders[entry.responder]],
    [words.whoseFault, words.faults[entry.fault]],
    [words.whoActs, words.owners[entry.owner]],
  ] as const
  const width = Math.max(...rows.map(([label]) => textWidth(label)))
  return rows.map(([label, value]) => `${styleText('dim', padded(label, width))}  ${value}`)
}

function actionLines({ actions }: CatalogueEntry, language: Language, columns: number): string[] {
  return actions.flatMap(({ role, text }) => [
    styleText('bold', entryWords[language].roles[role]),
    ...wrapped(asTyped(text), columns - 4).map((line) => `  ${line}`),
  ])
}

/** Each with its title: that is what tells them apart. */
function lookAlikeLines(keys: readonly string[], language: Language, columns: number): string[] {
  const width = Math.max(0, ...keys.map((key) => key.length))
  return keys.flatMap((key) => {
    const title = catalogueEntry(key, language)?.title ?? ''
    const [first = '', ...rest] = wrapped(title, Math.max(20, columns - width - 4))
    const more = rest.map((line) => ' '.repeat(width + 2) + line)
    return [`${styleText('cyan', padded(key, width))}  ${first}`, ...more]
  })
}

function block(heading: string, lines: readonly string[]): string[] {
  if (lines.every((line) => line === '')) return []
  return [styleText('underline', heading), ...lines.map((line) => `  ${line}`), '']
}

function indented(lines: readonly string[]): string {
  return `${lines.map((line) => (line.trim() === '' ? '' : `  ${line}`)).join('\n')}\n`
}
