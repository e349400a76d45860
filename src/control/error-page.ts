import type { CatalogueEntry, Language } from '../diagnosis/catalogue.ts'
import { catalogueEntry } from '../diagnosis/catalogue.ts'
import { errorPageWords } from './error-page-words.ts'
import { escaped, type FramedPage, searchForm } from './page-frame.ts'

/** Plain pages about errors, for whoever follows the `Link` of a failed request: no script, nothing
 *  loaded, readable on a phone and on paper. */
export function entryPage(entry: CatalogueEntry, language: Language): FramedPage {
  const words = errorPageWords[language]
  return {
    title: entry.title,
    language,
    path: `/errors/${entry.key}`,
    body: [
      `<p class="key"><code>${entry.key}</code>${numbers(entry)}</p>`,
      `<h1>${escaped(entry.title)}</h1>`,
      attribution(entry, language),
      `<h2>${words.why}</h2>\n<p>${escaped(entry.why)}</p>`,
      `<h2>${words.act}</h2>\n${actions(entry, language)}`,
      `<h2>${words.sample}</h2>\n<p>${words.sampleNotes[entry.kind]}</p>\n<pre>${escaped(entry.sample)}</pre>`,
      linkList(words.lookAlikes, entry.confused_with, language),
      linkList(words.related, entry.related, language),
      backLine(language),
    ].join('\n'),
  }
}

/** Whoever has a wrong or outdated key still finds the way. */
export function unknownKeyPage(
  key: string,
  nearest: readonly string[],
  language: Language,
): FramedPage {
  const words = errorPageWords[language]
  return {
    title: words.unknown,
    language,
    path: `/errors/${encodeURIComponent(key)}`,
    body: [
      `<h1>${words.unknown}</h1>`,
      `<p class="key"><code>${escaped(key)}</code></p>`,
      linkList(words.didYouMean, nearest, language),
      searchForm('', language),
      backLine(language),
    ].join('\n'),
  }
}

function numbers({ code, code_name: name, status }: CatalogueEntry): string {
  return code === 0 ? '' : ` · HTTP ${status} · ${code} <code>${name}</code>`
}

function attribution({ responder, fault, owner }: CatalogueEntry, language: Language): string {
  const words = errorPageWords[language]
  const rows = [
    [words.whoAnswers, words.responders[responder]],
    [words.whoseFault, words.faults[fault]],
    [words.whoActs, words.owners[owner]],
  ]
  const cells = rows.map(
    ([label, value]) => `<tr><th scope="row">${label}</th><td>${value}</td></tr>`,
  )
  return `<table class="facts">\n<caption>${words.facts}</caption>\n${cells.join('\n')}\n</table>`
}

function actions(entry: CatalogueEntry, language: Language): string {
  const words = errorPageWords[language]
  const items = entry.actions.map(
    ({ role, text }) => `<dt>${words.roles[role]}</dt><dd>${escaped(text)}</dd>`,
  )
  return `<dl>\n${items.join('\n')}\n</dl>`
}

/** Each with its title: that is what tells them apart. */
function linkList(heading: string, keys: readonly string[], language: Language): string {
  if (keys.length === 0) return ''
  const items = keys.map((key) => {
    const title = catalogueEntry(key, language)?.title ?? ''
    return `<li><a href="/errors/${key}?lang=${language}">${key}</a> ${escaped(title)}</li>`
  })
  const list = `<ul>\n${items.join('\n')}\n</ul>`
  if (keys.length <= mostOpen) return `<h2>${heading}</h2>\n${list}`
  return `<details><summary>${heading} (${keys.length})</summary>\n${list}\n</details>`
}

/** Longer lists are folded: many errors share the code of a failed connection. */
const mostOpen = 12

function backLine(language: Language): string {
  return `<p><a href="/errors?lang=${language}">${errorPageWords[language].all}</a></p>`
}
