import { longestSchema } from '../check-documentation.ts'
import { longestDocument } from '../documentation-schema.ts'
import { referencesIn } from '../openapi/referenced-parts.ts'
import type { Built } from './built-definition.ts'
import type { ImportedResource } from './import-resource.ts'
import type { Import } from './known-keys.ts'
import type { Value } from './blueking-value.ts'

/** What the old system's files say for people: labels, documents, whom to ask. */
export function addDocumentation(operation: Value, resource: Built, work: Import): void {
  const { builder } = work
  addLabels(operation.member('tags'), resource, work)
  const deprecated = operation.member('deprecated')
  if (deprecated?.truth() === true) {
    builder.nest(resource, 'deprecated', builder.mapping(), deprecated)
  }
  const schema = builder.mapping()
  for (const key of ['parameters', 'requestBody', 'responses']) {
    const member = operation.member(key)
    if (member === undefined || member.isEmpty) continue
    const isSmall = JSON.stringify(member.raw).length <= longestSchema / 4
    if (isSmall) builder.copy(schema, key, member)
    else work.notes.add(member, `${key} is too large to be shown, and is not kept`)
  }
  if (Object.keys(schema.value).length > 0) builder.nest(resource, 'schema', schema, operation)
}

function addLabels(tags: Value | undefined, resource: Built, { builder }: Import): void {
  if (tags === undefined || tags.isEmpty) return
  const labels = new Map<string, Value>()
  for (const tag of tags.items()) {
    const label = tag.text()?.trim() ?? ''
    if (label !== '' && !labels.has(label)) labels.set(label, tag)
  }
  if (labels.size > 0) {
    builder.sayAll(resource, 'labels', [...labels.keys()], [...labels.values()], tags)
  }
}

/** The parts of resources.yaml that operations refer to. */
export function addReferences(
  root: Value,
  resources: readonly ImportedResource[],
  gateway: Built,
  work: Import,
): void {
  const wanted = new Set<string>()
  for (const { resource } of resources) {
    for (const reference of referencesIn(resource.value['schema'])) wanted.add(reference)
  }
  const references = work.builder.mapping()
  // a set that grows while it is walked is walked to its end
  for (const reference of wanted) {
    const part = pointed(root, reference)
    if (part === undefined || JSON.stringify(part.raw).length > longestSchema / 4) continue
    work.builder.copy(references, reference, part)
    for (const inner of referencesIn(part.raw)) wanted.add(inner)
  }
  if (wanted.size > 0) work.builder.nest(gateway, 'references', references, root)
}

function pointed(root: Value, reference: string): Value | undefined {
  const steps = reference.split('/').slice(1)
  return steps.reduce<Value | undefined>((value, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    return value?.member(key)
  }, root)
}

/** `basedir` has a folder a language with a file a resource. Of an archive only the name is known. */
export function addResourceDocs(
  said: Value | undefined,
  resources: readonly ImportedResource[],
  gateway: Built,
  work: Import,
): void {
  const folder = said?.member('basedir')?.text()
  if (said === undefined) return
  if (folder === undefined) {
    const message = 'an archive is not opened: unpack it, and name the folder as basedir'
    work.notes.add(said, `resource_docs has no effect here: ${message}`)
    work.builder.keep(gateway, 'resource_docs', said)
    return
  }
  let found = 0
  for (const one of resources) if (addDocuments(one, folder, said, work)) found += 1
  if (found > 0) return
  const where = `${folder.slice(0, 200).replace(/\/$/, '')}/{zh,en}/NAME.md`
  work.notes.add(said, `no document of a resource was found as ${where}`)
}

function addDocuments(
  { resource, origin }: ImportedResource,
  folder: string,
  said: Value,
  { builder, readFile, notes }: Import,
): boolean {
  const docs = builder.mapping()
  for (const language of ['zh', 'en']) {
    const path = `${folder.replace(/\/$/, '')}/${language}/${String(resource.value['name'])}.md`
    const text = textOf(path, said.file, readFile)
    if (text === undefined || text.trim() === '') continue
    if (text.length > longestDocument) {
      notes.add(origin, `${path.slice(0, 300)} is longer than ${longestDocument} characters`)
    } else builder.sayText(docs, language, text, origin)
  }
  if (Object.keys(docs.value).length === 0) return false
  builder.nest(resource, 'docs', docs, origin)
  return true
}

/** Not every resource has a document, so one that is missing is no mistake. */
function textOf(path: string, from: string, readFile: Import['readFile']): string | undefined {
  try {
    return readFile?.(path, from)
  } catch {
    return undefined
  }
}

/** Users, or one service account with a link to it. */
export function addContacts(said: Value | undefined, gateway: Built, { builder }: Import): void {
  if (said === undefined || said.isEmpty) return
  const contacts: [Built, Value][] = []
  const add = (name: Value | undefined, link?: Value) => {
    if (name === undefined || name.isEmpty) return
    const contact = builder.mapping()
    builder.copy(contact, 'name', name)
    if (link?.isEmpty === false) builder.copy(contact, 'link', link)
    contacts.push([contact, name])
  }
  for (const name of said.member('contacts')?.items() ?? []) add(name)
  const account = said.member('service_account')
  add(account?.member('name'), account?.member('link'))
  if (contacts.length > 0) builder.list(gateway, 'contacts', contacts, said)
}
