import type { CatalogueEntry, Language } from '../diagnosis/catalogue.ts'
import type { Owner } from '../model/attribution.ts'
import { errorPageWords } from './error-page-words.ts'
import { escaped, type FramedPage, searchForm } from './page-frame.ts'

/** The catalogue, or what a search of it found, grouped by who must act. */
export function listPage(
  entries: readonly CatalogueEntry[],
  search: string,
  language: Language,
): FramedPage {
  const words = errorPageWords[language]
  const groups = owners.map((owner) => {
    const theirs = entries.filter((entry) => entry.owner === owner)
    return theirs.length === 0 ? '' : table(words.groups[owner], theirs, language)
  })
  return {
    title: words.all,
    language,
    path: '/errors',
    ...(search === '' ? {} : { search }),
    body: [
      `<h1>${words.all}</h1>`,
      searchForm(search, language),
      `<p role="status">${countLine(entries.length, search, language)}</p>`,
      ...groups,
    ].join('\n'),
  }
}

/** Callers read these pages: what they can do themselves stands first. */
const owners: readonly Owner[] = ['caller', 'publisher', 'backend', 'operator', 'nobody']

function countLine(count: number, search: string, language: Language): string {
  const words = errorPageWords[language]
  if (search === '') return words.intro
  return count === 0 ? words.nothingFound : `${words.found}: ${count}`
}

function table(caption: string, entries: readonly CatalogueEntry[], language: Language): string {
  const words = errorPageWords[language]
  const head = [words.key, words.code, 'HTTP', words.meaning]
    .map((label) => `<th scope="col">${label}</th>`)
    .join('')
  const rows = entries.map(
    ({ key, code, status, title }) =>
      `<tr><th scope="row"><a href="/errors/${key}?lang=${language}">${breakable(key)}</a></th><td>${code || ''}</td><td>${status || ''}</td><td>${escaped(title)}</td></tr>`,
  )
  return `<table>\n<caption>${caption}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`
}

/** Narrow columns break keys between their words. */
function breakable(key: string): string {
  return key.replaceAll('_', '_<wbr>')
}
