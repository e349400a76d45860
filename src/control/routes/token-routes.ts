import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { bodyIn } from '../json-body.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import type { People } from '../people/people.ts'
import { rightsProblem, serviceRights } from '../people/rights.ts'
import { makeToken, revokeToken, shownToken, tokensOf } from '../people/tokens.ts'
import { type Caller, isPresent } from '../caller.ts'

/** `/api/v1/tokens`: for programs that act as a person, or as a service with rights of its own. */
const days = 86_400_000
const wantedToken = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      description: 'What it is for: 1 to 64 letters, digits and . _ -.',
    }),
    expiresInDays: Type.Integer({
      minimum: 1,
      maximum: 366,
      description: 'When it ends by itself.',
    }),
    ...Type.Partial(serviceRights).properties,
  },
  { additionalProperties: false },
)
const parameters = Type.Object({
  token: Type.String({ maxLength: 32, description: 'Id of the token.' }),
})

export function tokenRoutes(app: FastifyInstance, people: People): void {
  app.route({
    method: 'GET',
    url: '/api/v1/tokens',
    config: {
      access: 'signed-in',
      summary: 'My tokens; of an administrator, those of everybody.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ caller }) => {
      return { items: (await tokensOf(people, caller)).map(shownToken), next: null }
    },
  })
  app.route({
    method: 'POST',
    url: '/api/v1/tokens',
    bodyLimit: 65_536,
    config: {
      access: 'signed-in',
      summary: 'Makes a token that acts as me; with a role, one for a service (administrators).',
      problems: ['name_taken', 'limit_reached'],
      body: {
        schema: wantedToken,
        example: { name: 'ci', role: 'maintainer', gateways: ['shop'], expiresInDays: 90 },
      },
      answer: { status: 201, example: { ...example, token: 'flt_…' } },
    },
    handler: async (request, reply) => {
      const { name, expiresInDays, ...rights } = bodyIn(request, wantedToken)
      if (name === 'admin')
        throw new ApiProblem('name_taken', '"admin" is the server\'s own token.')
      const expiresAtMs = Date.now() + expiresInDays * days
      const whose = whoseToken(request.caller, rights)
      const wanted = { name, expiresAtMs, ...whose }
      const { token, text } = await makeToken(people, authorOf(request), wanted)
      return await reply.code(201).send({ ...shownToken(token), token: text })
    },
  })
  revokeRoute(app, people)
}

function revokeRoute(app: FastifyInstance, people: People): void {
  app.route<{ Params: Static<typeof parameters> }>({
    method: 'DELETE',
    url: '/api/v1/tokens/:token',
    schema: { params: parameters },
    config: {
      access: 'signed-in',
      summary: 'Revokes a token of mine; an administrator, any.',
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      await revokeToken(people, authorOf(request), request.caller, request.params.token)
      return await reply.code(204).send()
    },
  })
}

type Rights = Partial<Static<typeof serviceRights>>

function whoseToken(caller: Caller, { role, gateways, apps }: Rights) {
  if (role === undefined) {
    if (gateways !== undefined || apps !== undefined) {
      throw new ApiProblem('invalid_body', 'role: say it where you name gateways or apps.')
    }
    if (caller.session !== undefined) return { user: caller.user, rights: undefined }
    const detail =
      'Sign in to make a token that acts as you; or name a role, as an administrator, for a service.'
    throw new ApiProblem('not_permitted', detail)
  }
  if (!caller.isAdministrator || !isPresent(caller)) {
    const detail = 'Tokens of services are made by administrators who are signed in.'
    throw new ApiProblem('not_permitted', detail)
  }
  const rights = {
    role,
    ...(gateways === undefined ? {} : { gateways }),
    ...(apps === undefined ? {} : { apps }),
  }
  const problem = rightsProblem(rights)
  if (problem !== '') throw new ApiProblem('invalid_body', problem)
  return { user: '', rights }
}

const example = {
  id: '3TQ8cJmZ0aB',
  name: 'ci',
  begins: 'flt_3TQ8cJmZ0aB',
  kind: 'service',
  user: '',
  role: 'maintainer',
  gateways: ['shop'],
  madeAt: '2026-11-30T08:00:00.000Z',
  madeBy: 'user ann',
  expiresAt: '2027-02-28T08:00:00.000Z',
  usedAt: null,
}
