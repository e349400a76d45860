import type { FastifyInstance } from 'fastify'
import { definitionSchemaFor } from '../definition/definition-schema.ts'
import type { ContactBook } from '../diagnosis/contacts.ts'
import type { FlowLog } from '../flowlog/flow-log.ts'
import type { Plugin } from '../model/plugin.ts'
import type { Applier } from './applier.ts'
import { managementServer } from './management-server.ts'
import type { ProcessLog } from './process-log.ts'
import { applyRoutes } from './routes/apply-routes.ts'
import { diagnoseRoutes } from './routes/diagnose-routes.ts'
import { doctorRoutes, type Examined } from './routes/doctor-routes.ts'
import { errorRoutes } from './routes/error-routes.ts'
import { exportRoutes } from './routes/export-routes.ts'
import { flowRecordRoutes } from './routes/flow-record-routes.ts'
import { healthRoutes, type Monitored } from './routes/health-routes.ts'
import { type Probed, probeRoutes } from './routes/probe-routes.ts'
import { schemaRoutes } from './routes/schema-routes.ts'
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
  readonly flowLog: FlowLog
  readonly contacts: ContactBook
  readonly monitored: Monitored
  readonly workers: Workers
  readonly examined: Examined
  readonly probed: Probed
}

export function managementApi(parts: ManagementParts): FastifyInstance {
  const { app, routes } = managementServer(parts.token, parts.log)
  const diagnosis = new TextDiagnosis()
  app.addHook('onClose', () => diagnosis.close())
  healthRoutes(app, parts.monitored)
  errorRoutes(app)
  diagnoseRoutes(app, diagnosis)
  flowRecordRoutes(app, parts.flowLog, parts.contacts)
  exportRoutes(app, parts.flowLog)
  applyRoutes(app, parts.applier, parts.plugins, parts.probeByDefault)
  workerRoutes(app, parts.workers)
  doctorRoutes(app, parts.examined)
  probeRoutes(app, parts.probed)
  schemaRoutes(app, routes, definitionSchemaFor(parts.plugins), parts.version)
  return app
}
