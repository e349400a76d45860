import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { bodyIn } from '../json-body.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { addressOf } from '../request-origin.ts'
import { password, shownUser, userName } from '../people/account-rules.ts'
import { refuseOtherSites, requirePrivateWay } from '../people/browser-origin.ts'
import { changeOwnPassword, setPasswordByLink, setUp } from '../people/passwords.ts'
import type { People } from '../people/people.ts'
import { limited } from '../people/sign-in.ts'

/** Passwords: by the link of the first start, by a link of an administrator, by the one before. */
const linkToken = Type.String({ maxLength: 128, description: 'What stands behind # in the link.' })
const firstAdministrator = Type.Object(
  { token: linkToken, name: userName, password },
  { additionalProperties: false },
)
const byLink = Type.Object({ token: linkToken, password }, { additionalProperties: false })
const ownPassword = Type.Object({ current: password, password }, { additionalProperties: false })
const bodyLimit = 4_096
const linkProblems = [
  'https_needed',
  'link_ended',
  'too_many_attempts',
  'sign_in_busy',
  'storage_away',
] as const

export function passwordRoutes(app: FastifyInstance, people: People): void {
  app.route({
    method: 'POST',
    url: '/api/v1/set-up',
    bodyLimit,
    config: {
      access: 'open',
      summary: 'Makes the first administrator, by the link that the first start printed.',
      problems: [...linkProblems, 'name_taken'],
      body: {
        schema: firstAdministrator,
        example: { token: 'fll_…', name: 'ann', password: 'a-long-pass-phrase' },
      },
      answer: { status: 201, example: { name: 'ann', isAdministrator: true } },
    },
    handler: async (request, reply) => {
      requirePrivateWay(request)
      refuseOtherSites(request)
      const wanted = bodyIn(request, firstAdministrator)
      const act = async () => await setUp(people, addressOf(request), wanted)
      const user = await limited(people, request, 'set-up', act)
      return await reply.code(201).send(shownUser(user))
    },
  })
  linkedPasswordRoute(app, people)
  ownPasswordRoute(app, people)
}

function linkedPasswordRoute(app: FastifyInstance, people: People): void {
  app.route({
    method: 'POST',
    url: '/api/v1/password',
    bodyLimit,
    config: {
      access: 'open',
      summary: 'Sets a password by the link that an administrator handed out; works once.',
      problems: linkProblems,
      body: { schema: byLink, example: { token: 'fll_…', password: 'a-long-pass-phrase' } },
      answer: { example: { user: 'ann' } },
    },
    handler: async (request) => {
      requirePrivateWay(request)
      refuseOtherSites(request)
      const wanted = bodyIn(request, byLink)
      const act = async () => await setPasswordByLink(people, addressOf(request), wanted)
      return { user: await limited(people, request, 'password link', act) }
    },
  })
}

function ownPasswordRoute(app: FastifyInstance, people: People): void {
  app.route({
    method: 'PUT',
    url: '/api/v1/password',
    bodyLimit,
    config: {
      access: 'signed-in',
      summary: 'Changes the own password; all other sessions end.',
      problems: ['https_needed', 'sign_in_failed', 'too_many_attempts', 'sign_in_busy'],
      body: {
        schema: ownPassword,
        example: { current: 'a-long-pass-phrase', password: 'another-pass-phrase' },
      },
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      requirePrivateWay(request)
      const { user, session } = request.caller
      if (user === '' || session === undefined) {
        throw new ApiProblem('not_permitted', 'A password is changed by who is signed in with it.')
      }
      const { current, password: next } = bodyIn(request, ownPassword)
      const author = authorOf(request)
      const wanted = { user, current, next, session: session.id }
      const act = async () => await changeOwnPassword(people, author, wanted)
      await limited(people, request, `own password of ${user}`, act)
      return await reply.code(204).send()
    },
  })
}
