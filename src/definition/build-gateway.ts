import type { Grant, Resource } from '../model/release.ts'
import { buildPlugins, buildStage, buildUserAuth, withoutExtensions } from './build-stage.ts'
import { buildDocumentation } from './documentation.ts'
import { expiryMs } from './check-grants.ts'
import type { GatewayDefinition, StageDefinition } from './definition.ts'
import type { GatewayText, GrantText, ResourceText, StageText } from './definition-schema.ts'
import { isRecord } from './shape.ts'

/** A gateway made complete from its checked text: every default of the format is put in here. */
export function buildGateway(text: GatewayText, written: unknown): GatewayDefinition {
  const parts = buildParts(text, written)
  return { ...parts.gateway, stages: (text.stages ?? []).map((stage) => parts.stage(stage)) }
}

interface BuiltParts {
  readonly gateway: Omit<GatewayDefinition, 'stages'>
  stage(text: StageText): StageDefinition
}

/** Stage by stage, for whoever needs one of them only. */
export function buildParts(text: GatewayText, written: unknown): BuiltParts {
  const maintainers = text.maintainers ?? []
  const backends = (text.backends ?? [{ name: 'default' }]).map((backend) => ({
    name: backend.name,
    description: backend.description ?? '',
    owners: backend.owners ?? [],
  }))
  const resources = (text.resources ?? []).map(builtResource)
  const userAuth = buildUserAuth(text.userAuth)
  const parts = { name: text.name, maintainers, userAuth, backends, resources }
  const gateway = {
    name: text.name,
    description: text.description ?? '',
    public: text.public ?? true,
    maintainers,
    viewers: text.viewers ?? [],
    backends,
    resources,
    grants: (text.grants ?? []).map((grant) => buildGrant(grant, text.name)),
    documentation: buildDocumentation(text),
    written: isRecord(written) ? written : {},
  }
  return { gateway, stage: (stage) => buildStage(stage, parts) }
}

const built = new WeakMap<ResourceText, Resource>()

/** The same object again for the same text, so that what did not change is told by a look. */
function builtResource(text: ResourceText): Resource {
  let resource = built.get(text)
  if (resource === undefined) {
    resource = buildResource(text)
    built.set(text, resource)
  }
  return resource
}

function buildResource(text: ResourceText): Resource {
  const app = text.auth?.app ?? true
  return {
    name: text.name,
    method: text.method,
    path: text.path,
    matchSubpath: text.matchSubpath ?? false,
    websocket: text.websocket ?? false,
    auth: {
      app,
      user: text.auth?.user ?? false,
      // a permission is granted to an application: without one there is none to ask for
      permission: text.auth?.permission ?? app,
    },
    backend: {
      name: text.backend?.name ?? 'default',
      method: text.backend?.method ?? text.method,
      path: text.backend?.path ?? text.path,
    },
    timeoutMs: withoutExtensions(text.timeoutMs ?? {}),
    bodyLimitBytes: text.bodyLimitBytes ?? null,
    plugins: buildPlugins(text.plugins),
  }
}

function buildGrant(text: GrantText, gateway: string): Grant {
  const expiresAtMs = text.expires === undefined ? null : (expiryMs(text.expires) ?? null)
  return { app: text.app, gateway, resources: text.resources ?? null, expiresAtMs }
}
