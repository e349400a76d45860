import { createHash } from 'node:crypto'
import type { Language } from '../diagnosis/catalogue.ts'
import type { ServedText } from './console-files.ts'
import { errorPageWords } from './error-page-words.ts'

/** Pages that can be read without the console and without a script: language, style, the switch between the
 *  languages. */
export interface FramedPage {
  readonly title: string
  readonly language: Language
  readonly path: string
  readonly search?: string
  readonly body: string
}

/** The page by itself. */
export function plainPage(page: FramedPage): string {
  const { title, language } = page
  return `<!doctype html>
<html lang="${htmlLanguages[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(title)}</title>
<style>${style}</style>
</head>
<body>
${contentOf(page)}
</body>
</html>
`
}

/** The same as the console's page has it until its script runs, or where none does. */
export function servedPage(page: FramedPage): ServedText {
  const { title, language } = page
  return {
    language: htmlLanguages[language],
    title: titleOf(title),
    style,
    content: contentOf(page),
  }
}

function titleOf(title: string): string {
  return `${escaped(title)} – Faultline`
}

function contentOf({ language, path, search, body }: FramedPage): string {
  const other: Language = language === 'en' ? 'zh' : 'en'
  const query = new URLSearchParams({
    lang: other,
    ...(search === undefined ? {} : { search }),
  })
  return `<nav aria-label="${errorPageWords[language].languages}"><a href="${escaped(`${path}?${query.toString()}`)}" hreflang="${htmlLanguages[other]}" lang="${htmlLanguages[other]}">${errorPageWords[other].language}</a></nav>
<main>
${body}
</main>`
}

export const htmlLanguages: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' }

export function searchForm(search: string, language: Language): string {
  const words = errorPageWords[language]
  return `<form role="search" action="/errors" method="get">
<input type="hidden" name="lang" value="${language}">
<label for="search">${words.searchLabel}</label>
<input type="search" id="search" name="search" value="${escaped(search)}" maxlength="1000" placeholder="backend_refused, 16502, connection refused">
<button>${words.searchButton}</button>
</form>`
}

/** Colours are those of the reader's system, so they have its contrast, in the dark too. */
const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
nav { text-align: right; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
code, pre { font: .9em/1.5 ui-monospace, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid; border-radius: .4rem; }
dt { font-weight: 600; }
dd { margin: 0 0 1rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
label { width: 100%; }
input[type=search] { flex: 1 1 16rem; }
input, button { font: inherit; padding: .3rem .6rem; }
table { border-collapse: collapse; width: 100%; margin-top: 2rem; }
table.facts { width: auto; margin-top: 0; }
caption { text-align: left; font-weight: 600; font-size: 1.1rem; padding-bottom: .3rem; }
table.facts caption { position: absolute; left: -100vw; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; vertical-align: top; border-bottom: 1px solid #8886; }
th[scope=row] { font-weight: normal; }
li { margin-bottom: .3rem; }
@media print { nav, form { display: none; } details > * { display: block; } body { max-width: none; } }
`

/** No script at all, this one style, and the search form. */
export const plainPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
