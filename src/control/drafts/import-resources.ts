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
  /** Why it has another name than the document gives it; '' where it has not. */
  readonly note: string
}

export function importInto(
  edited: Pick<EditedGateway, 'document'>,
  order: ImportOrder,
): ImportResult {
  const present = partsIn(edited.document, 'resources')
  const names = byName(present)
  const set = new Map<PartPath, Part | null>()
  const kept = new Set<string>()
  const operations = placed(present, order).map(({ resource, before, name, note }) => {
    const part: Part =
      before === undefined ? { ...resource, name } : { ...before, ...resource, name }
    const isSame = before !== undefined && partHash(before) === partHash(part)
    if (!isSame) set.set(partPath('resources', name), part)
    kept.add(name)
    const action = isSame ? 'same' : before === undefined ? 'create' : 'update'
    return { name, method: part['method'], path: part['path'], action, note } as const
  })
  const removed = order.mode === 'merge' ? [] : [...names.keys()].filter((name) => !kept.has(name))
  for (const name of removed) set.set(partPath('resources', name), null)
  const created = operations.filter(({ action }) => action === 'create').length
  requireRoom(present.length + created - removed.length)
  setReferences(edited, order, set)
  return { set, operations, removed }
}

interface Placed {
  readonly resource: Part
  /** What it becomes a new version of; undefined: a resource of its own. */
  readonly before: Part | undefined
  readonly name: string
  readonly note: string
}

/** Each operation to a resource that no other of the document has: whoever takes the same requests first, then
 *  whoever has its name; one whose name is taken by then gets another. */
function placed(present: readonly Part[], { resources, backend }: ImportOrder): Placed[] {
  const byRequest = new Map(present.map((part) => [requestOf(part), part]))
  const names = byName(present)
  const given = new Map<string, Part>()
  const claim = (found: Part | undefined): Part | undefined => {
    const name = String(found?.['name'])
    if (found === undefined || given.has(name)) return undefined
    given.set(name, found)
    return found
  }
  const read = resources.map((imported) => leadingTo(backend, asPlainText(imported)))
  const alike = read.map((resource) => claim(byRequest.get(requestOf(resource))))
  const found = read.map(
    (resource, index) => alike[index] ?? claim(names.get(String(resource['name']))),
  )
  return read.map((resource, index) => {
    const before = found[index]
    if (before !== undefined) return { resource, before, name: String(before['name']), note: '' }
    const wanted = String(resource['name'])
    const owner = given.get(wanted)
    const name =
      owner === undefined
        ? wanted
        : freeName(wanted, (other) => given.has(other) || names.has(other))
    given.set(name, resource)
    const note =
      owner === undefined
        ? ''
        : `named "${name}", because "${wanted}" is the resource that takes ${takes(owner)}`
    return { resource, before, name, note }
  })
}

function takes({ method, path }: Part): string {
  return `${String(method)} ${String(path)}`
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let number = 2
  while (isTaken(numbered(wanted, number))) number += 1
  return numbered(wanted, number)
}

/** A name has 256 characters at most. */
function numbered(stem: string, number: number): string {
  return `${stem.slice(0, 248)}_${number}`
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
  { document }: Pick<EditedGateway, 'document'>,
  { references, mode }: ImportOrder,
  set: Map<PartPath, Part | null>,
): void {
  if (Object.keys(references).length === 0) return
  const path = partPath('settings', 'references')
  const plain = asPlainText(references)
  const before = mode === 'merge' ? partAt(document, path) : undefined
  set.set(path, { ...before, ...(isRecord(plain) ? plain : {}) })
}
