import type { Plugin } from '../../model/plugin.ts'
import type { DefinitionProblem } from '../definition-problem.ts'
import { mostResources, type ResourceText } from '../definition-schema.ts'
import type { DefinitionText } from '../definition-source.ts'
import { pathPattern } from '../path-template.ts'
import { type Place, TextPlaces } from '../text-places.ts'
import { type Building, buildOperation } from './build-operation.ts'
import { MergedTooMuch } from './document-nodes.ts'
import { type OpenApiReport, type Refusal, ReportWriter } from './import-report.ts'
import { openDocument, type OpenedDocument } from './openapi-document.ts'
import { OperationDocumentation } from './operation-documentation.ts'
import { type FoundOperation, operationsIn } from './path-items.ts'
import { type NamedOperation, ResourceNames } from './resource-name.ts'
import { originOf } from './resource-path.ts'
import { noteDocument, noteOperation } from './unused-parts.ts'

/** START HERE: an OpenAPI 3 or Swagger 2 document to resources of a gateway, with a report that has every
 *  operation: taken, or refused with one sentence. A document that cannot be read at all is a problem. */
export interface OpenApiOptions {
  readonly plugins: readonly Plugin[]
  /** Of operations that say nothing themselves; undefined: what resources have without it. */
  readonly auth?: ResourceText['auth'] | undefined
  /** Where all resources lead; `default` unless given. */
  readonly backend?: string | undefined
  /** Of the whole import, in milliseconds. */
  readonly timeLimitMs?: number
  readonly nowMs?: () => number
}

export interface OpenApiImport {
  readonly report: OpenApiReport
  readonly resources: readonly ImportedResource[]
  /** What `$ref` in them stands for. */
  readonly references: Readonly<Record<string, unknown>>
  /** Scheme and host of the first server, '' where the document does not say. */
  readonly server: string
}

export interface ImportedResource {
  readonly resource: ResourceText
  /** Of the operation in the document. */
  readonly place: Place
}

export type OpenApiResult =
  | { readonly ok: true; readonly imported: OpenApiImport }
  | { readonly ok: false; readonly problem: DefinitionProblem }

/** Three megabytes take two to three seconds on one core of 2.5 GHz. */
const usualTimeLimitMs = 10_000

export function importOpenApi(source: DefinitionText, options: OpenApiOptions): OpenApiResult {
  const { nowMs = () => performance.now(), timeLimitMs = usualTimeLimitMs } = options
  const endMs = nowMs() + timeLimitMs
  const places = new TextPlaces(source.text)
  try {
    const imported = readDocument(source.text, places, () => nowMs() > endMs, options)
    return { ok: true, imported }
  } catch (thrown) {
    const { offset, message, suggestion } = unreadableBecause(thrown)
    const place = places.at(offset)
    return { ok: false, problem: { file: source.file, ...place, path: '', message, suggestion } }
  }
}

/** Throws an UnreadableDocument, or MergedTooMuch. */
function readDocument(
  text: string,
  places: TextPlaces,
  isOverTime: () => boolean,
  options: OpenApiOptions,
): OpenApiImport {
  const opened = openDocument(text, isOverTime)
  if (!opened.ok) throw new UnreadableDocument(opened.offset, opened.problem)
  const reading = new Reading(opened.document, places, options)
  for (const found of operationsIn(opened.document.nodes, reading.report)) {
    if (isOverTime()) throw new UnreadableDocument(found.offset, tooLong)
    if (reading.operations === mostResources) throw new UnreadableDocument(found.offset, tooMany)
    reading.take(found)
  }
  return reading.result()
}

class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument'
  readonly offset: number
  readonly suggestion: string

  constructor(offset: number, { message, suggestion }: Refusal) {
    super(message)
    this.offset = offset
    this.suggestion = suggestion
  }
}

function unreadableBecause(thrown: unknown): UnreadableDocument {
  if (thrown instanceof UnreadableDocument) return thrown
  if (thrown instanceof MergedTooMuch) return new UnreadableDocument(0, repeatedTooMuch)
  throw thrown
}

class Reading {
  readonly report: ReportWriter
  readonly #document: OpenedDocument
  readonly #building: Building
  readonly #names = new ResourceNames()
  readonly #requests = new TakenRequests()
  readonly #resources: ImportedResource[] = []
  operations = 0

  constructor(document: OpenedDocument, places: TextPlaces, options: OpenApiOptions) {
    this.#document = document
    this.report = new ReportWriter(places)
    this.#building = {
      document,
      report: this.report,
      documentation: new OperationDocumentation(document.nodes, this.report),
      plugins: new Map(options.plugins.map((plugin) => [plugin.name, plugin])),
      auth: options.auth,
      backend: options.backend ?? 'default',
    }
  }

  take(found: FoundOperation): void {
    this.operations += 1
    const { method, path, offset, node } = found
    const { nodes } = this.#document
    const built = buildOperation(found, this.#building)
    if (!built.ok) return this.report.refuse(method, path, offset, built.refusal)
    const place = this.report.placeAt(offset)
    const other = this.#requests.take(built.resource, place.line)
    if (other !== undefined) return this.report.refuse(method, path, offset, other)
    const operationId = nodes.text(nodes.value(node, 'operationId'))
    const named = this.#names.nameFor(operationId, method, path)
    this.#noteName(named, operationId, found)
    noteOperation(found, built.renamed, nodes, this.report)
    this.#resources.push({ resource: { name: named.name, ...built.resource }, place })
  }

  result(): OpenApiImport {
    const { format, title, servers } = this.#document
    noteDocument(this.#document, this.report)
    const references = this.#building.documentation.references.all()
    const { refused } = this.report
    const warnings = this.report.warnings()
    const taken = this.#resources.length
    return {
      report: { format, title, operations: this.operations, taken, refused, warnings },
      resources: this.#resources,
      references,
      server: originOf(servers[0] ?? ''),
    }
  }

  #noteName({ name, change }: NamedOperation, id: string | undefined, found: FoundOperation): void {
    const { method, path, offset } = found
    const wanted = id === undefined ? `${method} ${path}` : id
    if (change === 'renamed') this.report.warn('renamedNames', offset, `${wanted} is ${name}`)
    if (change === 'made') this.report.warn('madeNames', offset, `${method} ${path} is ${name}`)
    if (change === 'numbered') this.report.warn('repeatedNames', offset, `${wanted} is ${name}`)
  }
}

/** Which requests are taken already, by variables' places and not by their names. */
class TakenRequests {
  readonly #lines = new Map<string, Map<string, number>>()

  take({ method, path }: Omit<ResourceText, 'name'>, line: number): Refusal | undefined {
    const pattern = pathPattern(path)
    const lines = this.#lines.get(pattern) ?? new Map<string, number>()
    this.#lines.set(pattern, lines)
    const anyOther = method === 'ANY' ? [...lines.values()][0] : lines.get('ANY')
    const other = lines.get(method) ?? anyOther
    if (other === undefined) {
      lines.set(method, line)
      return undefined
    }
    const message = `the operation in line ${other} takes the same requests`
    const suggestion =
      'Names of variables, a slash at the end and what follows "#" tell no paths apart.'
    return { message, suggestion }
  }
}

const tooLong: Refusal = {
  message: 'the document takes too long to read',
  suggestion: 'Split it into several files.',
}

const tooMany: Refusal = {
  message: `the document has more than ${mostResources.toLocaleString('en')} operations`,
  suggestion: 'Split it: one document for each gateway.',
}

const repeatedTooMuch: Refusal = {
  message: 'the document repeats too much of itself by "<<"',
  suggestion: 'Write the operations out.',
}
