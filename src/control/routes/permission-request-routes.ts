import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlState } from '../../definition/control-state.ts'
import { line, name } from '../../definition/schema-parts.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import {
  findRequest,
  listRequests,
  nextRequestNumber,
  type PermissionRequest,
  type RequestFilter,
  requestStatuses,
} from '../../storage/permission-requests.ts'
import type { Applier } from '../applier.ts'
import { appOf } from '../apps/plan-app.ts'
import type { Caller } from '../caller.ts'
import { bodyIn } from '../json-body.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { planDecision, planRequest, planWithdrawal } from '../permissions/plan-request.ts'
import { shownRequest } from '../permissions/request-view.ts'
import { visibleGateway } from '../permissions/visible-gateway.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { personOf, resourceNames } from './grant-routes.ts'

/** `/api/v1/permission-requests`: who owns an application asks, who maintains the gateway decides. */
const roles = ['owner', 'maintainer'] as const
const listQuery = Type.Object({
  as: Type.Optional(
    Type.Enum(roles, {
      description: 'owner: of your applications; maintainer: yours to decide; default both.',
    }),
  ),
  app: Type.Optional(plainText(64, 'Code of an application.')),
  gateway: Type.Optional(plainText(64, 'Name of a gateway.')),
  status: Type.Optional(Type.Enum(requestStatuses)),
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})

const parameters = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Of the request.' }),
})
interface OfRequest {
  Params: Static<typeof parameters>
}

const days = Type.Union([Type.Integer({ minimum: 1, maximum: 3_650 }), Type.Null()], {
  description: 'From the day it is approved; null: for ever.',
})
const comment = Type.Optional(line(512, 'For the other side.'))
const newRequest = Type.Object(
  {
    app: name('app', 'Code of an application that is yours.'),
    gateway: name('gateway', 'Name of the gateway.'),
    resources: Type.Optional(resourceNames),
    reason: Type.String({ ...line(512, 'Why it is needed.'), minLength: 1 }),
    expiresInDays: days,
  },
  { additionalProperties: false },
)
const decision = Type.Object(
  {
    decision: Type.Enum(['approve', 'reject'] as const),
    resources: Type.Optional(resourceNames),
    comment,
  },
  { additionalProperties: false },
)
const withdrawal = Type.Object({ comment }, { additionalProperties: false })

const bodyLimit = 512 * 1_024
const url = '/api/v1/permission-requests'
const example = {
  number: 42,
  app: 'web-shop',
  gateway: 'shop',
  resources: ['get_order', 'list_orders'],
  reason: 'shows orders in the shop',
  expiresInDays: 180,
  requester: 'ann',
  status: 'partly_approved',
  renewal: false,
  at: '2026-11-30T18:00:00.000Z',
  decision: {
    by: 'bob',
    at: '2026-11-30T18:05:00.000Z',
    comment: 'lists are for our own pages',
    approved: ['get_order'],
    rejected: ['list_orders'],
  },
}
const wishExample = {
  app: 'web-shop',
  gateway: 'shop',
  resources: ['get_order'],
  reason: 'shows orders in the shop',
  expiresInDays: 180,
}
const pendingExample = { ...example, status: 'pending', decision: null }

export function permissionRequestRoutes(
  app: FastifyInstance,
  applier: Applier,
  database: ControlDatabase,
): void {
  app.route<{ Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url,
    schema: { querystring: listQuery },
    config: {
      access: 'signed-in',
      summary: 'Requests of your applications, and those to the gateways that you maintain.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ caller, query: { as, limit, cursor, ...filter } }) => {
      const before = numberAt('permission-requests', cursor)
      const narrowed = { ...filter, ...visibleTo(applier.state, caller, as) }
      const found = await listRequests(database, { ...narrowed, before, limit: limit + 1 })
      const page = pageOfNumbered('permission-requests', found, limit, (one) => one.number)
      return { ...page, items: page.items.map(shownRequest) }
    },
  })
  app.route<OfRequest>({
    method: 'GET',
    url: `${url}/:number`,
    schema: { params: parameters },
    config: { access: 'signed-in', summary: 'One request.', answer: { example } },
    handler: async ({ caller, params }) =>
      shownRequest(await seenRequest(database, caller, params.number)),
  })
  asking(app, applier, database)
  deciding(app, applier, database)
  withdrawing(app, applier, database)
}

function asking(app: FastifyInstance, applier: Applier, database: ControlDatabase): void {
  app.route({
    method: 'POST',
    url,
    bodyLimit,
    config: {
      access: 'signed-in',
      summary: 'Asks for a permission, or for a longer one; the whole gateway without `resources`.',
      problems: [
        'not_found',
        'not_permitted',
        'owned_already',
        'request_pending',
        'storage_failed',
      ],
      body: {
        schema: newRequest,
        example: wishExample,
      },
      answer: { status: 201, example: pendingExample },
    },
    handler: async (request, reply) => {
      const { caller } = request
      const { app: code, gateway: of, resources = null, ...wish } = bodyIn(request, newRequest)
      const who = { requester: personOf(caller), atMs: Date.now() }
      const planned = await applier.change(async (state) => {
        if (!caller.owns(code)) throw notYours()
        const { code: known } = appOf(state, code)
        const gateway = visibleGateway(state, of, caller)
        const filter = { app: known, gateway: of, status: 'pending', limit: mostPending } as const
        const pending = await listRequests(database, filter)
        const number = await nextRequestNumber(database)
        const wanted = { app: known, gateway: of, resources, ...wish, ...who }
        return planRequest(state, gateway, wanted, {
          pending,
          number,
          seesAll: caller.mayView(of),
        })
      }, authorOf(request))
      reply.code(201).header('location', `${url}/${planned.request.number}`)
      return shownRequest(planned.request)
    },
  })
}

function deciding(app: FastifyInstance, applier: Applier, database: ControlDatabase): void {
  app.route<OfRequest>({
    method: 'POST',
    url: `${url}/:number/decision`,
    bodyLimit,
    schema: { params: parameters },
    config: {
      access: 'signed-in',
      summary: 'Approves a request, or only some `resources` of it, or rejects it.',
      problems: ['decided_already', 'owned_already', 'storage_failed'],
      body: {
        schema: decision,
        example: { decision: 'approve', resources: ['get_order'], comment: 'lists are ours' },
      },
      answer: { example },
    },
    handler: async (request) => {
      const { caller } = request
      const wanted = bodyIn(request, decision)
      const named = approvedIn(wanted)
      const planned = await applier.change(async (state) => {
        const pending = await seenRequest(database, caller, request.params.number)
        if (!caller.mayMaintain(pending.gateway)) {
          throw new ApiProblem('not_permitted', 'Who maintains the gateway decides.')
        }
        const gateway = visibleGateway(state, pending.gateway, caller)
        if (pending.status === 'pending') appOf(state, pending.app)
        const { comment: text = '' } = wanted
        const by = { by: personOf(caller), atMs: Date.now(), comment: text, approved: named }
        return planDecision(state, gateway, pending, by)
      }, authorOf(request))
      return shownRequest(planned.request)
    },
  })
}

function withdrawing(app: FastifyInstance, applier: Applier, database: ControlDatabase): void {
  app.route<OfRequest>({
    method: 'POST',
    url: `${url}/:number/withdrawal`,
    bodyLimit,
    schema: { params: parameters },
    config: {
      access: 'signed-in',
      summary: 'Takes back a request of an application that is yours.',
      problems: ['decided_already', 'storage_failed'],
      body: { schema: withdrawal, example: { comment: 'not needed any more' } },
      answer: { example: { ...pendingExample, status: 'withdrawn' } },
    },
    handler: async (request) => {
      const { caller } = request
      const { comment: text = '' } = bodyIn(request, withdrawal)
      const planned = await applier.change(async (state) => {
        const pending = await seenRequest(database, caller, request.params.number)
        if (!caller.owns(pending.app)) {
          throw new ApiProblem('not_permitted', 'Who owns the application takes its requests back.')
        }
        const by = { by: personOf(caller), atMs: Date.now(), comment: text }
        return planWithdrawal(state, pending, by)
      }, authorOf(request))
      return shownRequest(planned.request)
    },
  })
}

/** No two pending ones ask for the same. */
const mostPending = 10_001

function approvedIn({
  decision: wanted,
  resources,
}: Static<typeof decision>): readonly string[] | undefined {
  if (wanted === 'approve') return resources
  if (resources === undefined) return []
  throw new ApiProblem(
    'invalid_body',
    'resources: they are those to approve; a rejection is of all of them.',
  )
}

/** An administrator sees all. */
export function visibleTo(
  { apps, gateways }: ControlState,
  caller: Caller,
  as: (typeof roles)[number] | undefined,
): Pick<RequestFilter, 'visible'> {
  if (caller.isAdministrator) return {}
  const codes = apps.map(({ code }) => code).filter((code) => caller.owns(code))
  const names = gateways.map((one) => one.name).filter((one) => caller.mayMaintain(one))
  const visible = {
    apps: as === 'maintainer' ? [] : codes,
    gateways: as === 'owner' ? [] : names,
  }
  return { visible }
}

async function seenRequest(
  database: ControlDatabase,
  caller: Caller,
  number: number,
): Promise<PermissionRequest> {
  const found = await findRequest(database, number)
  if (found !== undefined && (caller.owns(found.app) || caller.mayMaintain(found.gateway))) {
    return found
  }
  throw new ApiProblem('not_found', 'There is no request of this number that you may see.')
}

function notYours(): ApiProblem {
  return new ApiProblem('not_found', 'There is no application of this code that is yours.')
}
