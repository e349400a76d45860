import type { Built } from './built-definition.ts'
import { type Import, keepOthers } from './known-keys.ts'
import type { Value } from './blueking-value.ts'

/** `grant_permissions`: of the whole gateway, or of named resources; what an application gets twice
 *  is one grant. */
export function addGrants(
  list: Value | undefined,
  servedBy: ReadonlyMap<string, string>,
  gateway: Built,
  work: Import,
): void {
  if (list === undefined) return
  const { builder } = work
  const given = new Set<string>()
  const parts: (readonly [Built, Value])[] = []
  for (const entry of list.items()) {
    const app = entry.member('bk_app_code')
    const code = app?.text()
    if (app === undefined || code === undefined) {
      if (app === undefined) entry.report('the grant has no "bk_app_code"', 'Add it.')
      continue
    }
    const grant = builder.mapping()
    builder.copy(grant, 'app', app)
    const isNew = addExtent(entry, { code, servedBy, given }, grant, work)
    const taken = {
      bk_app_code: 'taken',
      grant_dimension: 'taken',
      resource_names: 'taken',
    } as const
    keepOthers(entry, taken, grant, work)
    if (isNew) parts.push([grant, entry])
  }
  if (parts.length > 0) builder.list(gateway, 'grants', parts, list)
}

interface Granting {
  readonly code: string
  /** Resources that were left out, and who serves their requests. */
  readonly servedBy: ReadonlyMap<string, string>
  readonly given: Set<string>
}

/** False: the application has it already. */
function addExtent(
  entry: Value,
  { code, servedBy, given }: Granting,
  grant: Built,
  { builder }: Import,
): boolean {
  const dimension = entry.member('grant_dimension')
  const extent = dimension?.text() ?? 'gateway'
  const names = entry.member('resource_names')
  const isOfResources = extent === 'resource'
  if (extent !== 'gateway' && extent !== 'api' && !isOfResources) {
    dimension?.report('expected gateway or resource', '')
  }
  if (!isOfResources) return isFirst(code, given)
  if (names === undefined || names.isEmpty) {
    entry.report('a grant of resources needs "resource_names"', 'Or grant_dimension: gateway.')
    return false
  }
  const wanted = names.items().flatMap((origin) => {
    const name = origin.text()?.replaceAll('-', '_') ?? ''
    const resource = servedBy.get(name) ?? name
    return isFirst(`${code} ${resource}`, given) ? [{ resource, origin }] : []
  })
  if (wanted.length === 0) return false
  const list = wanted.map(({ resource }) => resource)
  const origins = wanted.map(({ origin }) => origin)
  builder.sayAll(grant, 'resources', list, origins, names)
  return true
}

function isFirst(granted: string, given: Set<string>): boolean {
  if (given.has(granted)) return false
  given.add(granted)
  return true
}
