import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { listRequests } from '../../storage/permission-requests.ts'
import type { Applier } from '../applier.ts'
import { appOf } from '../apps/plan-app.ts'
import { appPermissions } from '../permissions/app-permissions.ts'
import { grantsOf } from '../permissions/grants-of.ts'
import { visibleGateway } from '../permissions/visible-gateway.ts'
import { plainText } from '../plain-text.ts'
import { appCode } from './app-routes.ts'

/** `GET /api/v1/apps/{app}/permissions`: what an application may call of a gateway. */
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

export function appPermissionRoutes(
  app: FastifyInstance,
  applier: Applier,
  database: ControlDatabase,
): void {
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

/** The newest ones say what is the case. */
const mostRequests = 1_000
