import { styleText } from 'node:util'
import { Command, Option } from 'commander'
import {
  catalogueEntry,
  searchCatalogue,
  type CatalogueEntry,
  type Language,
} from '../diagnosis/catalogue.ts'
import { CommandFailure } from './command-failure.ts'
import { padded, textColumns, wrapped } from './text-width.ts'
import { verdictWords, type VerdictWords } from './verdict-words.ts'

interface ErrorsOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** `faultline errors [KEY|CODE|text]`: the catalogue of everything that can be concluded. */
export function errorsCommand(): Command {
  return new Command('errors')
    .description('list, search or explain errors and verdicts')
    .argument(
      '[key, code or words...]',
      'a key (backend_refused), a code (1650200) or words to look for',
    )
    .option('--json', 'print JSON')
    .addOption(
      new Option('--lang <language>', 'language of the texts').choices(['en', 'zh']).default('en'),
    )
    .action((words: readonly string[], options: ErrorsOptions) => {
      process.stdout.write(catalogueText(words.join(' '), options))
    })
}

function catalogueText(query: string, { json, lang }: ErrorsOptions): string {
  const one = catalogueEntry(query, lang)
  if (one !== undefined) return json === true ? jsonText(one) : entryText(one, lang)
  const found = searchCatalogue(query, lang)
  if (found.length === 0)
    throw new CommandFailure(
      `Nothing in the catalogue matches "${query}". "faultline errors" lists everything.`,
    )
  if (json === true) return jsonText({ items: found, next: null })
  const [only] = found
  return found.length === 1 && only !== undefined ? entryText(only, lang) : listText(found)
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function listText(entries: readonly CatalogueEntry[]): string {
  const lines = entries.map(({ key, code, status, title }) => {
    const number = code === 0 ? '       ' : String(code)
    const shown = status === 0 ? '   ' : String(status)
    return `${styleText('cyan', padded(key, 32))} ${styleText('dim', number)} ${shown}  ${title}`
  })
  return `${lines.join('\n')}\n`
}

function entryText(entry: CatalogueEntry, language: Language): string {
  const words = verdictWords[language]
  const columns = textColumns()
  const code = entry.code === 0 ? '' : `  ${entry.status}  ${entry.code} ${entry.code_name}`
  const lines = [
    '',
    `${styleText(['cyan', 'bold'], entry.key)}${code}`,
    ...wrapped(entry.title, columns).map((line) => styleText('bold', line)),
    '',
    ...wrapped(entry.why, columns),
    '',
    ...attribution(entry, words),
    '',
    ...entry.actions.flatMap(({ role, text }) => {
      const [first = '', ...rest] = wrapped(text, columns - 4)
      return [
        styleText('underline', words.owners[role]),
        `  ${first}`,
        ...rest.map((line) => `  ${line}`),
      ]
    }),
    ...(entry.sample === '' ? [] : ['', styleText('dim', entry.sample)]),
    ...(entry.related.length === 0
      ? []
      : ['', ...wrapped(`${related[language]}: ${entry.related.join(', ')}`, columns)]),
    '',
  ]
  return `${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`
}

const related: Readonly<Record<Language, string>> = { en: 'Same code', zh: '相同错误码' }

function attribution(entry: CatalogueEntry, words: VerdictWords): string[] {
  return [
    `${words.whoAnswered}: ${words.responders[entry.responder]}`,
    `${words.whoseFault}: ${words.faults[entry.fault]}`,
    `${words.whoActs}: ${words.owners[entry.owner]}`,
  ]
}
