/** Writes `docs/reference/errors.md` and `verdicts.md` from the catalogue:
 *  `node test/flows/reference-pages.ts --write`. A test fails when they are stale. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  catalogueEntry,
  catalogueKeys,
  type CatalogueEntry,
} from '../../src/diagnosis/catalogue.ts'

export interface ReferencePage {
  readonly file: string
  readonly text: string
}

const generated =
  '<!-- Generated from src/diagnosis/catalogue.ts: node test/flows/reference-pages.ts --write -->'

export function referencePages(): readonly ReferencePage[] {
  return [
    { file: pathOf('errors.md'), text: errorsPage() },
    { file: pathOf('verdicts.md'), text: verdictsPage() },
  ]
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../../docs/reference/${name}`, import.meta.url))
}

function entriesOf(kind: CatalogueEntry['kind']): CatalogueEntry[] {
  return catalogueKeys
    .flatMap((key) => catalogueEntry(key) ?? [])
    .filter((entry) => entry.kind === kind)
}

function errorsPage(): string {
  const head = `${generated}

# Errors of the gateway

Every error that the gateway writes has five fields (\`code\`, \`data\`, \`code_name\`, \`message\`, \`result\`), the
header fields \`X-Bkapi-Error-Code\` and \`X-Bkapi-Error-Message\`, a \`Proxy-Status\` and a \`Link\` to its entry. The
key names one cause; a code may be shared by several. \`faultline errors KEY\` prints an entry, also in Chinese
(\`--lang zh\`).
`
  return [head, ...entriesOf('error').map(errorSection)].join('\n')
}

function errorSection(entry: CatalogueEntry): string {
  return `## ${entry.key}

${entry.title} ${entry.why}

| status | code | name | Proxy-Status | answered by | fault | acts |
| --- | --- | --- | --- | --- | --- | --- |
| ${entry.status} | ${entry.code} | ${entry.code_name} | ${entry.proxy_status} | ${entry.responder} | ${entry.fault} | ${entry.owner} |

${actions(entry)}

Message: \`${entry.message}\`

${lookAlikes(entry)}
`
}

function verdictsPage(): string {
  const head = `${generated}

# Verdicts

A verdict answers two questions that are kept apart: **who answered** (\`responder\`) and **whose fault it is**
(\`fault\`); from the second follows **who must act** (\`owner\`). \`certainty\` is \`certain\` (our own sockets or our own
decision), \`confirmed\` (a record of the backend agrees), \`likely\` (a strong fingerprint), \`possible\` (weak signs) or
\`unknown\`. A rule may name another responder, fault or owner than the usual one listed here, and says why.

A verdict's key is an [error's key](errors.md), or one of these, which are no refusals of the gateway:
`
  return [head, ...entriesOf('verdict').map(verdictSection)].join('\n')
}

function verdictSection(entry: CatalogueEntry): string {
  return `## ${entry.key}

${entry.title} ${entry.why}

Usually: responder \`${entry.responder}\`, fault \`${entry.fault}\`, owner \`${entry.owner}\`.

${actions(entry)}

${lookAlikes(entry)}
`
}

/** Both pages stand side by side: an error links to a verdict and back. */
function lookAlikes({ confused_with: keys }: CatalogueEntry): string {
  const links = keys.map((key) => {
    const page = catalogueEntry(key)?.kind === 'error' ? 'errors.md' : 'verdicts.md'
    return `[${key}](${page}#${key})`
  })
  return `Often confused with: ${links.join(', ')}`
}

function actions(entry: CatalogueEntry): string {
  return entry.actions.map(({ role, text }) => `* **${role}**: ${text}`).join('\n')
}

if (process.argv.includes('--write'))
  for (const { file, text } of referencePages()) writeFileSync(file, text)
