import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlState, StoredGrant } from '../../definition/control-state.ts'
import { line, name } from '../../definition/schema-parts.ts'
import type { Applier } from '../applier.ts'
import type { Caller } from '../caller.ts'
import { etagOf, requireMatch } from '../etag.ts'
import { bodyIn } from '../json-body.ts'
import { nameAt, pageOfNumbered } from '../list-cursor.ts'
import {
  allGrants,
  type AnyGrant,
  grantSources,
  isOfFile,
  listedGrants,
  liveNames,
  shown,
} from '../permissions/listed-grants.ts'
import {
  findGrant,
  newGrantId,
  planChanged,
  planGiven,
  planTaken,
} from '../permissions/plan-grant.ts'
import { requireResources, visibleGateway } from '../permissions/visible-gateway.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { epochMs } from '../time-parameter.ts'
import { gatewayName } from './gateway-routes.ts'

/** `/api/v1/gateways/{gateway}/grants`: which application may call what, and until when. */
const ofGateway = Type.Object({ gateway: gatewayName })
const ofGrant = Type.Object({ gateway: gatewayName, id: plainText(64, 'Id of the grant.') })
interface OfGateway {
  Params: Static<typeof ofGateway>
}
interface OfGrant {
  Params: Static<typeof ofGrant>
}

const listQuery = Type.Object({
  app: Type.Optional(plainText(64, 'Code of an application.')),
  resource: Type.Optional(
    plainText(256, 'Only grants that let a resource of this name be called.'),
  ),
  expired: Type.Optional(Type.Boolean({ description: 'Only those that are over, or are not.' })),
  source: Type.Optional(Type.Enum(grantSources)),
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})

/** As many as a definition's list may have. */
export const resourceNames = Type.Array(name('resource', 'Name of a resource.'), {
  minItems: 1,
  maxItems: 1_000,
  uniqueItems: true,
})
const expiresAt = Type.Union([Type.String({ maxLength: 64 }), Type.Null()], {
  description: 'ISO 8601 time; null: never.',
})
const reason = line(512, 'Why, for people.')
const newGrant = Type.Object(
  {
    app: name('app', 'Code of the application.'),
    resources: Type.Optional(resourceNames),
    expiresAt,
    reason: Type.Optional(reason),
  },
  { additionalProperties: false },
)
const edit = Type.Object(
  {
    expiresAt: Type.Optional(expiresAt),
    resources: Type.Optional(resourceNames),
    reason: Type.Optional(reason),
  },
  { additionalProperties: false },
)

const bodyLimit = 512 * 1_024
const url = '/api/v1/gateways/:gateway/grants'
const example = {
  id: 'grant-0mhq2k1x3a7f04c2b',
  app: 'web-shop',
  owner: 'shop-web-team',
  resources: ['get_order'],
  absent: [],
  expiresAt: '2027-05-29T00:00:00.000Z',
  expired: false,
  source: 'given',
  by: 'ann',
  at: '2026-11-30T18:00:00.000Z',
  reason: 'shows orders in the shop',
}

export function grantRoutes(app: FastifyInstance, applier: Applier): void {
  app.route<OfGateway & { Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url,
    schema: { params: ofGateway, querystring: listQuery },
    config: {
      access: 'viewer',
      summary: 'The permissions on a gateway, of its definition file and given by people.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ caller, params, query }) => {
      const { state } = applier
      const { gateway } = params
      const { limit, cursor, ...filter } = query
      visibleGateway(state, gateway, caller)
      const list = `grants ${gateway}`
      const last = nameAt(list, cursor)
      const all = listedGrants(state, gateway, filter, Date.now())
      const rest = last === undefined ? all : all.filter(({ id }) => id < last)
      return pageOfNumbered(list, rest, limit, ({ id }) => id)
    },
  })
  app.route<OfGrant>({
    method: 'GET',
    url: `${url}/:id`,
    schema: { params: ofGrant },
    config: { access: 'viewer', summary: 'One permission.', answer: { example } },
    handler: async ({ params: { gateway, id } }, reply) => {
      const { state } = applier
      const ofThis = allGrants(state, (grant) => grant.gateway === gateway)
      return answered(reply, findGrant(ofThis, id), state)
    },
  })
  giving(app, applier)
  editing(app, applier)
  taking(app, applier)
}

function giving(app: FastifyInstance, applier: Applier): void {
  app.route<OfGateway>({
    method: 'POST',
    url,
    bodyLimit,
    schema: { params: ofGateway },
    config: {
      access: 'maintainer',
      summary: 'Lets an application call resources, or the whole gateway where none are named.',
      problems: ['owned_already', 'storage_failed'],
      body: {
        schema: newGrant,
        example: { app: 'web-shop', resources: ['get_order'], expiresAt: '2027-05-29T00:00:00Z' },
      },
      answer: { status: 201, example },
    },
    handler: async (request, reply) => {
      const { gateway } = request.params
      const { app: code, resources = null, reason: why = '', ...wanted } = bodyIn(request, newGrant)
      const atMs = Date.now()
      const expiresAtMs = endIn(wanted.expiresAt)
      if (expiresAtMs !== null && expiresAtMs <= atMs) {
        throw new ApiProblem('invalid_body', 'expiresAt: it is over already.')
      }
      const grant = { app: code, gateway, resources, expiresAtMs }
      const by = { by: personOf(request.caller), atMs, reason: why }
      const added: StoredGrant = { id: newGrantId(atMs), grant, source: 'given', ...by }
      const planned = await applier.change((state) => {
        requireResources(visibleGateway(state, gateway, request.caller), resources)
        requireApp(state, code)
        return planGiven(state, added)
      }, authorOf(request))
      if (planned.given === undefined) {
        throw new ApiProblem(
          'owned_already',
          'The application may call all of this for as long or longer already. PATCH its grant to shorten it.',
        )
      }
      return answered(reply.code(201), planned.given, planned.next)
    },
  })
}

function editing(app: FastifyInstance, applier: Applier): void {
  app.route<OfGrant>({
    method: 'PATCH',
    url: `${url}/:id`,
    bodyLimit,
    schema: { params: ofGrant },
    config: {
      access: 'maintainer',
      summary: 'Renews or shortens a grant, or leaves it only some of its resources.',
      problems: [
        'precondition_required',
        'changed_meanwhile',
        'kept_in_file',
        'owned_already',
        'storage_failed',
      ],
      body: { schema: edit, example: { expiresAt: '2027-05-29T00:00:00Z' } },
      answer: { example },
    },
    handler: async (request, reply) => {
      const { resources, reason: why, expiresAt: end } = bodyIn(request, edit)
      const planned = await applier.change(
        (state) =>
          planChanged(state, seenGrant(request, state), {
            ...(end === undefined ? {} : { expiresAtMs: endIn(end) }),
            ...(resources === undefined ? {} : { resources }),
            ...(why === undefined ? {} : { reason: why }),
            by: personOf(request.caller),
            atMs: Date.now(),
          }),
        authorOf(request),
      )
      return answered(reply, planned.given, planned.next)
    },
  })
}

function taking(app: FastifyInstance, applier: Applier): void {
  app.route<OfGrant>({
    method: 'DELETE',
    url: `${url}/:id`,
    schema: { params: ofGrant },
    config: {
      access: 'maintainer',
      summary: 'Takes a grant away: no worker lets it pass when the answer comes.',
      problems: ['precondition_required', 'changed_meanwhile', 'kept_in_file', 'storage_failed'],
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      const plan = (state: ControlState) => planTaken(state, [seenGrant(request, state)])
      await applier.change(plan, authorOf(request))
      return await reply.code(204).send()
    },
  })
}

/** The name of the person, else of the token. */
export function personOf({ user, name: token }: Caller): string {
  return user === '' ? token : user
}

function endIn(text: string | null): number | null {
  if (text === null) return null
  try {
    return epochMs('expiresAt', text)
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    throw new ApiProblem('invalid_body', error.message)
  }
}

function requireApp(state: ControlState, code: string): void {
  if (state.apps.some((one) => one.code === code)) return
  throw new ApiProblem('invalid_body', `app: there is no application "${code}".`)
}

function seenGrant(request: FastifyRequest<OfGrant>, state: ControlState): StoredGrant {
  const { gateway, id } = request.params
  if (isOfFile(id)) {
    throw new ApiProblem(
      'kept_in_file',
      'This grant is of a definition file: change it there, and apply the file.',
    )
  }
  const ofThis = state.granted.filter(({ grant }) => grant.gateway === gateway)
  const grant = findGrant(ofThis, id)
  requireMatch(request, etagOf(grant))
  return grant
}

function answered(reply: FastifyReply, grant: AnyGrant, state: ControlState): object {
  reply.header('etag', etagOf(grant))
  const owner = state.apps.find(({ code }) => code === grant.grant.app)?.owner ?? ''
  return shown(grant, owner, liveNames(state, grant.grant.gateway), Date.now())
}
