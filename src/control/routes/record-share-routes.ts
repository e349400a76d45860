import { recordExample } from './flow-record-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { type Caller, nobody } from '../caller.ts'
import { bodyIn } from '../json-body.ts'
import { ApiProblem } from '../problem.ts'
import { viewOf } from '../record-access.ts'
import { authorOf } from '../request-author.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import type { People } from '../people/people.ts'
import {
  openedShare,
  revokeShare,
  shareRecord,
  sharesOf,
  shownShare,
} from '../people/record-shares.ts'
import { limited } from '../people/sign-in.ts'
import { noRecord, requestId, shownRecord } from './flow-record-routes.ts'
import { gatewayName } from './gateway-routes.ts'

/** Links to one flow record each: made, listed, revoked, opened. */
const hours = 3_600_000
const order = Type.Object(
  {
    expiresInHours: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 720, description: 'Default 24.' }),
    ),
    view: Type.Optional(
      Type.Enum(['caller', 'full'], {
        description: 'full: with what is behind the gateway, to who is signed in; default caller.',
      }),
    ),
  },
  { additionalProperties: false },
)
const recordParameters = Type.Object({ id: requestId })
const gatewayParameters = Type.Object({ gateway: gatewayName })
const shareParameters = Type.Object({
  share: Type.String({ maxLength: 32, description: 'Id of the link.' }),
})
const openParameters = Type.Object({
  token: Type.String({ maxLength: 128, description: 'What stands behind # in the link.' }),
})
const openQuery = Type.Object({ lang: languageParameter })

export function recordShareRoutes(
  app: FastifyInstance,
  people: People,
  flowLog: FlowLog,
  contacts: ContactBook,
): void {
  app.route<{ Params: Static<typeof recordParameters> }>({
    method: 'POST',
    url: '/api/v1/flow-records/:id/share',
    bodyLimit: 4_096,
    schema: { params: recordParameters },
    config: {
      access: 'signed-in',
      summary: 'A link to this one record, for who is not signed in.',
      problems: ['limit_reached'],
      body: { schema: order, example: { expiresInHours: 24, view: 'caller' } },
      answer: { status: 201, example: { ...example, link: 'https://…/shared-record#flr_…' } },
    },
    handler: async (request, reply) => {
      const { expiresInHours = 24, view = 'caller' } = bodyIn(request, order)
      const { caller } = request
      const record = await flowLog.byId(request.params.id, (found) => maySee(caller, found))
      if (record === undefined) throw noRecord()
      if (view === 'full' && viewOf(caller, record) !== 'full') {
        throw new ApiProblem('not_permitted', 'You see this record without its backend yourself.')
      }
      const wanted = { record, view, expiresAtMs: Date.now() + expiresInHours * hours }
      const { share, link, token } = await shareRecord(people, authorOf(request), wanted)
      return await reply.code(201).send({ ...shownShare(share), link, token })
    },
  })
  listRoutes(app, people)
  openRoute(app, people, flowLog, contacts)
}

function maySee(caller: Caller, record: FlowRecord): boolean {
  return viewOf(caller, record) !== undefined
}

function listRoutes(app: FastifyInstance, people: People): void {
  app.route<{ Params: Static<typeof gatewayParameters> }>({
    method: 'GET',
    url: '/api/v1/gateways/:gateway/record-shares',
    schema: { params: gatewayParameters },
    config: {
      access: 'viewer',
      summary: 'The links to records of a gateway that can be opened, newest first.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ params }) => {
      return { items: (await sharesOf(people, params.gateway)).map(shownShare), next: null }
    },
  })
  app.route<{ Params: Static<typeof shareParameters> }>({
    method: 'DELETE',
    url: '/api/v1/record-shares/:share',
    schema: { params: shareParameters },
    config: {
      access: 'signed-in',
      summary: 'Revokes a link: one of mine, or of a gateway that I maintain.',
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      await revokeShare(people, authorOf(request), request.caller, request.params.share)
      return await reply.code(204).send()
    },
  })
}

function openRoute(
  app: FastifyInstance,
  people: People,
  flowLog: FlowLog,
  contacts: ContactBook,
): void {
  app.route<{ Params: Static<typeof openParameters>; Querystring: Static<typeof openQuery> }>({
    method: 'GET',
    url: '/api/v1/shared-records/:token',
    schema: { params: openParameters, querystring: openQuery },
    config: {
      access: 'open',
      summary: 'The record that a link leads to.',
      problems: ['link_ended', 'too_many_attempts', 'storage_away'],
      answer: {
        example: { ...recordExample, view: 'caller', expiresAt: '2026-12-01T12:00:00.000Z' },
      },
    },
    handler: async (request) => {
      const { token } = request.params
      const open = async () => await openedShare(people, token)
      const share = await limited(people, request, 'shared record', open)
      const record = await flowLog.byId(share.requestId)
      if (record === undefined) throw noRecord()
      // a session that ended is no reason to refuse what nobody has to sign in for
      const opener = await people.identities.identify(request).catch(() => nobody)
      const view = share.view === 'full' && opener !== nobody ? 'full' : 'caller'
      const expiresAt = new Date(share.expiresAtMs).toISOString()
      const shown = shownRecord(record, view, { contacts, language: languageOf(request) })
      return { ...shown, view, expiresAt }
    },
  })
}

const example = {
  id: '3TQ8cJmZ0aB',
  requestId: '0198c2f4-…',
  gateway: 'shop',
  view: 'caller',
  madeAt: '2026-11-30T08:00:00.000Z',
  madeBy: 'user ann',
  expiresAt: '2026-12-01T08:00:00.000Z',
}
