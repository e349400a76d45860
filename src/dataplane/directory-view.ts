/** Applications, grants and keys as plugins look them up on every request: by Map, without
 *  allocating. Replaced as a whole when the control plane publishes another Directory. */
import type { DirectoryView, GrantFound } from '../model/plugin.ts'
import type { Directory, GatewayKey, Grant } from '../model/release.ts'

export class LiveDirectory implements DirectoryView {
  current: Directory = { version: 0, apps: [], grants: [], keys: [] }
  version = 0
  #secretHashes = new Map<string, readonly string[]>()
  #grants = new Map<string, Map<string, AppGrants>>()
  #keys = new Map<string, GatewayKey>()

  replace(directory: Directory): void {
    const grants = new Map<string, Map<string, AppGrants>>()
    for (const grant of directory.grants) addGrant(grants, grant)
    this.#secretHashes = new Map(
      directory.apps.map(({ code, secretHashes }) => [code, secretHashes]),
    )
    this.#keys = new Map(directory.keys.map((key) => [key.gateway, key]))
    this.#grants = grants
    this.current = directory
    this.version += 1
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
    return this.#keys.get(gateway)
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
