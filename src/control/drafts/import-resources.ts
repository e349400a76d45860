import { mostResources } from '../../definition/definition-schema.ts'
import {
  byName,
  type Part,
  partAt,
  partHash,
  type PartPath,
  partPath,
  partsIn,
} from '../../definition/document-parts.ts'
import { asPlainText } from '../../definition/openapi/imported-definition.ts'
import { pathPattern } from '../../definition/path-template.ts'
import { isRecord } from '../../definition/shape.ts'
import { ApiProblem } from '../problem.ts'
import type { EditedGateway } from './draft.ts'

/** Resources of an OpenAPI document into a draft. One that takes the same requests is the same resource,
 *  whatever its name; what the document does not say of it (plugins, who may call) stays. */
export interface ImportOrder {
  readonly resources: readonly Part[]
  /** What `$ref` in them stands for. */
  readonly references: Part
  /** undefined: as the document or its default says. */
  readonly backend: string | undefined
  /** replace: resources that are not in the document go. */
  readonly mode: 'merge' | 'replace'
}

export interface ImportResult {
  readonly set: ReadonlyMap<PartPath, Part | null>
  readonly operations: readonly ImportedOperation[]
  readonly removed: readonly string[]
}

export interface ImportedOperation {
  readonly name: string
  readonly method: unknown
  readonly path: unknown
  readonly action: 'create' | 'update' | 'same'
}

export function importInto(edited: EditedGateway, order: ImportOrder): ImportResult {
  const present = partsIn(edited.document, 'resources')
  const byRequest = new Map(present.map((part) => [requestOf(part), part]))
  const names = byName(present)
  const set = new Map<PartPath, Part | null>()
  const kept = new Set<string>()
  const operations = order.resources.map((imported) => {
    const resource = leadingTo(order.backend, asPlainText(imported))
    const before = byRequest.get(requestOf(resource)) ?? names.get(String(resource['name']))
    const name = String((before ?? resource)['name'])
    const part = before === undefined ? resource : { ...before, ...resource, name }
    const isSame = before !== undefined && partHash(before) === partHash(part)
    if (!isSame) set.set(partPath('resources', name), part)
    kept.add(name)
    const action = isSame ? 'same' : before === undefined ? 'create' : 'update'
    return { name, method: part['method'], path: part['path'], action } as const
  })
  const removed = order.mode === 'merge' ? [] : [...names.keys()].filter((name) => !kept.has(name))
  for (const name of removed) set.set(partPath('resources', name), null)
  const created = operations.filter(({ action }) => action === 'create').length
  requireRoom(present.length + created - removed.length)
  setReferences(edited, order, set)
  return { set, operations, removed }
}

function leadingTo(backend: string | undefined, resource: unknown): Part {
  const part = isRecord(resource) ? resource : {}
  if (backend === undefined) return part
  const { backend: before } = part
  return {
    ...part,
    backend: { name: backend, ...(isRecord(before) ? { ...before, name: backend } : {}) },
  }
}

function requestOf({ method, path }: Part): string {
  return `${String(method)} ${pathPattern(String(path))}`
}

function requireRoom(count: number): void {
  if (count <= mostResources) return
  const detail = `There would be ${count} resources; a gateway has ${mostResources} at most.`
  throw new ApiProblem('part_invalid', detail)
}

function setReferences(
  { document }: EditedGateway,
  { references, mode }: ImportOrder,
  set: Map<PartPath, Part | null>,
): void {
  if (Object.keys(references).length === 0) return
  const path = partPath('settings', 'references')
  const plain = asPlainText(references)
  const before = mode === 'merge' ? partAt(document, path) : undefined
  set.set(path, { ...before, ...(isRecord(plain) ? plain : {}) })
}
