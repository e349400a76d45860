import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type AuditEntry, listAudit } from '../../storage/audit-log.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import type { Caller } from '../caller.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { epochMs } from '../time-parameter.ts'

/** `/api/v1/audit`: who changed what, when, from where, before and after. */
const query = Type.Object({
  gateway: Type.Optional(plainText(64, 'Name of a gateway.')),
  kind: Type.Optional(
    plainText(64, 'app, gateway, backend, stage, resource, grant, permission_request, release.'),
  ),
  actor: Type.Optional(plainText(4_096, 'Who, as entries name them.')),
  from: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, inclusive.' }),
  ),
  to: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, exclusive.' }),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})

export function auditRoutes(app: FastifyInstance, database: ControlDatabase): void {
  app.route<{ Querystring: Static<typeof query> }>({
    method: 'GET',
    url: '/api/v1/audit',
    schema: { querystring: query },
    config: { access: 'signed-in', summary: 'Who changed what, newest first.' },
    handler: async (request) => {
      const { from, to, limit, cursor, ...filter } = request.query
      requireMaintainer(request.caller, filter.gateway)
      const beforeId = numberAt('audit', cursor)
      const found = await listAudit(database, {
        ...filter,
        ...(from === undefined ? {} : { fromMs: epochMs('from', from) }),
        ...(to === undefined ? {} : { toMs: epochMs('to', to) }),
        ...(beforeId === undefined ? {} : { beforeId }),
        limit: limit + 1,
      })
      const { items, next } = pageOfNumbered('audit', found, limit, ({ id }) => id)
      return { items: items.map(shown), next }
    },
  })
}

/** What belongs to no gateway is for administrators, and so is a look at all gateways at once. */
function requireMaintainer(caller: Caller, gateway: string | undefined): void {
  if (caller.isAdministrator || (gateway !== undefined && caller.mayMaintain(gateway))) return
  throw new ApiProblem('not_permitted', 'Name a gateway that you maintain with ?gateway=.')
}

function shown({
  id,
  atMs,
  actor,
  address,
  gateway,
  kind,
  path,
  action,
  ...parts
}: AuditEntry): object {
  const at = new Date(atMs).toISOString()
  return { id, at, actor, address, gateway, kind, path, action, ...parts }
}
