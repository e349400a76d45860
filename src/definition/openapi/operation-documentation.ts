import { longestSchema } from '../check-documentation.ts'
import type { ResourceText } from '../definition-schema.ts'
import { longestDocument, mostLabels } from '../documentation-schema.ts'
import type { DocumentNodes } from './document-nodes.ts'
import type { ReportWriter } from './import-report.ts'
import { oneLine } from './openapi-document.ts'
import type { FoundOperation } from './path-items.ts'
import { ReferencedParts } from './referenced-parts.ts'

/** What an operation says for people: it is kept for callers to read and never looked into here. */
export class OperationDocumentation {
  readonly references: ReferencedParts
  readonly #nodes: DocumentNodes
  readonly #report: ReportWriter
  readonly #labels = new Set<string>()

  constructor(nodes: DocumentNodes, report: ReportWriter) {
    this.#nodes = nodes
    this.#report = report
    this.references = new ReferencedParts(nodes, report)
  }

  of(found: FoundOperation): Partial<ResourceText> {
    const { node } = found
    const isDeprecated = this.#nodes.scalar(this.#nodes.value(node, 'deprecated')) === true
    return {
      ...this.#words(node),
      ...this.#labelsOf(found),
      ...(isDeprecated ? { deprecated: {} } : {}),
      ...this.#schemaOf(found),
    }
  }

  /** A description is Markdown; what does not fit on one line is the document of the resource. */
  #words(node: unknown): Partial<ResourceText> {
    const text = (key: string) => this.#nodes.text(this.#nodes.value(node, key)) ?? ''
    const summary = shortened(oneLine(text('summary').slice(0, 4 * longestSummary)), longestSummary)
    const whole = text('description').slice(0, longestDocument).toWellFormed().trim()
    const line = oneLine(whole.slice(0, 4 * longestDescription))
    const isShort = line === whole && line.length <= longestDescription
    return {
      ...(summary === '' ? {} : { summary }),
      ...(line === '' ? {} : { description: shortened(line, longestDescription) }),
      ...(isShort ? {} : { docs: { [languageOf(whole)]: whole } }),
    }
  }

  #labelsOf({ node, offset }: FoundOperation): Partial<ResourceText> {
    const tags = this.#nodes.items(this.#nodes.value(node, 'tags')).flatMap((tag) => {
      const label = oneLine((this.#nodes.text(tag) ?? '').slice(0, 256)).slice(0, longestLabel)
      return label === '' ? [] : [label.toWellFormed().trim()]
    })
    const labels: string[] = []
    for (const label of new Set(tags)) {
      const fits = this.#labels.has(label) || this.#labels.size < mostLabels
      if (!fits || labels.length === mostLabelsOfResource) this.#report.warn('tags', offset, label)
      else {
        this.#labels.add(label)
        labels.push(label)
      }
    }
    return labels.length === 0 ? {} : { labels }
  }

  #schemaOf(found: FoundOperation): Partial<ResourceText> {
    const nodes = [...this.#parametersOf(found), ...this.#bodiesOf(found)]
    const schema: Record<string, unknown> = {}
    for (const [key, node] of nodes) {
      const read = this.#nodes.plain(node, mostValues)
      if (read === undefined) return this.#tooLarge(found)
      if (key !== 'parameters') schema[key] = read.value
      else schema[key] = [...((schema[key] ?? []) as unknown[]), read.value] // made here
    }
    if (Object.keys(schema).length === 0) return {}
    if (JSON.stringify(schema).length > longestSchema) return this.#tooLarge(found)
    this.references.note(schema)
    return { schema }
  }

  /** Those of the path too, but for what the operation says anew (OpenAPI 3.1, section 4.8.9). */
  #parametersOf({ node, pathItem }: FoundOperation): ['parameters', unknown][] {
    const own = this.#nodes.items(this.#nodes.value(node, 'parameters'))
    const shared = this.#nodes.items(this.#nodes.value(pathItem, 'parameters'))
    const said = new Set(own.map((parameter) => this.#identityOf(parameter)))
    const others = shared.filter((parameter) => !said.has(this.#identityOf(parameter)))
    return [...others, ...own].map((parameter) => ['parameters', parameter])
  }

  #identityOf(parameter: unknown): string {
    const reference = this.#nodes.text(this.#nodes.value(parameter, '$ref'))
    const target = reference?.startsWith('#') ? this.#nodes.pointed(reference) : parameter
    const text = (key: string) => this.#nodes.text(this.#nodes.value(target, key)) ?? ''
    return `${text('in')}\n${text('name')}`
  }

  #bodiesOf({ node }: FoundOperation): [string, unknown][] {
    return ['requestBody', 'responses'].flatMap((key): [string, unknown][] => {
      const member = this.#nodes.member(node, key)
      return member === undefined ? [] : [[key, member.value]]
    })
  }

  #tooLarge({ method, path, offset }: FoundOperation): Partial<ResourceText> {
    this.#report.warn('largeSchemas', offset, `${method} ${path}`)
    return {}
  }
}

const longestSummary = 200
/** Of the first line of a document: the beginning says what it is. */
const longestDescription = 500
const longestLabel = 64
const mostLabelsOfResource = 10
/** Of one parameter, body or answer; references in it are not followed. */
const mostValues = 5_000

function shortened(line: string, most: number): string {
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line
}

/** Of the two that there are. */
function languageOf(text: string): 'en' | 'zh' {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}
