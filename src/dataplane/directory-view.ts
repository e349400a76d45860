/** Applications, grants and keys as plugins look them up on every request: by Map, without
 *  allocating. Given whole at the start of a worker, then changed as the control plane says. */
import type { DirectoryView, GrantFound } from '../model/plugin.ts'
import type { DirectoryPart } from '../model/publication-parts.ts'
import type { App, Directory, DirectoryChange, GatewayKey, Grant } from '../model/release.ts'

export class LiveDirectory implements DirectoryView {
  version = 0
  keys: readonly GatewayKey[] = []
  #secretHashes = new Map<string, readonly string[]>()
  #grants = new Map<string, Map<string, AppGrants>>()
  #keyOf = new Map<string, GatewayKey>()

  take(part: DirectoryPart): void {
    if ('whole' in part) this.replace(part.whole)
    else this.change(part.change)
  }

  replace(directory: Directory): void {
    this.#secretHashes = new Map()
    this.#addApps(directory.apps)
    this.#grants = new Map()
    for (const grant of directory.grants) addGrant(this.#grants, grant)
    this.#useKeys(directory.keys)
    this.version += 1
  }

  change({ apps, goneApps, grants, keys }: DirectoryChange): void {
    for (const code of goneApps) this.#secretHashes.delete(code)
    this.#addApps(apps)
    for (const { app, gateway, grants: now } of grants) {
      this.#grants.get(gateway)?.delete(app)
      for (const grant of now) addGrant(this.#grants, grant)
    }
    if (keys !== null) this.#useKeys(keys)
    this.version += 1
  }

  #addApps(apps: readonly App[]): void {
    for (const { code, secretHashes } of apps) this.#secretHashes.set(code, secretHashes)
  }

  #useKeys(keys: readonly GatewayKey[]): void {
    this.keys = keys
    this.#keyOf = new Map(keys.map((key) => [key.gateway, key]))
  }

  secretHashesOf(appCode: string): readonly string[] | undefined {
    return this.#secretHashes.get(appCode)
  }

  grantFor(appCode: string, gateway: string, resource: string): GrantFound {
    const grants = this.#grants.get(gateway)?.get(appCode)
    if (grants === undefined) return noGrant
    const ofResource = grants.resources?.get(resource)
    const ofGateway = grants.gateway
    if (ofResource === undefined) return ofGateway ?? otherResources
    if (ofGateway === undefined) return ofResource
    return endsLater(ofResource, ofGateway) ? ofResource : ofGateway
  }

  keyOf(gateway: string): GatewayKey | undefined {
    return this.#keyOf.get(gateway)
  }
}

type Granted = Extract<GrantFound, { kind: 'granted' }>

interface AppGrants {
  gateway: Granted | undefined
  resources: Map<string, Granted> | undefined
}

const noGrant: GrantFound = Object.freeze({ kind: 'none' })
const otherResources: GrantFound = Object.freeze({ kind: 'other-resources' })

function addGrant(grants: Map<string, Map<string, AppGrants>>, grant: Grant): void {
  const ofGateway = grants.get(grant.gateway) ?? new Map<string, AppGrants>()
  grants.set(grant.gateway, ofGateway)
  const ofApp = ofGateway.get(grant.app) ?? { gateway: undefined, resources: undefined }
  ofGateway.set(grant.app, ofApp)
  const { expiresAtMs } = grant
  if (grant.resources === null) {
    ofApp.gateway = laterOf(ofApp.gateway, { kind: 'granted', dimension: 'gateway', expiresAtMs })
    return
  }
  ofApp.resources ??= new Map()
  const found: Granted = { kind: 'granted', dimension: 'resource', expiresAtMs }
  for (const resource of grant.resources) {
    ofApp.resources.set(resource, laterOf(ofApp.resources.get(resource), found))
  }
}

/** Of several grants the one that lasts longest counts, so that renewing early never shortens. */
function laterOf(existing: Granted | undefined, added: Granted): Granted {
  return existing === undefined || endsLater(added, existing) ? added : existing
}

function endsLater(one: Granted, other: Granted): boolean {
  if (other.expiresAtMs === null) return false
  return one.expiresAtMs === null || one.expiresAtMs > other.expiresAtMs
}
