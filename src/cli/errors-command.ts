import { Command } from 'commander'
import { catalogueEntry, type CatalogueEntry, type Language } from '../diagnosis/catalogue.ts'
import { nearestKeys } from '../diagnosis/catalogue/nearest-keys.ts'
import { searchCatalogue } from '../diagnosis/catalogue/search.ts'
import { chosen, en, zh, type Bilingual } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import { entryText, listText } from './errors-text.ts'
import { languageOption } from './terminal-language.ts'

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
      'a key, a code or its beginning, a status, a message as received, or words',
    )
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .addHelpText('after', examples)
    .action((words: readonly string[], options: ErrorsOptions) => {
      process.stdout.write(catalogueText(words.join(' '), options))
    })
}

function catalogueText(query: string, { json, lang }: ErrorsOptions): string {
  const found = searchCatalogue(query, lang)
  const [only] = found
  if (only === undefined) throw new CommandFailure(chosen(nothingFound(query), lang))
  if (json === true) return jsonText(only, found, query)
  return found.length === 1 ? entryText(only, lang) : listText(found, lang)
}

/** One entry where its key was given, else what a list of the API looks like. */
function jsonText(only: CatalogueEntry, found: readonly CatalogueEntry[], query: string): string {
  const value = only.key === query.trim() ? only : { items: found, next: null }
  return `${JSON.stringify(value, null, 2)}\n`
}

function nothingFound(query: string): Bilingual {
  const nearest = nearestKeys(query)
  const asked = query.slice(0, 200)
  const list = (language: Language, or: string): string =>
    nearest.map((key) => `"${key}" (${titleOf(key, language)})`).join(or)
  const hint: Bilingual =
    nearest.length > 0
      ? [`Did you mean ${list('en', ', or ')}?`, `是否要找 ${list('zh', '，或 ')}？`]
      : ['"faultline errors" lists everything.', '"faultline errors" 会列出全部。']
  return [
    en`Nothing in the catalogue matches "${asked}". ${hint}`,
    zh`目录中没有与 "${asked}" 匹配的内容。${hint}`,
  ]
}

function titleOf(key: string, language: Language): string {
  return (catalogueEntry(key, language)?.title ?? '').replace(/[.。]$/, '')
}

const examples = `
Examples:
  faultline errors                                everything, by who must act
  faultline errors backend_refused                one entry
  faultline errors 1650200                        a code; 16502 or 502 finds more
  faultline errors 'Bad Gateway [upstream_error="connection refused"]'
  faultline errors certificate expired            words
  faultline errors 'curl: (52)'                   what a program said
  faultline errors --lang zh 证书                 in Chinese`
