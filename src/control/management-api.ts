import type { FastifyInstance } from 'fastify'
import { definitionSchemaFor } from '../definition/definition-schema.ts'
import type { ContactBook } from '../diagnosis/contacts.ts'
import type { FlowLog } from '../flowlog/flow-log.ts'
import type { Plugin } from '../model/plugin.ts'
import type { ToldSetting } from '../model/told-setting.ts'
import type { ControlDatabase } from '../storage/control-database.ts'
import type { Applier } from './applier.ts'
import { DraftBook } from './drafts/draft-book.ts'
import { RefusedReleases } from './drafts/refused-releases.ts'
import { IdempotentCreations } from './idempotent-creations.ts'
import { DefinitionReader } from './definition-reader.ts'
import { OpenApiImports } from './openapi-imports.ts'
import type { GatewayAddresses } from './portal/gateway-addresses.ts'
import { managementServer } from './management-server.ts'
import type { People } from './people/people.ts'
import type { GatewayCreation } from '../setting-values.ts'
import type { ProcessLog } from '../carrier/process-log.ts'
import { type AlarmParts, alarmRuleRoutes } from './routes/alarm-rule-routes.ts'
import { alarmRoutes } from './routes/alarm-routes.ts'
import { appPermissionRoutes } from './routes/app-permission-routes.ts'
import { appRoutes } from './routes/app-routes.ts'
import { appSecretRoutes } from './routes/app-secret-routes.ts'
import { applyRoutes } from './routes/apply-routes.ts'
import { auditRoutes } from './routes/audit-routes.ts'
import type { ConsoleFiles } from './console-files.ts'
import { consoleRoutes } from './routes/console-routes.ts'
import type { Debugged } from './debug/debug-caller.ts'
import { debugRoutes } from './routes/debug-routes.ts'
import { definitionRoutes } from './routes/definition-routes.ts'
import { diagnoseRoutes } from './routes/diagnose-routes.ts'
import { doctorRoutes, type Examined } from './routes/doctor-routes.ts'
import type { EventBus } from './events/event-bus.ts'
import { eventRoutes } from './routes/event-routes.ts'
import { errorRoutes } from './routes/error-routes.ts'
import { exportRoutes } from './routes/export-routes.ts'
import { flowRecordRoutes } from './routes/flow-record-routes.ts'
import { gatewayRoutes } from './routes/gateway-routes.ts'
import { grantRoutes } from './routes/grant-routes.ts'
import { importRoutes } from './routes/import-routes.ts'
import { healthRoutes, type Monitored } from './routes/health-routes.ts'
import { portalRoutes } from './routes/portal-routes.ts'
import { permissionRequestRoutes } from './routes/permission-request-routes.ts'
import { nodeRoutes } from './routes/node-routes.ts'
import { type Probed, probeRoutes } from './routes/probe-routes.ts'
import { passwordRoutes } from './routes/password-routes.ts'
import { recordShareRoutes } from './routes/record-share-routes.ts'
import { reminderRoutes } from './routes/reminder-routes.ts'
import { releaseRoutes } from './routes/release-routes.ts'
import { rollbackRoutes, type ServingWorkers } from './routes/rollback-routes.ts'
import { settingsRoutes } from './routes/settings-routes.ts'
import { schemaRoutes } from './routes/schema-routes.ts'
import { statisticsRoutes } from './routes/statistics-routes.ts'
import { sessionRoutes } from './routes/session-routes.ts'
import { signInRoutes } from './routes/sign-in-routes.ts'
import { tokenRoutes } from './routes/token-routes.ts'
import { userRoutes } from './routes/user-routes.ts'
import { type Workers, workerRoutes } from './routes/worker-routes.ts'
import { backendRoutes } from './routes/backend-routes.ts'
import { draftImportRoutes } from './routes/draft-import-routes.ts'
import { draftRoutes } from './routes/draft-routes.ts'
import { gatewayEditRoutes } from './routes/gateway-edit-routes.ts'
import { pluginRoutes } from './routes/plugin-routes.ts'
import { resourceBatchRoutes } from './routes/resource-batch-routes.ts'
import { resourceRoutes } from './routes/resource-routes.ts'
import { stageReleaseRoutes } from './routes/stage-release-routes.ts'
import { stageRoutes } from './routes/stage-routes.ts'
import { userAuthRoutes } from './routes/user-auth-routes.ts'
import { TextDiagnosis } from './text-diagnosis.ts'

/** The management API with all its routes, one file a resource. */
export interface ManagementParts {
  readonly people: People
  /** Whose X-Forwarded-* fields are believed. */
  readonly trustedProxies: readonly string[]
  readonly version: string
  /** Name of this node in records. */
  readonly node: string
  /** What this server was started with, without secrets. */
  readonly settings: () => Promise<readonly ToldSetting[]>
  readonly plugins: readonly Plugin[]
  readonly probeByDefault: boolean
  /** Who may make gateways. */
  readonly gatewayCreation: GatewayCreation
  readonly log: ProcessLog
  readonly applier: Applier
  /** Where releases of the past and the audit are. */
  readonly history: ControlDatabase
  readonly flowLog: FlowLog
  readonly contacts: ContactBook
  readonly monitored: Monitored
  readonly workers: Workers & ServingWorkers
  readonly examined: Examined
  readonly probed: Probed
  readonly console: ConsoleFiles
  readonly portalAddresses: GatewayAddresses
  readonly alarms: AlarmParts
  readonly debugged: Debugged
  readonly events: EventBus
}

export function managementApi(parts: ManagementParts): FastifyInstance {
  const { people, trustedProxies } = parts
  const { identify } = people.identities
  const { app, routes } = managementServer(identify, parts.log, trustedProxies)
  const diagnosis = new TextDiagnosis()
  const imports = new OpenApiImports()
  const { applier, history, plugins, workers } = parts
  const reader = new DefinitionReader(plugins)
  app.addHook('onClose', async () => {
    await people.failures.write().catch(() => undefined) // the store may be what has failed
    diagnosis.close()
    imports.close()
    reader.close()
  })
  healthRoutes(app, parts.monitored)
  errorRoutes(app, parts.console)
  diagnoseRoutes(app, diagnosis)
  flowRecordRoutes(app, parts.flowLog, parts.contacts)
  exportRoutes(app, parts.flowLog)
  statisticsRoutes(app, parts.flowLog)
  alarmAndRuleRoutes(app, parts.alarms)
  eventRoutes(app, { bus: parts.events, flowLog: parts.flowLog, identify })
  peopleRoutes(app, parts)
  applyRoutes(app, applier, reader, parts.probeByDefault)
  importRoutes(app, imports)
  draftedRoutes(app, parts, imports)
  releaseRoutes(app, applier, history)
  rollbackRoutes(app, applier, history, workers)
  auditRoutes(app, history)
  permissionRoutes(app, parts)
  serverRoutes(app, parts)
  probeRoutes(app, parts.probed)
  consoleRoutes(app, parts.console)
  portalRoutes(app, {
    gateways: () => applier.state.gateways,
    plugins,
    addresses: parts.portalAddresses,
    log: parts.flowLog,
  })
  debugRoutes(app, parts.debugged)
  schemaRoutes(app, routes, definitionSchemaFor(plugins), parts.version)
  return app
}

/** The server itself: its workers, what it was started with, what it finds out about itself. */
function serverRoutes(app: FastifyInstance, parts: ManagementParts): void {
  const { applier, workers } = parts
  workerRoutes(app, workers)
  nodeRoutes(app, {
    name: parts.node,
    health: () => parts.monitored.health(),
    workers: () => workers.states,
    publication: () => applier.publication,
    stores: async () => await parts.monitored.stores(),
  })
  settingsRoutes(app, parts.settings)
  doctorRoutes(app, parts.examined)
}

function alarmAndRuleRoutes(app: FastifyInstance, alarms: AlarmParts): void {
  alarmRuleRoutes(app, alarms)
  alarmRoutes(app, alarms)
}

/** Who is who, and what they hand out. */
function peopleRoutes(app: FastifyInstance, parts: ManagementParts): void {
  const { people, flowLog, contacts } = parts
  signInRoutes(app, people)
  passwordRoutes(app, people)
  sessionRoutes(app, people, parts.gatewayCreation)
  userRoutes(app, people)
  tokenRoutes(app, people)
  recordShareRoutes(app, people, flowLog, contacts)
}

/** Gateways, as they are live and as they are edited. */
function draftedRoutes(
  app: FastifyInstance,
  parts: ManagementParts,
  imports: OpenApiImports,
): void {
  const { applier, history, plugins, workers } = parts
  const drafts = new DraftBook({
    database: history,
    state: () => applier.state,
    plugins,
    log: parts.log,
  })
  const editor = { book: drafts, plugins }
  const creations = new IdempotentCreations(history)
  const refused = new RefusedReleases(parts.events, () => applier.state)
  app.addHook('onClose', () => refused.stop())
  definitionRoutes(app, applier, drafts)
  gatewayRoutes(app, applier, drafts)
  gatewayEditRoutes(app, applier, editor, { creations, allowed: parts.gatewayCreation })
  draftRoutes(app, editor)
  draftImportRoutes(app, editor, imports)
  userAuthRoutes(app, editor)
  backendRoutes(app, editor, creations)
  resourceRoutes(app, editor, creations)
  resourceBatchRoutes(app, editor)
  stageRoutes(app, editor, creations, { plugins, history, workers, refused })
  pluginRoutes(app, editor)
  const { resolver } = parts.probed
  const calls = parts.flowLog
  const released = { applier, plugins, history, workers, refused, resolver, calls }
  stageReleaseRoutes(app, editor, released)
}

/** Applications, and what they may call. */
function permissionRoutes(
  app: FastifyInstance,
  { applier, history }: Pick<ManagementParts, 'applier' | 'history'>,
): void {
  appRoutes(app, applier, history)
  appSecretRoutes(app, applier)
  appPermissionRoutes(app, applier, history)
  grantRoutes(app, applier)
  permissionRequestRoutes(app, applier, history)
  reminderRoutes(app, applier, history)
}
