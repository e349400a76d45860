import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { listRequests } from '../../storage/permission-requests.ts'
import type { Applier } from '../applier.ts'
import { appOf } from '../apps/plan-app.ts'
import { nameAt, pageOfNumbered } from '../list-cursor.ts'
import { appPermissions } from '../permissions/app-permissions.ts'
import { grantsOf } from '../permissions/grants-of.ts'
import { grantsOfApp } from '../permissions/listed-grants.ts'
import { visibleGateway } from '../permissions/visible-gateway.ts'
import { plainText } from '../plain-text.ts'
import { appCode } from './app-routes.ts'

/** `/api/v1/apps/{app}/grants` and `/permissions`: what an application may call, of all gateways and of one. */
const parameters = Type.Object({ app: appCode })
const query = Type.Object({ gateway: plainText(64, 'Name of a gateway that you may see.') })

const example = {
  app: 'web-shop',
  gateway: { name: 'shop', status: 'need_apply', expiresAt: null, request: null },
  resources: [
    {
      resource: 'get_order',
      method: 'GET',
      path: '/orders/{id}',
      status: 'owned',
      expiresAt: '2027-05-29T00:00:00.000Z',
      request: null,
    },
  ],
}

const listQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})

const grantExample = {
  gateway: 'shop',
  id: 'grant-0mhq2k1x3a7f04c2b',
  resources: ['get_order'],
  absent: [],
  expiresAt: '2027-05-29T00:00:00.000Z',
  expired: false,
  source: 'approved',
  by: 'ann',
  at: '2026-11-30T18:00:00.000Z',
  reason: 'shows orders in the shop',
}

export function appPermissionRoutes(
  app: FastifyInstance,
  applier: Applier,
  database: ControlDatabase,
): void {
  grantList(app, applier)
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof query> }>({
    method: 'GET',
    url: '/api/v1/apps/:app/permissions',
    schema: { params: parameters, querystring: query },
    config: {
      access: 'app-owner',
      summary: 'What an application may call of a gateway, until when, and what it must ask for.',
      answer: { example },
    },
    handler: async ({ caller, params, query: { gateway: name } }) => {
      const { state } = applier
      const { code } = appOf(state, params.app)
      const gateway = visibleGateway(state, name, caller)
      const requests = await listRequests(database, {
        app: code,
        gateway: name,
        limit: mostRequests,
      })
      const grants = grantsOf(state, name, code)
      const found = appPermissions(gateway, grants, requests, {
        seesAll: caller.mayView(name),
        nowMs: Date.now(),
      })
      const { status, expiresAt, request } = found.gateway
      const whole = { name, status, expiresAt, request }
      return { app: code, gateway: whole, resources: found.resources }
    },
  })
}

function grantList(app: FastifyInstance, applier: Applier): void {
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url: '/api/v1/apps/:app/grants',
    schema: { params: parameters, querystring: listQuery },
    config: {
      access: 'app-owner',
      summary: 'The permissions of an application on all gateways, newest first.',
      answer: { example: { items: [grantExample], next: null } },
    },
    handler: async ({ params, query: { limit, cursor } }) => {
      const { state } = applier
      const { code } = appOf(state, params.app)
      const list = `grants of ${code}`
      const last = nameAt(list, cursor)
      const all = grantsOfApp(state, code, Date.now())
      const rest = last === undefined ? all : all.filter(({ id }) => id < last)
      return pageOfNumbered(list, rest, limit, ({ id }) => id)
    },
  })
}

/** The newest ones say what is the case. */
const mostRequests = 1_000
