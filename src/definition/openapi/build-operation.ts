import type { Plugin } from '../../model/plugin.ts'
import { checkPlugins } from '../check-plugins.ts'
import { checkShape } from '../check-shape.ts'
import type { Checking } from '../checking.ts'
import { pathText } from '../definition-problem.ts'
import type { ResourceText } from '../definition-schema.ts'
import { backendPathProblem, variablesOf } from '../path-template.ts'
import { resourceSchema } from '../resource-schema.ts'
import { shapeOf } from '../shape.ts'
import { bkResourceKey, type FrontOfBackend, readBkResource } from './bk-resource.ts'
import type { Refusal, ReportWriter } from './import-report.ts'
import { type OpenedDocument, serversIn } from './openapi-document.ts'
import type { OperationDocumentation } from './operation-documentation.ts'
import type { FoundOperation } from './path-items.ts'
import { basePathOf, joinedPath, originOf, readPath, withNames } from './resource-path.ts'

/** One operation as a resource, all but its name; or why not. */
export interface Building {
  readonly document: OpenedDocument
  readonly report: ReportWriter
  readonly documentation: OperationDocumentation
  readonly plugins: ReadonlyMap<string, Plugin>
  /** Of operations that say nothing themselves. */
  readonly auth: ResourceText['auth']
  readonly backend: string
}

export type BuiltOperation =
  | {
      readonly ok: true
      readonly resource: Omit<ResourceText, 'name'>
      /** Variables that have another name in the document. */
      readonly renamed: ReadonlyMap<string, string>
    }
  | { readonly ok: false; readonly refusal: Refusal }

/** Of the schema of resources. */
const longestPath = 2_048
/** Values of one extension; real ones have some fifty. */
const mostExtensionValues = 2_000

export function buildOperation(found: FoundOperation, building: Building): BuiltOperation {
  const { nodes } = building.document
  const { method, node } = found
  if (found.refusal !== undefined) return { ok: false, refusal: found.refusal }
  if (!nodes.isMapping(node)) return refused('the operation is no mapping')
  const base = basePathOf(serverOf(found, building))
  const extension = nodes.member(node, bkResourceKey)
  const isBk = extension !== undefined && nodes.scalar(extension.value) !== null
  const [written = ''] = found.path.split('#', 1) // no caller sends the rest
  const template = isBk ? joinedPath(base, written) : written
  if (template.length > longestPath)
    return refused(`the path is longer than ${longestPath} characters`)
  const read = readPath(template)
  if (!read.ok) return { ok: false, refusal: read.problem }
  const { path, renamed } = read
  const backendPath = isBk ? path : joinedPath(base, path)
  const plain = {
    ...building.documentation.of(found),
    // one of the seven, or ANY (path-items.ts)
    method: method as ResourceText['method'],
    path,
    ...(building.auth === undefined ? {} : { auth: building.auth }),
    ...backendPart(building.backend, backendPath === path ? undefined : backendPath),
  }
  const settings = isBk
    ? bkSettings(extension.value, { name: building.backend, method, path: template }, building)
    : { ok: true as const }
  if (!settings.ok) return settings
  const resource = { ...plain, ...('settings' in settings ? settings.settings : {}) }
  const problem = firstProblem(withRenamed(resource, renamed), building)
  if (problem !== undefined) return { ok: false, refusal: problem }
  return { ok: true, resource: withRenamed(resource, renamed), renamed }
}

/** Of the operation, its path or the document, the first that is named. */
function serverOf({ node, pathItem, offset }: FoundOperation, building: Building): string {
  const { nodes, servers } = building.document
  const [own] = [...serversIn(nodes, node), ...serversIn(nodes, pathItem)]
  const [usual = ''] = servers
  if (own === undefined || building.document.format === 'Swagger 2.0') return usual
  if (originOf(own) !== originOf(usual)) building.report.warn('serversOfOperation', offset, own)
  return own
}

function backendPart(name: string, path: string | undefined): Partial<ResourceText> {
  const backend = {
    ...(name === 'default' ? {} : { name }),
    ...(path === undefined ? {} : { path }),
  }
  return Object.keys(backend).length === 0 ? {} : { backend }
}

function bkSettings(
  extension: unknown,
  front: FrontOfBackend,
  { document, plugins, report }: Building,
): { ok: true; settings: Partial<ResourceText> } | { ok: false; refusal: Refusal } {
  const plain = document.nodes.plain(extension, mostExtensionValues)
  if (plain === undefined) return refused(`${bkResourceKey} holds too much`)
  const read = readBkResource(plain.value, front, plugins)
  if (!read.ok) return read
  const offset = document.nodes.startOf(extension)
  if (read.hasLegacyKeys) report.warn('legacyKeys', offset)
  return { ok: true, settings: read.settings }
}

function withRenamed(
  resource: Omit<ResourceText, 'name'>,
  renamed: ReadonlyMap<string, string>,
): Omit<ResourceText, 'name'> {
  const path = resource.backend?.path
  if (path === undefined || renamed.size === 0) return resource
  return { ...resource, backend: { ...resource.backend, path: withNames(path, renamed) } }
}

/** What a definition file would be told of it. */
function firstProblem(
  resource: Omit<ResourceText, 'name'>,
  building: Building,
): Refusal | undefined {
  const backendPath = resource.backend?.path
  const wrong =
    backendPath === undefined
      ? undefined
      : backendPathProblem(backendPath, variablesOf(resource.path))
  if (wrong !== undefined) {
    return {
      ...wrong,
      message: `the path at the backend, ${backendPath?.slice(0, 100)}: ${wrong.message}`,
    }
  }
  const problems: Refusal[] = []
  const checking: Checking = {
    report: (path, message, suggestion = '') =>
      problems.push({
        message: `${pathText(path)}: ${message}`,
        suggestion: typeof suggestion === 'string' ? suggestion : suggestion(),
      }),
    marks: new WeakMap(),
    sound: new WeakSet(),
    plugins: building.plugins,
    certificates: noFile, // resources have none
    textFile: noFile, // a document's own text is no file's name
    placeOf: () => '',
    setText: () => undefined,
  }
  checkShape(shapeOf(resourceSchema), { name: 'checked_later', ...resource }, [], checking)
  checkPlugins(resource, [], checking)
  return problems[0]
}

function noFile(): { readonly ok: false; readonly message: string; readonly suggestion: string } {
  return { ok: false, message: '', suggestion: '' }
}

function refused(message: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { message, suggestion: '' } }
}
