import { byName, partPath, partsIn, type Part } from '../../definition/document-parts.ts'
import { readDocument } from '../../definition/read-document.ts'
import { isRecord } from '../../definition/shape.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import { changeOf } from '../drafts/part-editor.ts'
import { nameAt, pageOfNumbered } from '../list-cursor.ts'
import { withoutSecrets } from '../without-secrets.ts'

/** Resources by what people look for; a walk over all, as 10,000 take some milliseconds. */
export interface ResourceQuery {
  readonly search?: string
  readonly method?: string
  readonly label?: string
  readonly backend?: string
  readonly plugin?: string
  readonly changed?: boolean
  readonly limit: number
  readonly cursor?: string
}

export function resourceList(
  edited: EditedGateway,
  of: 'draft' | 'live',
  query: ResourceQuery,
  plugins: readonly Plugin[],
): { readonly items: readonly unknown[]; readonly next: string | null; readonly total: number } {
  const document = of === 'live' ? edited.stored.written : edited.document
  const parts = partsIn(document, 'resources')
  const list = `resources ${edited.stored.name} ${of}`
  const after = nameAt(list, query.cursor)
  const wanted = matcher(edited, of, query)
  const found = sortedNames(parts).filter((name) => wanted(name, byName(parts).get(name) ?? {}))
  const rest = after === undefined ? found : found.filter((name) => name > after)
  const page = pageOfNumbered(list, rest.slice(0, query.limit + 1), query.limit, (name) => name)
  const counts = of === 'live' ? undefined : readDocument(document, plugins).counts
  const items = page.items.map((name) => ({
    ...summaryOf(edited, of, name, byName(parts).get(name) ?? {}),
    problems: counts?.get(partPath('resources', name)) ?? 0,
  }))
  return { items, next: page.next, total: found.length }
}

const sorted = new WeakMap<readonly Part[], readonly string[]>()

function sortedNames(parts: readonly Part[]): readonly string[] {
  let names = sorted.get(parts)
  if (names === undefined) {
    names = [...byName(parts).keys()].toSorted((one, other) => (one < other ? -1 : 1))
    sorted.set(parts, names)
  }
  return names
}

function matcher(
  edited: EditedGateway,
  of: 'draft' | 'live',
  { search, method, label, backend, plugin, changed }: ResourceQuery,
): (name: string, part: Part) => boolean {
  const word = search?.toLowerCase()
  return (name, part) =>
    (word === undefined || textsOf(name, part).some((text) => text.includes(word))) &&
    (method === undefined || part['method'] === method.toUpperCase()) &&
    (label === undefined || listOf(part, 'labels').includes(label)) &&
    (backend === undefined || backendOf(part) === backend) &&
    (plugin === undefined || pluginsOf(part).includes(plugin)) &&
    (changed === undefined || (of === 'draft' && isChanged(edited, name)) === changed)
}

function isChanged(edited: EditedGateway, name: string): boolean {
  return edited.changes.has(partPath('resources', name))
}

function textsOf(name: string, part: Part): string[] {
  const texts = [name, part['path'], part['summary'], part['description']]
  return texts.flatMap((text) => (typeof text === 'string' ? [text.toLowerCase()] : []))
}

export function backendOf({ backend }: Part): string {
  const name = isRecord(backend) ? backend['name'] : undefined
  return typeof name === 'string' ? name : 'default'
}

function pluginsOf(part: Part): string[] {
  return listOf(part, 'plugins').flatMap((binding) =>
    isRecord(binding) ? [String(binding['type']).replace(/^bk-/, '')] : [],
  )
}

function listOf(part: Part, key: string): readonly unknown[] {
  const list = part[key]
  return Array.isArray(list) ? list : []
}

function summaryOf(edited: EditedGateway, of: 'draft' | 'live', name: string, part: Part): object {
  const { method, path, summary, description, labels, matchSubpath, auth } = part
  const shown = { name, method, path, matchSubpath, summary, description, labels, auth }
  return {
    ...Object(withoutSecrets(shown)),
    backend: backendOf(part),
    plugins: pluginsOf(part),
    change: of === 'live' ? null : changeOf(edited, partPath('resources', name)),
  }
}
