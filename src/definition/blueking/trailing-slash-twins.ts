import { canonicalJson } from '../canonical-json.ts'
import { isRecord } from '../shape.ts'
import type { ImportedResource } from './import-resource.ts'
import type { Import } from './known-keys.ts'

/** Some files define `/runs/{id}/` and `/runs/{id}` apart, so that callers may leave the slash out. A
 *  resource here takes both, so one of two that are alike otherwise is enough; the other's name stays
 *  known to the grants. Two that are not alike are refused with all that take the same requests. */
export interface WithoutTwins {
  readonly resources: readonly ImportedResource[]
  /** Name of one that was left out → name of the one that serves its requests. */
  readonly servedBy: ReadonlyMap<string, string>
}

export function withoutTwins(
  all: readonly ImportedResource[],
  { builder, notes }: Import,
): WithoutTwins {
  const first = new Map<string, ImportedResource>()
  const servedBy = new Map<string, string>()
  const resources = all.filter((one) => {
    const { method, path } = one.resource.value
    const key = `${String(method)} ${String(withoutSlash(path))}`
    const twin = first.get(key)
    if (twin === undefined) first.set(key, one)
    if (twin === undefined || twin.resource.value['path'] === path || !areAlike(twin, one))
      return true
    const [name, other] = [String(one.resource.value['name']), String(twin.resource.value['name'])]
    servedBy.set(name, other)
    builder.keep(twin.resource, 'twin', one.origin)
    notes.add(
      one.origin,
      `"${name}" is left out: "${other}" takes its requests too, with or without a last slash`,
    )
    return false
  })
  return { resources, servedBy }
}

/** In all that decides about a request. */
function areAlike(a: ImportedResource, b: ImportedResource): boolean {
  return canonicalJson(decisive(a)) === canonicalJson(decisive(b))
}

function decisive({ resource, upstreams, disabledStages }: ImportedResource): unknown {
  const { value, written } = resource
  const { name: _name, path, description: _description, backend, ...rest } = value
  const to = isRecord(backend) ? backend : {}
  return {
    rest,
    backend: { ...to, path: withoutSlash(to['path'] ?? path) },
    missing: written['x-bk-plugins'],
    upstreams: upstreams?.raw,
    disabled: disabledStages?.raw,
  }
}

function withoutSlash(path: unknown): unknown {
  return typeof path === 'string' ? path.replace(/\/$/, '') : path
}
