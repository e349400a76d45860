import type { Built } from './built-definition.ts'
import { secondsOf, timeoutsOf } from './import-backends.ts'
import { addHeaderRewrite, addPlugins, type PluginParts } from './import-plugins.ts'
import { addLine } from './import-text.ts'
import { type Import, keepOthers, type KeyMeaning } from './known-keys.ts'
import type { Value } from './blueking-value.ts'
import { addDocumentation } from './import-documentation.ts'

/** One operation of resources.yaml with its `x-bk-apigateway-resource`. */
export interface ImportedResource {
  readonly resource: Built
  readonly origin: Value
  /** Hosts of its own, in place of those of a backend. */
  readonly upstreams: Value | undefined
  readonly disabledStages: Value | undefined
}

interface Operation {
  readonly method: string
  readonly path: string
  readonly operation: Value
}

export const documented = 'no effect: what an operation itself says is shown'

export const operationMeanings: Readonly<Record<string, KeyMeaning>> = {
  operationId: 'taken',
  description: 'taken',
  summary: 'taken',
  'x-bk-apigateway-resource': 'taken',
  tags: 'taken',
  responses: 'taken',
  parameters: 'taken',
  requestBody: 'taken',
  deprecated: 'taken',
  consumes: documented,
  produces: documented,
  externalDocs: documented,
  schemes: documented,
  security: 'no effect: authConfig says who may call',
}

export const resourceMeanings: Readonly<Record<string, KeyMeaning>> = {
  kind: 'taken',
  isPublic: 'taken',
  allowApplyPermission: 'taken',
  matchSubpath: 'taken',
  enableWebsocket: 'taken',
  backend: 'taken',
  pluginConfigs: 'taken',
  authConfig: 'taken',
  disabledStages: 'taken',
  descriptionEn: 'no effect: one language is shown',
  noneSchema: 'no effect: there are no MCP servers',
}

export function importResource(from: Operation, work: Import): ImportedResource {
  const { method, path, operation } = from
  const { builder } = work
  const resource = builder.mapping()
  const said = operation.member('x-bk-apigateway-resource')
  const backend = said?.member('backend')
  addName(operation, resource, work)
  const description = operation.member('description')
  const summary = operation.member('summary')
  addLine(resource, 'description', description, 2_048, builder)
  addLine(resource, 'summary', summary, 512, builder)
  addDocumentation(operation, resource, work)
  builder.say(resource, 'method', method, operation)
  builder.say(resource, 'path', path, operation)
  addFlags(said, backend, resource, work)
  addAuth(said?.member('authConfig'), said ?? operation, resource, work)
  addBackend(backend, resource, work)
  const plugins: PluginParts = []
  addHeaderRewrite(backend?.member('transformHeaders'), plugins, work)
  addPlugins(said?.member('pluginConfigs'), plugins, resource, work)
  if (plugins.length > 0) {
    builder.list(resource, 'plugins', plugins, said?.member('pluginConfigs') ?? operation)
  }
  keepOthers(operation, operationMeanings, resource, work)
  if (said !== undefined) keepOthers(said, resourceMeanings, resource, work)
  const upstreams = backend?.member('upstreams')
  return {
    resource,
    origin: operation,
    upstreams: upstreams?.isEmpty === false ? upstreams : undefined,
    disabledStages: said?.member('disabledStages'),
  }
}

/** Names have no `-` there either, but files may. */
function addName(operation: Value, resource: Built, { builder }: Import): void {
  const operationId = operation.member('operationId')
  const name = operationId?.text()
  if (operationId === undefined) {
    operation.report('the operation has no "operationId"', 'It is the name of the resource.')
    builder.miss(resource, 'name', operation)
  } else if (name !== undefined) {
    builder.say(resource, 'name', name.replaceAll('-', '_'), operationId)
  }
}

function addFlags(
  said: Value | undefined,
  backend: Value | undefined,
  resource: Built,
  { builder }: Import,
): void {
  const kind = said?.member('kind')
  if (kind !== undefined && kind.text() !== 'standard') {
    kind.report(`a resource of the kind ${JSON.stringify(kind.raw)} cannot be taken`, onlyStandard)
  }
  const matchSubpath = said?.member('matchSubpath')
  const backendSubpath = backend?.member('matchSubpath')
  const isOpen = matchSubpath?.truth() === true
  if (backendSubpath !== undefined && (backendSubpath.truth() ?? isOpen) !== isOpen) {
    const message = 'matchSubpath is not the same for the resource and its backend'
    backendSubpath.report(message, 'Set both to true, or both to false.')
  }
  if (isOpen && matchSubpath !== undefined) {
    builder.say(resource, 'matchSubpath', true, matchSubpath)
  }
  const websocket = said?.member('enableWebsocket')
  if (websocket?.truth() === true) builder.say(resource, 'websocket', true, websocket)
  const isPublic = said?.member('isPublic')
  const mayApply = said?.member('allowApplyPermission')
  const isHidden = isPublic?.truth() === false
  if (isPublic !== undefined && isHidden) builder.say(resource, 'public', false, isPublic)
  else if (mayApply?.truth() === false) builder.say(resource, 'allowApply', false, mayApply)
}

const onlyStandard = 'Only "standard" ones are; remove it from the file.'

export const authMeanings: Readonly<Record<string, KeyMeaning>> = {
  userVerifiedRequired: 'taken',
  appVerifiedRequired: 'taken',
  resourcePermissionRequired: 'taken',
  oauth2PublicClientEnabled: 'no effect: tokens of public clients are refused',
  oauth2PersonalClientEnabled: 'no effect: tokens of personal clients are refused',
}

/** All on unless said otherwise, as in the old system; without an application there is no permission
 *  to ask for. */
function addAuth(config: Value | undefined, otherwise: Value, resource: Built, work: Import): void {
  const { builder } = work
  const auth = builder.mapping()
  const app = config?.member('appVerifiedRequired')
  const isOn = (key: string) => config?.member(key)?.truth() ?? true
  const needsApp = app?.truth() ?? true
  builder.say(auth, 'app', needsApp, app ?? otherwise)
  const user = config?.member('userVerifiedRequired') ?? otherwise
  builder.say(auth, 'user', isOn('userVerifiedRequired'), user)
  const permission = needsApp && isOn('resourcePermissionRequired')
  builder.say(auth, 'permission', permission, config ?? otherwise)
  if (config !== undefined) keepOthers(config, authMeanings, auth, work)
  builder.nest(resource, 'auth', auth, config ?? otherwise)
}

export const backendMeanings: Readonly<Record<string, KeyMeaning>> = {
  type: 'taken',
  name: 'taken',
  method: 'taken',
  path: 'taken',
  matchSubpath: 'taken',
  timeout: 'taken',
  upstreams: 'taken',
  transformHeaders: 'taken',
}

function addBackend(origin: Value | undefined, resource: Built, work: Import): void {
  if (origin === undefined) return
  const { builder } = work
  const type = origin.member('type')
  const typeText = type?.text()
  if (type !== undefined && typeText?.toUpperCase() !== 'HTTP') {
    const message = `a backend of the type ${JSON.stringify(typeText?.slice(0, 40))} cannot be taken`
    type.report(message, 'Use HTTP; for MOCK, the plugin bk-mock.')
  }
  const backend = builder.mapping()
  builder.copy(backend, 'name', origin.member('name'))
  const method = origin.member('method')
  const methodText = method?.text()
  if (method !== undefined && methodText !== undefined) {
    builder.say(backend, 'method', methodText.toUpperCase(), method)
  }
  builder.copy(backend, 'path', origin.member('path'))
  keepOthers(origin, backendMeanings, backend, work)
  builder.nest(resource, 'backend', backend, origin)
  const timeout = origin.member('timeout')
  const seconds = secondsOf(timeout)
  if (timeout !== undefined && seconds !== undefined && seconds > 0) {
    builder.say(resource, 'timeoutMs', timeoutsOf(seconds), timeout)
  }
}
