import { canonicalJson } from './canonical-json.ts'
import type { ControlState, StoredGateway } from './control-state.ts'
import type { Definition } from './definition.ts'

/** What an apply changes, by the parts that people think in. */
export interface Change {
  readonly kind:
    | 'app'
    | 'gateway'
    | 'backend'
    | 'stage'
    | 'resource'
    | 'grant'
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
  return new Map(named.map(({ written: _written, madeSecrets: _made, ...app }) => [app.code, app]))
}

/** Of one gateway; undefined: there is none. */
export function gatewayChanges(
  name: string,
  before: StoredGateway | undefined,
  next: StoredGateway | undefined,
): DetailedChange[] {
  const path = `gateways/${name}`
  return [
    ...compared('gateway', 'gateways', gatewayPart(before), gatewayPart(next)),
    ...compared('backend', `${path}/backends`, byName(before?.backends), byName(next?.backends)),
    ...compared('stage', `${path}/stages`, stageParts(before), stageParts(next)),
    ...compared(
      'resource',
      `${path}/resources`,
      byName(before?.resources),
      byName(next?.resources),
    ),
    ...compared('grant', `${path}/grants`, grantParts(before), grantParts(next)),
  ]
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
    else if (before !== after && canonicalJson(before) !== canonicalJson(after)) {
      changes.push({ ...at, action: 'update' })
    }
  }
  for (const [name, before] of partsBefore) {
    if (partsNext.has(name)) continue
    changes.push({ kind, path: `${path}/${name}`, action: 'delete', before, after: undefined })
  }
  return changes
}

function gatewayPart(gateway: StoredGateway | undefined): Parts {
  if (gateway === undefined) return new Map()
  const { name, description, maintainers, viewers, public: isPublic } = gateway
  return new Map([[name, { description, maintainers, viewers, isPublic }]])
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
