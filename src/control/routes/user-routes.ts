import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import { asked } from '../../storage/audited-change.ts'
import { findUser, listUsers, type User, type UserDetails } from '../../storage/user-store.ts'
import { type Caller, isPresent } from '../caller.ts'
import { etagOf, requireMatch } from '../etag.ts'
import { bodyIn } from '../json-body.ts'
import { nameAt, pageOfNumbered } from '../list-cursor.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { shownUser, userDetails, userName } from '../people/account-rules.ts'
import {
  createUser,
  deleteUser,
  type PasswordLink,
  renewLink,
  updateUser,
} from '../people/accounts.ts'
import type { People } from '../people/people.ts'
import { userSessionRoutes } from './user-session-routes.ts'

/** `/api/v1/users`: who may sign in; for administrators. */
const parameters = Type.Object({ user: userName })
interface OfUser {
  Params: Static<typeof parameters>
}
const listQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})
const changes = Type.Partial(Type.Object(userDetails), { additionalProperties: false })
const newUser = Type.Object(
  { name: userName, ...Type.Partial(Type.Object(userDetails)).properties },
  { additionalProperties: false },
)
const bodyLimit = 65_536
const path = '/api/v1/users/:user'

export function userRoutes(app: FastifyInstance, people: People): void {
  readRoutes(app, people)
  app.route({
    method: 'POST',
    url: '/api/v1/users',
    bodyLimit,
    config: {
      summary: 'Makes a user; the link of the answer sets the password, once and for 24 h.',
      problems: ['name_taken'],
      body: { schema: newUser, example: { name: 'ann', groups: ['shop-admins'] } },
      answer: { status: 201, example: { user: example, ...linkExample } },
    },
    handler: async (request, reply) => {
      requirePresence(request.caller)
      const { name, ...wanted } = bodyIn(request, newUser)
      const details = { ...none, ...detailsIn(wanted) }
      const made = await createUser(people, authorOf(request), { name, ...details })
      const answer = { user: shownUser(made.user), ...shownLink(made.link) }
      return await tagged(reply, made.user).code(201).send(answer)
    },
  })
  changeRoutes(app, people)
  linkRoute(app, people)
  userSessionRoutes(app, people)
}

function changeRoutes(app: FastifyInstance, people: People): void {
  app.route<OfUser>({
    method: 'PATCH',
    url: path,
    bodyLimit,
    schema: { params: parameters },
    config: {
      summary: 'Changes a user; If-Match says which version. Who is disabled is signed out.',
      problems: ['precondition_required', 'changed_meanwhile'],
      body: { schema: changes, example: { groups: ['shop-admins'], disabled: false } },
      answer: { example },
    },
    handler: async (request, reply) => {
      const wanted = detailsIn(bodyIn(request, changes))
      const decide = (user: User): UserDetails => {
        requireMatch(request, tagOf(user))
        const next = { ...user, ...wanted }
        const rises = next.isAdministrator && !user.isAdministrator
        const returns = user.isDisabled && !next.isDisabled
        if (rises || returns) requirePresence(request.caller)
        return next
      }
      const { user: name } = request.params
      const user = await updateUser(people, authorOf(request), name, decide)
      return await tagged(reply, user).send(shownUser(user))
    },
  })
  app.route<OfUser>({
    method: 'DELETE',
    url: path,
    schema: { params: parameters },
    config: {
      summary: 'Removes a user with sessions and tokens; If-Match says which version.',
      problems: ['precondition_required', 'changed_meanwhile'],
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      const { user: name } = request.params
      const decide = (user: User): void => requireMatch(request, tagOf(user))
      await deleteUser(people, authorOf(request), name, decide)
      return await reply.code(204).send()
    },
  })
}

function readRoutes(app: FastifyInstance, people: People): void {
  app.route<{ Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url: '/api/v1/users',
    schema: { querystring: listQuery },
    config: {
      summary: 'Every user, by name.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ query: { limit, cursor } }) => {
      const after = nameAt('users', cursor) ?? ''
      const found = await listUsers(people.database, { after, limit: limit + 1 })
      const { items, next } = pageOfNumbered('users', found, limit, ({ name }) => name)
      return { items: items.map(shownUser), next }
    },
  })
  app.route<OfUser>({
    method: 'GET',
    url: path,
    schema: { params: parameters },
    config: { summary: 'One user.', answer: { example } },
    handler: async ({ params }, reply) => {
      const user = await asked(people.database, (tables) => findUser(tables, params.user))
      if (user === undefined) {
        throw new ApiProblem('not_found', 'There is no user of this name. /api/v1/users lists all.')
      }
      return await tagged(reply, user).send(shownUser(user))
    },
  })
}

function linkRoute(app: FastifyInstance, people: People): void {
  app.route<OfUser>({
    method: 'POST',
    url: `${path}/password-link`,
    schema: { params: parameters },
    config: {
      summary: 'A new link that sets the password, in place of the one before.',
      bodiless: true,
      answer: { status: 201, example: linkExample },
    },
    handler: async (request, reply) => {
      requirePresence(request.caller)
      const link = await renewLink(people, authorOf(request), request.params.user)
      return await reply.code(201).send(shownLink(link))
    },
  })
}

/** Accounts outlast tokens. */
function requirePresence(caller: Caller): void {
  if (isPresent(caller)) return
  const detail =
    'A token cannot let people in: sign in as an administrator, or use the server’s own token.'
  throw new ApiProblem('not_permitted', detail)
}

const none: UserDetails = {
  displayName: '',
  email: '',
  groups: [],
  isAdministrator: false,
  isDisabled: false,
}

/** What the API calls `disabled` is a claim in the code. */
function detailsIn({ disabled, ...rest }: Static<typeof changes>): Partial<UserDetails> {
  return disabled === undefined ? rest : { ...rest, isDisabled: disabled }
}

function tagOf(user: User): string {
  return etagOf(shownUser(user))
}

function tagged(reply: FastifyReply, user: User): FastifyReply {
  return reply.header('etag', tagOf(user))
}

function shownLink({ link, expiresAtMs }: PasswordLink): object {
  return { passwordLink: link, linkExpiresAt: new Date(expiresAtMs).toISOString() }
}

const example = {
  name: 'ann',
  displayName: 'Ann Other',
  email: 'ann@example.com',
  groups: ['shop-admins'],
  isAdministrator: false,
  disabled: false,
  source: 'local',
  hasPassword: true,
  madeAt: '2026-11-30T08:00:00.000Z',
}
const linkExample = {
  passwordLink: 'https://faultline.example.com/set-password#fll_…',
  linkExpiresAt: '2026-12-01T08:00:00.000Z',
}
