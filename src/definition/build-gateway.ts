import type { Grant, Resource } from '../model/release.ts'
import { buildPlugins, buildStage, buildUserAuth, withoutExtensions } from './build-stage.ts'
import { buildDocumentation } from './documentation.ts'
import { expiryMs } from './check-grants.ts'
import type { GatewayDefinition } from './definition.ts'
import type { GatewayText, GrantText, ResourceText } from './definition-schema.ts'
import { isRecord } from './shape.ts'

/** A gateway made complete from its checked text: every default of the format is put in here. */
export function buildGateway(text: GatewayText, written: unknown): GatewayDefinition {
  const maintainers = text.maintainers ?? []
  const backends = (text.backends ?? [{ name: 'default' }]).map((backend) => ({
    name: backend.name,
    description: backend.description ?? '',
    owners: backend.owners ?? [],
  }))
  const resources = (text.resources ?? []).map(buildResource)
  const userAuth = buildUserAuth(text.userAuth)
  const parts = { name: text.name, maintainers, userAuth, backends, resources }
  return {
    name: text.name,
    description: text.description ?? '',
    public: text.public ?? true,
    maintainers,
    viewers: text.viewers ?? [],
    backends,
    resources,
    stages: (text.stages ?? []).map((stage) => buildStage(stage, parts)),
    grants: (text.grants ?? []).map((grant) => buildGrant(grant, text.name)),
    documentation: buildDocumentation(text),
    written: isRecord(written) ? written : {},
  }
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
