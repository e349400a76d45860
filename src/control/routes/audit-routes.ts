import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type AuditFilter, auditPage, findAudit } from '../../storage/audit-log.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import type { Caller } from '../caller.ts'
import { cursorAfter, numberAt } from '../list-cursor.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { RunningExports } from '../running-exports.ts'
import { epochMs } from '../time-parameter.ts'
import {
  auditCsvHead,
  auditFile,
  type AuditPage,
  type FoundEntries,
  shownEntry,
} from './audit-file.ts'
import { mostReleases } from './release-routes.ts'

/** `/api/v1/audit`: who changed what, when, from where, before and after. Administrators see all of it, others
 *  that of the gateways that they maintain. */
const filterParameters = {
  gateway: Type.Optional(plainText(64, 'Name of a gateway.')),
  kind: Type.Optional(
    plainText(
      64,
      'app, gateway, backend, stage, resource, documentation, draft, grant, permission_request, release, user, session, token, record-share, alarm-rule, alarm.',
    ),
  ),
  actor: Type.Optional(plainText(4_096, 'Who, as entries name them.')),
  action: Type.Optional(
    plainText(64, 'create, update, delete, rollback, take-over, unpublish, refuse.'),
  ),
  path: Type.Optional(plainText(512, 'What the path begins with: gateways/shop/resources/.')),
  search: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[^\\u0000]*$',
      description: 'Text in actor, path, before or after.',
    }),
  ),
  from: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, inclusive.' }),
  ),
  to: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, exclusive.' }),
  ),
}
const listQuery = Type.Object({
  ...filterParameters,
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})
const exportQuery = Type.Object({
  ...filterParameters,
  format: Type.Enum(['csv', 'ndjson'], { description: 'Of the file.' }),
})
const parameters = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: mostReleases, description: 'Of the entry.' }),
})

type FilterQuery = Omit<Static<typeof exportQuery>, 'format'>

export function auditRoutes(app: FastifyInstance, database: ControlDatabase): void {
  app.route<{ Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url: '/api/v1/audit',
    schema: { querystring: listQuery },
    config: {
      access: 'signed-in',
      summary: 'Who changed what, newest first.',
      answer: { example: { items: [entryExample], next: null } },
    },
    handler: async ({ query: { limit, cursor, ...query }, caller }) => {
      const beforeId = numberAt('audit', cursor)
      const filter = filterOf(query, caller)
      const page = beforeId === undefined ? { limit } : { limit, beforeId }
      const { entries, olderThan } = await auditPage(database, { ...filter, ...page })
      const next = olderThan === undefined ? null : cursorAfter('audit', olderThan)
      return { items: entries.map(shownEntry), next }
    },
  })
  exportRoute(app, database)
  app.route<{ Params: Static<typeof parameters> }>({
    method: 'GET',
    url: '/api/v1/audit/:id',
    schema: { params: parameters },
    config: {
      access: 'signed-in',
      summary: 'One entry of the audit.',
      answer: { example: entryExample },
    },
    handler: async ({ params: { id }, caller }) => {
      const entry = await findAudit(database, id)
      const isTheirs = entry !== undefined && maySee(entry.gateway, caller)
      if (isTheirs) return shownEntry(entry)
      throw new ApiProblem('not_found', 'There is no such entry. /api/v1/audit lists all.')
    },
  })
}

function exportRoute(app: FastifyInstance, database: ControlDatabase): void {
  const exports = new RunningExports() // each keeps a connection and reads the whole audit
  app.route<{ Querystring: Static<typeof exportQuery> }>({
    method: 'GET',
    url: '/api/v1/audit/export',
    schema: { querystring: exportQuery },
    config: {
      access: 'signed-in',
      summary: 'The audit as a CSV or NDJSON file, newest first.',
      answer: {
        type: 'text/csv',
        example: `${auditCsvHead}1,2026-11-30T12:00:00.000Z,token admin,…\r\n`,
      },
      problems: ['too_many_exports'],
    },
    handler: async (request, reply) => {
      const { format, ...query } = request.query
      const filter = filterOf(query, request.caller)
      const leaving = exports.begin(reply.raw)
      const read = async (page: AuditPage): Promise<FoundEntries> =>
        await auditPage(database, { ...filter, ...page })
      return await reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(Readable.from(auditFile(read, format, leaving), { objectMode: false }))
    },
  })
}

function maySee(gateway: string, caller: Caller): boolean {
  return caller.isAdministrator || (gateway !== '' && caller.mayMaintain(gateway))
}

function filterOf(
  { from, to, search, path, ...filter }: FilterQuery,
  caller: Caller,
): Omit<AuditFilter, 'limit'> {
  const { gateway = '' } = filter
  if (!maySee(gateway, caller)) {
    throw new ApiProblem('not_permitted', 'Name a gateway that you maintain with ?gateway=.')
  }
  return {
    ...filter,
    ...(path === undefined ? {} : { below: path }),
    ...(search === undefined ? {} : { text: search }),
    ...(from === undefined ? {} : { fromMs: epochMs('from', from) }),
    ...(to === undefined ? {} : { toMs: epochMs('to', to) }),
  }
}

const entryExample = {
  id: 7,
  at: '2026-11-30T12:00:00.000Z',
  actor: 'token admin',
  address: '192.0.2.7',
  gateway: 'shop',
  kind: 'gateway',
  path: 'gateways/shop',
  action: 'update',
  before: { description: 'Orders' },
  after: { description: 'Orders and payments' },
}
