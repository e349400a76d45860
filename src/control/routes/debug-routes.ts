import { debugCallExample, debugCallsExample } from './debug-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { findDebugCall, listDebugCalls, type DebugCallRow } from '../../storage/debug-calls.ts'
import { DebugCaller, type Debugged, entryOf } from '../debug/debug-caller.ts'
import { type KeptDebugCall, orderAgain } from '../debug/debug-history.ts'
import { debugOrder, missingParts, orderExample } from '../debug/debug-order.ts'
import { bodyIn } from '../json-body.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { ApiProblem } from '../problem.ts'
import { languageParameter } from '../request-language.ts'
import { gatewayName } from './gateway-routes.ts'

/** `/api/v1/gateways/{gateway}/debug`: a real request through the gateway, explained; and those of before. */
const ofGateway = Type.Object({ gateway: gatewayName })
const ofCall = Type.Object({
  gateway: gatewayName,
  id: Type.String({ pattern: '^[1-9][0-9]{0,15}$', description: 'Number of the call.' }),
})
const language = Type.Object({ lang: languageParameter })
const page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 128, description: '`next` of the page before.' })),
})

interface OfGateway {
  Params: Static<typeof ofGateway>
  Querystring: Static<typeof language>
}
interface OfCall {
  Params: Static<typeof ofCall>
  Querystring: Static<typeof language>
}
interface Listed {
  Params: Static<typeof ofGateway>
  Querystring: Static<typeof page>
}

export function debugRoutes(app: FastifyInstance, debugged: Debugged): void {
  const caller = new DebugCaller(debugged)
  app.addHook('preClose', async () => caller.stop())
  app.route<OfGateway>({
    method: 'POST',
    url: '/api/v1/gateways/:gateway/debug',
    schema: { params: ofGateway, querystring: language },
    config: {
      access: 'maintainer',
      summary:
        'Sends a request through the gateway and explains it: hops, times, decisions of plugins, verdict; takes up to 60 s.',
      problems: ['unknown_stage', 'unknown_resource', 'gateway_starting', 'too_many_debug_calls'],
      body: { schema: debugOrder, example: orderExample },
      answer: { example: debugCallExample },
    },
    handler: async (request) => await caller.call(request, bodyIn(request, debugOrder)),
  })
  historyRoutes(app, caller, debugged.database)
}

function historyRoutes(app: FastifyInstance, caller: DebugCaller, database: ControlDatabase): void {
  app.route<Listed>({
    method: 'GET',
    url: '/api/v1/gateways/:gateway/debug',
    schema: { params: ofGateway, querystring: page },
    config: {
      access: 'maintainer',
      summary: 'Debug calls of a gateway, newest first.',
      answer: { example: debugCallsExample },
    },
    handler: async ({ params: { gateway }, query: { limit, cursor } }) => {
      const before = numberAt(`debug ${gateway}`, cursor)
      const found = await listDebugCalls(database, gateway, { before, limit: limit + 1 })
      const { items, next } = pageOfNumbered(`debug ${gateway}`, found, limit, ({ id }) => id)
      return { items: items.map(entryOf), next }
    },
  })
  app.route<OfCall>({
    method: 'GET',
    url: '/api/v1/gateways/:gateway/debug/:id',
    schema: { params: ofCall },
    config: {
      access: 'maintainer',
      summary: 'One debug call as it was answered, without its secrets.',
      answer: { example: debugCallExample },
    },
    handler: async ({ params }) => {
      const row = await rowOf(database, params)
      const { order, leftOut, answer } = keptIn(row)
      return { ...entryOf(row), request: order, leftOut, ...answer }
    },
  })
  app.route<OfCall>({
    method: 'POST',
    url: '/api/v1/gateways/:gateway/debug/:id/send',
    schema: { params: ofCall, querystring: language },
    config: {
      access: 'maintainer',
      summary: 'Sends a debug call again; the body holds what was left out of it.',
      problems: ['unknown_stage', 'unknown_resource', 'gateway_starting', 'too_many_debug_calls'],
      body: { schema: missingParts, example: { credentials: { secret: 'SECRET' } } },
      answer: { example: debugCallExample },
    },
    handler: async (request) => {
      const kept = keptIn(await rowOf(database, request.params))
      const given = isEmpty(request.body) ? {} : bodyIn(request, missingParts)
      return await caller.call(request, orderAgain(kept, given))
    },
  })
}

async function rowOf(
  database: ControlDatabase,
  { gateway, id }: OfCall['Params'],
): Promise<DebugCallRow> {
  const row = await findDebugCall(database, gateway, Number(id))
  if (row !== undefined) return row
  throw new ApiProblem(
    'not_found',
    'There is no such debug call of this gateway, or none any more.',
  )
}

function keptIn({ body }: DebugCallRow): KeptDebugCall {
  return JSON.parse(body) as KeptDebugCall // debug-caller.ts wrote it
}

function isEmpty(body: unknown): boolean {
  return body === undefined || (body instanceof Uint8Array && body.length === 0)
}
