import { type Checking, isKnown, listIn, textIn, valueIn } from './checking.ts'
import type { Path } from './definition-problem.ts'
import { longestDocument, mostLabels } from './documentation-schema.ts'
import { isRecord } from './shape.ts'

/** What is said for people: labels, documents in files of their own, contacts that can be followed. */
export function checkDocumentation(gateway: unknown, path: Path, checking: Checking): void {
  const labels = new Set<string>()
  for (const [index, resource] of listIn(gateway, 'resources').entries()) {
    const at = [...path, 'resources', index]
    checkLabels(resource, at, labels, checking)
    if (!isKnown(resource, checking)) checkOwnDocumentation(resource, at, checking)
  }
  for (const [reference, part] of Object.entries(recordIn(gateway, 'references'))) {
    checkSize(part, [...path, 'references', reference], checking)
  }
  for (const [index, contact] of listIn(gateway, 'contacts').entries()) {
    checkLink(contact, [...path, 'contacts', index], checking)
  }
}

/** Of one resource by itself. */
export function checkOwnDocumentation(resource: unknown, at: Path, checking: Checking): void {
  checkVisibility(resource, at, checking)
  checkDocuments(resource, at, checking)
  checkSize(valueIn(resource, 'schema'), [...at, 'schema'], checking)
}

/** A document on one line that begins and ends like this is the name of a file. */
const fileName = /^\.{0,2}\/[^\n]{1,400}\.md$/

export function namesDocumentFile(text: string): boolean {
  return fileName.test(text)
}

function checkLabels(resource: unknown, at: Path, labels: Set<string>, checking: Checking): void {
  const own = new Set<unknown>()
  for (const [index, label] of listIn(resource, 'labels').entries()) {
    const here = [...at, 'labels', index]
    if (own.has(label)) checking.report(here, 'the label stands in this list already')
    own.add(label)
    if (typeof label !== 'string' || labels.has(label)) continue
    labels.add(label)
    if (labels.size !== mostLabels + 1) continue // said once
    const message = `the gateway has more than ${mostLabels} different labels`
    checking.report(here, message, 'Labels are for groups of resources; use fewer.')
  }
}

function checkVisibility(resource: unknown, at: Path, checking: Checking): void {
  if (valueIn(resource, 'public') !== false || valueIn(resource, 'allowApply') !== true) return
  const message = 'nobody can ask for a resource that is not listed'
  checking.report([...at, 'allowApply'], message, 'Remove `allowApply`, or `public: false`.')
}

/** Puts the text in place of the name of its file, so that a definition is complete. */
function checkDocuments(resource: unknown, at: Path, checking: Checking): void {
  const docs = valueIn(resource, 'docs')
  for (const language of ['en', 'zh']) {
    const named = textIn(docs, language)
    if (named === undefined || !namesDocumentFile(named)) continue
    const here = [...at, 'docs', language]
    const read = checking.textFile(named)
    if (!read.ok) checking.report(here, read.message, read.suggestion)
    else if (read.text.length > longestDocument) {
      checking.report(here, `the file has more than ${longestDocument} characters`)
    } else checking.setText(here, read.text)
  }
}

/** Of one operation, or of one part that operations refer to, as JSON. */
export const longestSchema = 65_536

function checkSize(part: unknown, at: Path, checking: Checking): void {
  if (part === undefined || JSON.stringify(part).length <= longestSchema) return
  const message = `longer than ${longestSchema} characters of JSON`
  checking.report(at, message, 'Put what is shared into `references`, and refer to it by `$ref`.')
}

const linkSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'wxwork:'])

/** A link is shown to be followed, so nothing that runs may stand there. */
function checkLink(contact: unknown, at: Path, checking: Checking): void {
  const link = textIn(contact, 'link')
  if (link === undefined || link === '') return
  if (URL.canParse(link) && linkSchemes.has(new URL(link).protocol)) return
  const suggestion = 'Such as https://wiki.example.com/orders or mailto:orders@example.com.'
  checking.report([...at, 'link'], 'expected a link that can be followed', suggestion)
}

function recordIn(container: unknown, key: string): Readonly<Record<string, unknown>> {
  const value = valueIn(container, key)
  return isRecord(value) ? value : {}
}
