import type { DocumentNodes, Member } from './document-nodes.ts'
import { bkAnyMethodKey } from './bk-resource.ts'
import type { Refusal, ReportWriter } from './import-report.ts'

/** The operations of a document, one after the other. `$ref` is followed for a path only: what is below an
 *  operation is never needed, so documents that go in circles cost nothing. */
export interface FoundOperation {
  readonly method: string
  readonly path: string
  /** Where it stands. */
  readonly offset: number
  readonly node: unknown
  readonly pathItem: unknown
  /** Why it cannot be taken, as far as that is seen here. */
  readonly refusal: Refusal | undefined
}

/** A path that refers to a path, and so on. */
const mostReferences = 16

const takenMethods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
const refusedMethods = ['trace', 'query']
const otherKeys = ['$ref', 'summary', 'description', 'servers', 'parameters']

export function* operationsIn(
  nodes: DocumentNodes,
  report: ReportWriter,
): Generator<FoundOperation> {
  const paths = nodes.member(nodes.root, 'paths')
  if (paths === undefined) report.warn('noPaths', nodes.startOf(nodes.root))
  for (const { key: path, offset, value } of nodes.members(paths?.value)) {
    const at = { path, offset, pathItem: value }
    if (path.startsWith('x-')) report.warn('extensions', offset, path)
    else if (path === '$ref') yield unreadable(at, otherFile(nodes.text(value) ?? ''))
    else if (nodes.isMapping(value)) yield* operationsOf(nodes, at, report)
    else if (nodes.scalar(value) !== null) yield unreadable(at, notMapping)
  }
}

interface PathPlace {
  readonly path: string
  readonly offset: number
  readonly pathItem: unknown
}

function* operationsOf(
  nodes: DocumentNodes,
  at: PathPlace,
  report: ReportWriter,
): Generator<FoundOperation> {
  let { pathItem } = at
  for (let references = 0; ; references += 1) {
    for (const member of nodes.members(pathItem)) {
      yield* operationsAt(nodes, { ...at, pathItem }, member, report)
    }
    const reference = nodes.text(nodes.value(pathItem, '$ref'))
    if (reference === undefined) return
    if (!reference.startsWith('#')) return yield unreadable(at, otherFile(reference))
    pathItem = nodes.pointed(reference)
    if (!nodes.isMapping(pathItem)) return yield unreadable(at, leadsNowhere(reference))
    if (references === mostReferences) return yield unreadable(at, inCircles)
  }
}

function* operationsAt(
  nodes: DocumentNodes,
  at: PathPlace,
  { key, offset, value }: Member,
  report: ReportWriter,
): Generator<FoundOperation> {
  const found = { ...at, offset, node: value, method: key.toUpperCase() }
  const lower = key.toLowerCase()
  if (key === bkAnyMethodKey) yield { ...found, method: 'ANY', refusal: undefined }
  else if (takenMethods.includes(key)) yield { ...found, refusal: undefined }
  else if (refusedMethods.includes(key)) yield { ...found, refusal: unknownMethod(found.method) }
  else if (takenMethods.includes(lower)) yield { ...found, refusal: wrongCase(key, lower) }
  else if (key === 'additionalOperations') {
    for (const { key: method, offset: place, value: node } of nodes.members(value)) {
      yield { ...found, method, offset: place, node, refusal: unknownMethod(method) }
    }
  } else if (key.startsWith('x-')) report.warn('extensions', offset, key)
  else if (!otherKeys.includes(key)) report.warn('unknownKeys', offset, key)
}

function unreadable({ path, offset, pathItem }: PathPlace, refusal: Refusal): FoundOperation {
  return { method: '*', path, offset, node: undefined, pathItem, refusal }
}

const notMapping: Refusal = {
  message: 'expected a mapping of methods to operations',
  suggestion: '',
}

const inCircles: Refusal = {
  message: 'the $ref of this path leads to other ones without end',
  suggestion: 'Write the operations here.',
}

function otherFile(reference: string): Refusal {
  return {
    message: `the operations are in another file, ${shown(reference)}, and only this one is read`,
    suggestion: 'Put all into one file; programs that bundle OpenAPI documents do that.',
  }
}

function leadsNowhere(reference: string): Refusal {
  return {
    message: `the $ref ${shown(reference)} leads to no path item of this document`,
    suggestion: '',
  }
}

function unknownMethod(method: string): Refusal {
  const message = `${method.slice(0, 32)} is a method that the gateway does not pass on`
  return { message, suggestion: 'GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS are.' }
}

function wrongCase(key: string, lower: string): Refusal {
  return { message: `"${key}" is no key of OpenAPI`, suggestion: `Write "${lower}".` }
}

function shown(reference: string): string {
  return JSON.stringify(reference.length > 100 ? `${reference.slice(0, 100)}…` : reference)
}
