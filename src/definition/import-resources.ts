import type { Plugin } from '../model/plugin.ts'
import { type Checking, textIn, valueIn } from './checking.ts'
import { backendNames, checkAuth } from './check-resources.ts'
import type { DefinitionWarning } from './definition.ts'
import { type Path, pathText, type ProblemList } from './definition-problem.ts'
import type { GatewayText } from './definition-schema.ts'
import { pathBeside, type ReadFile, readNamedFile } from './named-file.ts'
import { importOpenApi, type OpenApiImport } from './openapi/import-openapi.ts'
import { isRecord } from './shape.ts'
import type { Place } from './text-places.ts'

/** `openapi` of a gateway: the operations of a document in place of `resources`. What is wrong with them is
 *  told at their place in the document. */
export interface ImportedGateway {
  /** With `resources`, as if they were written there. */
  readonly gateway: unknown
  /** Knows where those resources stand. */
  readonly checking: Checking
  readonly warnings: readonly DefinitionWarning[]
  /** As problems name it, '' where there is none. */
  readonly openapiFile: string
}

export interface ImportFrom {
  /** The definition. */
  readonly file: string
  readonly options: { readonly readFile: ReadFile | undefined; readonly plugins: readonly Plugin[] }
  readonly problems: ProblemList
}

type OpenApiText = Exclude<GatewayText['openapi'], string | undefined>

export function withImportedResources(
  gateway: unknown,
  path: Path,
  checking: Checking,
  from: ImportFrom,
): ImportedGateway {
  const unchanged = { gateway, checking, warnings: [], openapiFile: '' }
  const openapi = openApiOf(gateway, checking)
  if (!isRecord(gateway) || openapi === undefined) return unchanged
  const at = [...path, 'openapi']
  if (Object.hasOwn(gateway, 'resources')) {
    const message = '"openapi" and "resources" are both given; one stands in place of the other'
    checking.report(at, message, 'Remove one of them.', 'key')
    return unchanged
  }
  const backends = backendNames(gateway)
  if (openapi.backend !== undefined && backends?.has(openapi.backend) === false) {
    const message = `there is no backend "${openapi.backend}" in this gateway`
    checking.report([...at, 'backend'], message, `Known: ${[...backends].join(', ')}.`)
    return unchanged
  }
  // grants name resources, which nobody knows without the document
  const unknown = { ...unchanged, gateway: { ...gateway, grants: [] } }
  const instead = 'write what `faultline import openapi FILE` prints'
  const named = readNamedFile(openapi.file, from.file, from.options.readFile, instead)
  if (!named.ok) {
    checking.report(at, named.message, named.suggestion)
    return unknown
  }
  if (!checkAuth(openapi, at, checking)) return unknown
  const openapiFile = pathBeside(openapi.file, from.file)
  const { plugins } = from.options
  const { auth, backend } = openapi
  const read = importOpenApi({ file: openapiFile, text: named.text }, { plugins, auth, backend })
  if (!read.ok) {
    from.problems.add(read.problem)
    return { ...unknown, openapiFile }
  }
  const { imported } = read
  if (openapi.partial !== true) reportRefused(imported, openapiFile, at, checking, from.problems)
  const resources = imported.resources.map(({ resource }) => resource)
  const references = { ...imported.references, ...Object(valueIn(gateway, 'references')) }
  return {
    gateway: { ...gateway, resources, references },
    checking: placedInDocument(checking, path, imported, openapiFile, from.problems),
    warnings: openapi.partial === true ? refusedWarnings(gateway, imported, openapiFile) : [],
    openapiFile,
  }
}

/** undefined: there is none, or it is wrong, which was reported. */
function openApiOf(gateway: unknown, checking: Checking): OpenApiText | undefined {
  const openapi = valueIn(gateway, 'openapi')
  if (typeof openapi === 'string') return openapi === '' ? undefined : { file: openapi }
  // its shape was checked
  return isRecord(openapi) && checking.sound.has(openapi) ? (openapi as OpenApiText) : undefined
}

function reportRefused(
  { report }: OpenApiImport,
  file: string,
  at: Path,
  checking: Checking,
  problems: ProblemList,
): void {
  const [first] = report.refused
  if (first === undefined) return
  const { length } = report.refused
  const count = length === 1 ? '1 operation' : `${length} operations`
  const message = `${count} of this document cannot be taken, see below`
  checking.report(at, message, 'To go on without: { file: …, partial: true }.')
  for (const { method, path, line, column, message: reason, suggestion } of report.refused) {
    const where = pathText(['paths', path, method.toLowerCase()])
    problems.add({ file, line, column, path: where, message: reason, suggestion })
  }
}

/** More would hide what else there is to say; `faultline import openapi` lists them all. */
const mostWarnings = 20

function refusedWarnings(
  gateway: object,
  { report: { refused } }: OpenApiImport,
  file: string,
): DefinitionWarning[] {
  const path = `gateways/${textIn(gateway, 'name') ?? ''}/openapi`
  const warnings = refused.slice(0, mostWarnings).map((one) => {
    const message = `${one.method} ${one.path} is not taken: ${one.message} (${file}:${one.line}:${one.column})`
    return { path, message }
  })
  const more = refused.length - warnings.length
  if (more <= 0) return warnings
  const message = `${more} more operations are not taken; \`faultline import openapi\` lists them`
  return [...warnings, { path, message }]
}

/** Problems of resources at the place of their operation. */
function placedInDocument(
  checking: Checking,
  gatewayPath: Path,
  { resources }: OpenApiImport,
  file: string,
  problems: ProblemList,
): Checking {
  const placeOf = (path: Path): Place | undefined => {
    const [key, index] = path.slice(gatewayPath.length)
    return key === 'resources' && typeof index === 'number' ? resources[index]?.place : undefined
  }
  return {
    ...checking,
    placeOf(path) {
      const place = placeOf(path)
      return place === undefined ? checking.placeOf(path) : `line ${place.line}`
    },
    report(path, message, suggestion, at) {
      const place = placeOf(path)
      if (place === undefined) return checking.report(path, message, suggestion, at)
      if (problems.isFull) return problems.drop()
      const words = typeof suggestion === 'function' ? suggestion() : (suggestion ?? '')
      const inResource = pathText(path.slice(gatewayPath.length + 2))
      problems.add({ file, ...place, path: inResource, message, suggestion: words })
    },
  }
}
