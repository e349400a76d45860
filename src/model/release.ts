/** What a worker is told. A Release is the frozen configuration of one stage; the Directory holds
 *  what changes without a release: applications, grants, keys. Both cross threads by structured
 *  clone, so they are plain data. */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'ANY'

export interface Release {
  readonly gateway: string
  readonly stage: string
  /** 1, 2, 3 … within the stage. */
  readonly number: number
  /** SHA-256 (hex) of the canonical JSON of everything below. */
  readonly hash: string
  readonly maintainers: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly credentials: readonly CredentialSource[]
  readonly credentialsInBody: boolean
  readonly passCookies: boolean
  readonly userAuth: UserAuth | null
  readonly backends: readonly StageBackend[]
  /** Of the stage, in listed order. */
  readonly plugins: readonly PluginBinding[]
  readonly resources: readonly Resource[]
}

export type CredentialSource = 'bkapi' | 'bearer' | 'api-key'

export interface UserAuth {
  readonly tokenUrl?: string
  readonly jwksUrl?: string
  readonly issuer?: string
  readonly audience?: string
  readonly algorithms: readonly ('RS256' | 'RS512' | 'ES256')[]
  readonly timeoutMs: number
}

export interface PluginBinding {
  /** Without the `bk-` prefix. */
  readonly type: string
  readonly config: unknown
}

export interface Resource {
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly matchSubpath: boolean
  readonly websocket: boolean
  readonly auth: { readonly app: boolean; readonly user: boolean; readonly permission: boolean }
  readonly backend: { readonly name: string; readonly method: Method; readonly path: string }
  readonly timeoutMs: Partial<BackendTimeouts>
  /** null: the default of 40 MiB. */
  readonly bodyLimitBytes: number | null
  readonly plugins: readonly PluginBinding[]
}

export interface StageBackend {
  readonly name: string
  /** Who must act when this backend fails. */
  readonly owners: readonly string[]
  readonly hosts: readonly BackendHost[]
  readonly balance: 'round-robin' | 'least-connections' | 'hash'
  readonly hashOn: string // client_ip | header:X | cookie:X
  readonly timeoutMs: BackendTimeouts
  /** Extra attempts after the first. */
  readonly retries: number
  readonly eject: { readonly failures: number; readonly seconds: number }
}

export interface BackendHost {
  readonly scheme: 'http' | 'https'
  /** Name or address, IPv6 without brackets. */
  readonly host: string
  readonly port: number
  /** Path prefix of the configured URL without its trailing slash, mostly ''. */
  readonly pathPrefix: string
  readonly weight: number
  /** Value of the Host field sent. */
  readonly hostHeader: string
  readonly tls: { readonly serverName: string; readonly ca: string; readonly verify: boolean }
}

/** Milliseconds. `dns` and `connectAttempt` bound one look-up and one whole attempt at connecting. */
export interface BackendTimeouts {
  readonly dns: number
  readonly connect: number
  readonly connectAttempt: number
  readonly tls: number
  readonly send: number
  readonly firstByte: number
  readonly idle: number
  readonly total: number
  readonly tunnelIdle: number
}

/** Defaults, in milliseconds. `firstByte` stays below the 60 s that common load
 *  balancers allow in front of us, so that callers read our error and not theirs. */
export const defaultTimeoutsMs: BackendTimeouts = {
  dns: 5_000,
  connect: 3_000,
  connectAttempt: 10_000,
  tls: 5_000,
  send: 30_000,
  firstByte: 30_000,
  idle: 30_000,
  total: 600_000,
  tunnelIdle: 60_000,
}

export interface Directory {
  readonly version: number
  readonly apps: readonly App[]
  readonly grants: readonly Grant[]
  readonly keys: readonly GatewayKey[]
}

export interface App {
  readonly code: string
  /** SHA-256 (hex) of each valid secret; two at once while rotating. */
  readonly secretHashes: readonly string[]
  readonly owner: string
}

export interface Grant {
  readonly app: string
  readonly gateway: string
  /** null: the whole gateway. */
  readonly resources: readonly string[] | null
  /** Epoch ms, null: never. */
  readonly expiresAtMs: number | null
}

export interface GatewayKey {
  readonly gateway: string
  readonly kid: string
  readonly privatePem: string
  readonly publicPem: string
}

export type ServedReleases = Pick<Publication, 'version' | 'releases'>

/** Everything a worker serves, published as one swap. `version` grows with each publication. */
export interface Publication {
  readonly version: number
  readonly releases: readonly Release[]
  readonly directory: Directory
}

/** From one Directory to the next, so that a change costs what it changes and not what there is. What it
 *  names it has whole: taken twice, or upon what it leads to, it is the same. */
export interface DirectoryChange {
  readonly version: number
  /** Codes of those that are gone or changed; then those that are new or changed. */
  readonly goneApps: readonly string[]
  readonly apps: readonly App[]
  readonly grants: readonly GrantsOfApp[]
  /** null: they stay. */
  readonly keys: readonly GatewayKey[] | null
}

/** All that an application has on a gateway; [] where that is nothing any more. */
export interface GrantsOfApp {
  readonly app: string
  readonly gateway: string
  readonly grants: readonly Grant[]
}
