import type { Owner } from '../model/attribution.ts'
import type { CatalogueEntry, Language } from '../diagnosis/catalogue.ts'

/** Plain pages about errors, for whoever follows the `Link` of a failed request: no script, nothing
 *  loaded, readable on a phone and on paper. */
export function entryPage(entry: CatalogueEntry, language: Language): string {
  const words = texts[language]
  const code = entry.code === 0 ? '' : ` · ${entry.code} ${entry.code_name} · HTTP ${entry.status}`
  const actions = entry.actions.map(
    ({ role, text }) => `<dt>${words.roles[role]}</dt><dd>${escaped(text)}</dd>`,
  )
  return page(
    entry.title,
    language,
    `/errors/${entry.key}`,
    `<p class="key">${escaped(entry.key)}${escaped(code)}</p>
<h1>${escaped(entry.title)}</h1>
<p>${escaped(entry.why)}</p>
<h2>${words.act}</h2>
<dl>${actions.join('')}</dl>
${entry.sample === '' ? '' : `<h2>${words.sample}</h2>\n<pre>${escaped(entry.sample)}</pre>`}
${relatedPart(entry, language)}<p><a href="/errors?lang=${language}">${words.all}</a></p>`,
  )
}

export function listPage(entries: readonly CatalogueEntry[], language: Language): string {
  const words = texts[language]
  const rows = entries.map(
    ({ key, code, status, title }) =>
      `<tr><td><a href="/errors/${key}?lang=${language}">${escaped(key)}</a></td><td>${code === 0 ? '' : code}</td><td>${status === 0 ? '' : status}</td><td>${escaped(title)}</td></tr>`,
  )
  return page(
    words.all,
    language,
    '/errors',
    `<h1>${words.all}</h1>\n<table>\n${rows.join('\n')}\n</table>`,
  )
}

function relatedPart({ related }: CatalogueEntry, language: Language): string {
  if (related.length === 0) return ''
  const links = related.map((key) => `<a href="/errors/${key}?lang=${language}">${key}</a>`)
  return `<h2>${texts[language].related}</h2>\n<p>${links.join(', ')}</p>\n`
}

function page(title: string, language: Language, path: string, body: string): string {
  const other: Language = language === 'en' ? 'zh' : 'en'
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Faultline</title>
<style>${style}</style>
</head>
<body>
<nav><a href="${path}?lang=${other}" hreflang="${other}">${texts[language].other}</a></nav>
<main>
${body}
</main>
</body>
</html>
`
}

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
nav { text-align: right; }
.key { font-family: ui-monospace, monospace; opacity: .75; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
dt { font-weight: 600; }
dd { margin: 0 0 1rem; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; }
td { padding: .3rem .6rem .3rem 0; vertical-align: top; border-bottom: 1px solid #8884; }
`

interface PageTexts {
  readonly act: string
  readonly sample: string
  readonly related: string
  readonly all: string
  readonly other: string
  readonly roles: Readonly<Record<Owner, string>>
}

const texts: Readonly<Record<Language, PageTexts>> = {
  en: {
    act: 'What to do',
    sample: 'The answer as callers get it',
    related: 'Errors with the same code',
    all: 'All errors and verdicts',
    other: '中文',
    roles: {
      nobody: 'Nobody has to act',
      caller: 'As the caller',
      publisher: 'As a maintainer of the gateway',
      backend: "As the backend's owner",
      operator: 'As the operator of Faultline',
    },
  },
  zh: {
    act: '如何处理',
    sample: '调用方收到的响应',
    related: '相同错误码的其他错误',
    all: '全部错误与结论',
    other: 'English',
    roles: {
      nobody: '无需处理',
      caller: '调用方',
      publisher: '网关负责人',
      backend: '后端负责人',
      operator: 'Faultline 运维人员',
    },
  },
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
