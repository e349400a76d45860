import type {
  BackendHost,
  PluginBinding,
  Resource,
  StageBackend,
  UserAuth,
} from '../model/release.ts'
import { defaultTimeoutsMs } from '../model/release.ts'
import { pluginType } from './check-plugins.ts'
import type { BackendDefinition, StageDefinition } from './definition.ts'
import type {
  GatewayText,
  HostText,
  PluginText,
  StageBackendText,
  StageText,
  TlsText,
} from './definition-schema.ts'
import { readHostUrl } from './host-url.ts'
import { stageVariablesOf, withStageVariables } from './path-template.ts'
import { backendDefaults } from './stage-schema.ts'

/** One stage made complete: variables put in, defaults filled, ready to become a Release. */
export interface GatewayParts {
  readonly name: string
  readonly maintainers: readonly string[]
  readonly userAuth: UserAuth | null
  readonly backends: readonly BackendDefinition[]
  readonly resources: readonly Resource[]
}

export function buildStage(stage: StageText, gateway: GatewayParts): StageDefinition {
  const variables = stage.variables ?? {}
  const backends: StageBackend[] = []
  for (const { name, owners } of gateway.backends) {
    const backend = stage.backends?.[name]
    if (backend !== undefined) backends.push(buildBackend(name, owners, backend, variables))
  }
  return {
    name: stage.name,
    description: stage.description ?? '',
    content: {
      gateway: gateway.name,
      stage: stage.name,
      maintainers: gateway.maintainers,
      variables,
      credentials: stage.credentials ?? ['bkapi', 'bearer', 'api-key'],
      credentialsInBody: stage.credentialsInBody ?? false,
      passCookies: stage.passCookies ?? false,
      userAuth: gateway.userAuth,
      backends,
      plugins: buildPlugins(stage.plugins),
      resources: gateway.resources.map((resource) => withVariables(resource, variables)),
    },
  }
}

export function buildPlugins(plugins: readonly PluginText[] | undefined): PluginBinding[] {
  return (plugins ?? []).map(({ type, config }) => ({
    type: pluginType(type),
    config: config ?? {},
  }))
}

export function buildUserAuth(userAuth: GatewayText['userAuth']): UserAuth | null {
  if (userAuth === undefined) return null
  const { tokenUrl, jwksUrl, issuer, audience, algorithms, timeoutMs } = userAuth
  return {
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ...(jwksUrl === undefined ? {} : { jwksUrl }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    algorithms: algorithms ?? ['RS256', 'RS512', 'ES256'],
    timeoutMs: timeoutMs ?? 5_000,
  }
}

const filled = new WeakMap<Resource, FilledResources>()

interface FilledResources {
  /** That stand in its path. */
  readonly names: readonly string[]
  readonly byValues: Map<string, Resource>
}

/** The same object where nothing is replaced, so that 20 stages share 10,000 resources; and the same again
 *  for the same values. */
function withVariables(resource: Resource, variables: Readonly<Record<string, string>>): Resource {
  const { backend } = resource
  if (!backend.path.includes('{env.')) return resource
  let known = filled.get(resource)
  if (known === undefined) {
    known = { names: stageVariablesOf(backend.path), byValues: new Map() }
    filled.set(resource, known)
  }
  const values = known.names.map((name) => variables[name]).join('\n')
  let made = known.byValues.get(values)
  if (made === undefined) {
    const path = withStageVariables(backend.path, variables)
    made = { ...resource, backend: { ...backend, path } }
    known.byValues.set(values, made)
  }
  return made
}

function buildBackend(
  name: string,
  owners: readonly string[],
  backend: StageBackendText,
  variables: Readonly<Record<string, string>>,
): StageBackend {
  return {
    name,
    owners,
    hosts: backend.hosts.map((host) => buildHost(host, backend, variables)),
    balance: backend.balance ?? backendDefaults.balance,
    hashOn: backend.hashOn ?? backendDefaults.hashOn,
    timeoutMs: { ...defaultTimeoutsMs, ...withoutExtensions(backend.timeoutMs ?? {}) },
    retries: backend.retries ?? backendDefaults.retries,
    eject: {
      failures: backend.eject?.failures ?? backendDefaults.eject.failures,
      seconds: backend.eject?.seconds ?? backendDefaults.eject.seconds,
    },
  }
}

function buildHost(
  host: HostText,
  backend: StageBackendText,
  variables: Readonly<Record<string, string>>,
): BackendHost {
  const url = readHostUrl(withStageVariables(host.url, variables))
  if ('message' in url) throw new Error(`a host URL was not checked: ${url.message}`)
  const { authority, ...place } = url
  const hostHeader = host.hostHeader ?? backend.hostHeader ?? authority
  const tls: TlsText = { ...backend.tls, ...host.tls }
  return {
    ...place,
    weight: host.weight ?? backendDefaults.weight,
    hostHeader,
    tls: {
      serverName: tls.serverName ?? place.host,
      ca: tls.ca ?? '',
      verify: tls.verify ?? true,
    },
  }
}

/** `x-*` keys are for people and stay out of a release. */
export function withoutExtensions<Value extends object>(value: Value): Value {
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('x-'))
  return Object.fromEntries(kept) as Value // the same keys but those no type names
}
