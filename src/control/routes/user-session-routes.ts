import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { auditedChange } from '../../storage/audited-change.ts'
import { endSessionsOf } from '../../storage/session-store.ts'
import { authorOf } from '../request-author.ts'
import { userName } from '../people/account-rules.ts'
import type { People } from '../people/people.ts'
import { openSessions, shownExample, shownSession } from './session-routes.ts'

/** `/api/v1/users/{user}/sessions`: where a user is signed in; for administrators. */
const parameters = Type.Object({ user: userName })
interface OfUser {
  Params: Static<typeof parameters>
}
const path = '/api/v1/users/:user/sessions'

export function userSessionRoutes(app: FastifyInstance, people: People): void {
  app.route<OfUser>({
    method: 'GET',
    url: path,
    schema: { params: parameters },
    config: {
      summary: 'Where a user is signed in, newest first.',
      answer: { example: { items: [shownExample], next: null } },
    },
    handler: async ({ params, caller }) => {
      const found = await openSessions(people, params.user)
      return { items: found.map((one) => shownSession(one, caller.session?.id)), next: null }
    },
  })
  app.route<OfUser>({
    method: 'DELETE',
    url: path,
    schema: { params: parameters },
    config: {
      summary: 'Signs a user out everywhere.',
      answer: { example: { ended: 2 } },
    },
    handler: async (request) => {
      const { user } = request.params
      const ended = await auditedChange(
        people.database,
        authorOf(request),
        async (tables, note) => {
          const count = await endSessionsOf(tables, user)
          const where = { path: `users/${user}/sessions`, kind: 'session', action: 'delete' }
          note({ ...where, before: null, after: { ended: count } })
          return count
        },
      )
      people.identities.forget()
      return { ended }
    },
  })
}
