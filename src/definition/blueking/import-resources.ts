import type { Built } from './built-definition.ts'
import { documented, importResource, type ImportedResource } from './import-resource.ts'
import { type Import, keepOthers, type KeyMeaning } from './known-keys.ts'
import type { Value } from './blueking-value.ts'

/** resources.yaml: a Swagger 2 or OpenAPI 3 document, of which each operation is a resource. */
export const documentMeanings: Readonly<Record<string, KeyMeaning>> = {
  swagger: 'taken',
  openapi: 'taken',
  basePath: 'taken',
  paths: 'taken',
  info: 'taken',
  servers: 'taken',
  schemes: 'taken',
  host: 'no effect: the stage says where the backend answers',
  definitions: 'taken',
  components: 'taken',
  parameters: 'taken',
  responses: 'taken',
  tags: documented,
  consumes: documented,
  produces: documented,
  externalDocs: documented,
  security: 'no effect: authConfig says who may call',
  securityDefinitions: 'no effect: authConfig says who may call',
}

const methods: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-bk-apigateway-method-any': 'ANY',
}

export function importResources(root: Value, gateway: Built, work: Import): ImportedResource[] {
  const prefix = prefixOf(root)
  const resources: ImportedResource[] = []
  const paths = root.member('paths')
  if (paths === undefined) root.report('"paths" is missing', 'Each path has its methods below it.')
  for (const [key, item] of paths?.members() ?? []) {
    if (item.raw === null) continue
    const path = prefix + item.settled(key).value
    for (const [name, operation] of item.members()) {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined
      if (method === undefined) noteOther(name, operation, work)
      else resources.push(importResource({ method, path, operation }, work))
    }
  }
  for (const key of ['info', 'servers', 'schemes']) {
    const beginning = root.member(key)
    if (beginning !== undefined) work.builder.keep(gateway, key, beginning)
  }
  keepOthers(root, documentMeanings, gateway, work)
  return resources
}

function noteOther(key: string, member: Value, { notes }: Import): void {
  const isDocument = ['parameters', 'summary', 'description', 'servers', '$ref'].includes(key)
  if (isDocument) notes.add(member, `${key} of a path has no effect here, and is not kept`)
  else
    notes.add(member, `${JSON.stringify(key.slice(0, 64))} is no method: nothing was taken of it`)
}

function prefixOf(root: Value): string {
  const basePath = root.member('basePath') ?? root.member('servers')?.items()[0]?.member('url')
  const text = basePath?.text() ?? '/'
  const path = text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
  return path.replace(/\/+$/, '')
}
