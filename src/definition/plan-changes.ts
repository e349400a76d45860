import { canonicalJson } from './canonical-json.ts'
import type { ControlState, StoredGateway } from './control-state.ts'
import type { Definition, GatewayDefinition } from './definition.ts'
import { type GatewayDocumentation, noDocumentation } from './documentation.ts'

/** What an apply changes, by the parts that people think in. */
export interface Change {
  readonly kind:
    | 'app'
    | 'gateway'
    | 'backend'
    | 'stage'
    | 'resource'
    | 'grant'
    | 'documentation'
    | 'permission_request'
    | 'draft'
  /** Such as `gateways/shop/resources/get_order`. */
  readonly path: string
  readonly action: 'create' | 'update' | 'delete' | 'unpublish'
}

/** With the part as it was and as it will be; undefined where there is none. Secrets are in neither
 *  but as hashes. */
export interface DetailedChange extends Change {
  readonly before: unknown
  readonly after: unknown
}

export function changesOf(
  before: ControlState,
  next: ControlState,
  { apps, gateways }: Definition,
): DetailedChange[] {
  const codes = new Set(apps.map(({ code }) => code))
  const changes = compared('app', 'apps', partsOf(before.apps, codes), partsOf(next.apps, codes))
  const nextByName = new Map(next.gateways.map((gateway) => [gateway.name, gateway]))
  const beforeByName = new Map(before.gateways.map((gateway) => [gateway.name, gateway]))
  for (const { name } of gateways) {
    changes.push(...gatewayChanges(name, beforeByName.get(name), nextByName.get(name)))
  }
  return changes
}

type Parts = ReadonlyMap<string, unknown>

function partsOf(apps: ControlState['apps'], codes: ReadonlySet<string>): Parts {
  const named = apps.filter(({ code }) => codes.has(code))
  return new Map(
    named.map(({ written: _written, madeSecrets: _made, madeBy: _by, ...app }) => [app.code, app]),
  )
}

/** Of one gateway; undefined: there is none. */
export function gatewayChanges(
  name: string,
  before: StoredGateway | undefined,
  next: StoredGateway | undefined,
): DetailedChange[] {
  const path = `gateways/${name}`
  const changes = [
    ...compared('gateway', 'gateways', gatewayPart(before), gatewayPart(next)),
    ...compared('backend', `${path}/backends`, byName(before?.backends), byName(next?.backends)),
    ...compared('stage', `${path}/stages`, stageParts(before), stageParts(next)),
    ...resourceChanges(`${path}/resources`, before, next),
    ...documentationChanges(path, before, next),
    ...compared('grant', `${path}/grants`, grantParts(before), grantParts(next)),
  ]
  return changes.length > 0 ? changes : writtenChanges(path, before, next)
}

/** What has no effect is changed all the same: keys for people and tools (`x-*`), where a value comes from. */
function writtenChanges(
  path: string,
  before: StoredGateway | undefined,
  next: StoredGateway | undefined,
): DetailedChange[] {
  if (before === undefined || next === undefined) return []
  const parts = (written: object): Parts => new Map(Object.entries(written))
  const changed = compared('gateway', path, parts(before.written), parts(next.written))
  if (changed.length === 0) return []
  const keys = changed.map((change) => change.path.slice(path.length + 1))
  const side = (written: GatewayDefinition['written']) => ({
    written: keys,
    ...Object.fromEntries(
      keys.filter((key) => key.startsWith('x-')).map((key) => [key, written[key]]),
    ),
  })
  const sides = { before: side(before.written), after: side(next.written) }
  return [{ kind: 'gateway', path, action: 'update', ...sides }]
}

/** What came or went is told with what was said of it. */
function resourceChanges(
  path: string,
  before: StoredGateway | undefined,
  next: StoredGateway | undefined,
): DetailedChange[] {
  const changes = compared('resource', path, byName(before?.resources), byName(next?.resources))
  return changes.map((change) => {
    const name = change.path.slice(path.length + 1)
    if (change.action === 'update') return change
    return change.action === 'create'
      ? { ...change, after: withDocumentation(change.after, next, name) }
      : { ...change, before: withDocumentation(change.before, before, name) }
  })
}

function withDocumentation(
  resource: unknown,
  gateway: StoredGateway | undefined,
  name: string,
): unknown {
  const { resources } = gateway?.documentation ?? noDocumentation
  if (!Object.hasOwn(resources, name)) return resource
  return { ...Object(resource), documentation: resources[name] }
}

/** Words about resources that are there before and after, apart from the resources: such a change makes
 *  no release. */
function documentationChanges(
  path: string,
  before: StoredGateway | undefined,
  next: StoredGateway | undefined,
): DetailedChange[] {
  const was = before?.documentation ?? noDocumentation
  const is = next?.documentation ?? noDocumentation
  if (before === undefined || next === undefined) return []
  const kept = byName(next.resources)
  const staying = before.resources.flatMap(({ name }) => (kept.has(name) ? [name] : []))
  const said = (resources: GatewayDocumentation['resources']): Parts =>
    new Map(
      staying.flatMap((name) => (Object.hasOwn(resources, name) ? [[name, resources[name]]] : [])),
    )
  return [
    ...compared(
      'documentation',
      `${path}/documentation/resources`,
      said(was.resources),
      said(is.resources),
    ),
    ...referenceChanges(path, was.references, is.references),
  ]
}

/** All of them are one part, of which those are shown that differ. */
function referenceChanges(
  path: string,
  before: GatewayDocumentation['references'],
  next: GatewayDocumentation['references'],
): DetailedChange[] {
  const parts = (references: object): Parts => new Map(Object.entries(references))
  const changed = compared('documentation', path, parts(before), parts(next))
  if (changed.length === 0) return []
  const side = (which: 'before' | 'after') => {
    const members = changed.map((change): [string, unknown] => [
      change.path.slice(path.length + 1),
      change[which],
    ])
    return Object.fromEntries(members.filter(([, value]) => value !== undefined))
  }
  const at = `${path}/documentation/references`
  const sides = { before: side('before'), after: side('after') }
  return [{ kind: 'documentation', path: at, action: 'update', ...sides }]
}

function compared(
  kind: Change['kind'],
  path: string,
  partsBefore: Parts,
  partsNext: Parts,
): DetailedChange[] {
  const changes: DetailedChange[] = []
  for (const [name, after] of partsNext) {
    const before = partsBefore.get(name)
    const at = { kind, path: `${path}/${name}`, before, after }
    if (!partsBefore.has(name)) changes.push({ ...at, action: 'create' })
    else if (!isSame(before, after)) {
      changes.push({ ...at, action: 'update' })
    }
  }
  for (const [name, before] of partsBefore) {
    if (partsNext.has(name)) continue
    changes.push({ kind, path: `${path}/${name}`, action: 'delete', before, after: undefined })
  }
  return changes
}

/** Parts that were built alike have their keys in one order, which is seen at a fifth of the cost. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return true
  return canonicalJson(before) === canonicalJson(after)
}

function gatewayPart(gateway: StoredGateway | undefined): Parts {
  if (gateway === undefined) return new Map()
  const { name, description, maintainers, viewers, public: isPublic, documentation } = gateway
  const { contacts, deprecated } = documentation
  const own = { description, maintainers, viewers, isPublic, contacts, deprecated }
  return new Map([[name, own]])
}

function byName(parts: readonly { readonly name: string }[] | undefined): Parts {
  return new Map((parts ?? []).map((part) => [part.name, part]))
}

/** Without what the gateway's own parts say already: a new resource changes every release. */
function stageParts(gateway: StoredGateway | undefined): Parts {
  const parts = new Map<string, unknown>()
  for (const { name, description, release } of gateway?.stages ?? []) {
    const {
      number: _number,
      hash: _hash,
      resources: _resources,
      maintainers: _maintainers,
      ...own
    } = release
    parts.set(name, { description, own })
  }
  return parts
}

/** All grants of one application are one part: they have no names. */
function grantParts(gateway: StoredGateway | undefined): Parts {
  const parts = new Map<string, unknown[]>()
  for (const grant of gateway?.grants ?? []) {
    const grants = parts.get(grant.app)
    if (grants === undefined) parts.set(grant.app, [grant])
    else grants.push(grant)
  }
  return parts
}
