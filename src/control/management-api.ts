import type { FastifyInstance } from 'fastify'
import { definitionSchemaFor } from '../definition/definition-schema.ts'
import type { ContactBook } from '../diagnosis/contacts.ts'
import type { FlowLog } from '../flowlog/flow-log.ts'
import type { Plugin } from '../model/plugin.ts'
import type { ControlDatabase } from '../storage/control-database.ts'
import type { Applier } from './applier.ts'
import { OpenApiImports } from './openapi-imports.ts'
import { managementServer } from './management-server.ts'
import type { ProcessLog } from './process-log.ts'
import { type AlarmParts, alarmRuleRoutes } from './routes/alarm-rule-routes.ts'
import { alarmRoutes } from './routes/alarm-routes.ts'
import { applyRoutes } from './routes/apply-routes.ts'
import { auditRoutes } from './routes/audit-routes.ts'
import { definitionRoutes } from './routes/definition-routes.ts'
import { diagnoseRoutes } from './routes/diagnose-routes.ts'
import { doctorRoutes, type Examined } from './routes/doctor-routes.ts'
import { errorRoutes } from './routes/error-routes.ts'
import { exportRoutes } from './routes/export-routes.ts'
import { flowRecordRoutes } from './routes/flow-record-routes.ts'
import { gatewayRoutes } from './routes/gateway-routes.ts'
import { importRoutes } from './routes/import-routes.ts'
import { healthRoutes, type Monitored } from './routes/health-routes.ts'
import { type Probed, probeRoutes } from './routes/probe-routes.ts'
import { releaseRoutes } from './routes/release-routes.ts'
import { rollbackRoutes, type ServingWorkers } from './routes/rollback-routes.ts'
import { schemaRoutes } from './routes/schema-routes.ts'
import { statisticsRoutes } from './routes/statistics-routes.ts'
import { type Workers, workerRoutes } from './routes/worker-routes.ts'
import { TextDiagnosis } from './text-diagnosis.ts'

/** The management API with all its routes, one file a resource. */
export interface ManagementParts {
  readonly token: string
  readonly version: string
  readonly plugins: readonly Plugin[]
  readonly probeByDefault: boolean
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
  readonly alarms: AlarmParts
}

export function managementApi(parts: ManagementParts): FastifyInstance {
  const { app, routes } = managementServer(parts.token, parts.log)
  const diagnosis = new TextDiagnosis()
  const imports = new OpenApiImports()
  app.addHook('onClose', () => {
    diagnosis.close()
    imports.close()
  })
  healthRoutes(app, parts.monitored)
  errorRoutes(app)
  diagnoseRoutes(app, diagnosis)
  flowRecordRoutes(app, parts.flowLog, parts.contacts)
  exportRoutes(app, parts.flowLog)
  statisticsRoutes(app, parts.flowLog)
  alarmRuleRoutes(app, parts.alarms)
  alarmRoutes(app, parts.alarms)
  applyRoutes(app, parts.applier, parts.plugins, parts.probeByDefault)
  importRoutes(app, imports)
  definitionRoutes(app, parts.applier)
  gatewayRoutes(app, parts.applier)
  releaseRoutes(app, parts.applier, parts.history)
  rollbackRoutes(app, parts.applier, parts.history, parts.workers)
  auditRoutes(app, parts.history)
  workerRoutes(app, parts.workers)
  doctorRoutes(app, parts.examined)
  probeRoutes(app, parts.probed)
  schemaRoutes(app, routes, definitionSchemaFor(parts.plugins), parts.version)
  return app
}
