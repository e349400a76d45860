import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { GatewayCreation } from '../../setting-values.ts'
import { asked, auditedChange } from '../../storage/audited-change.ts'
import { endSession, type Session, sessionsOf } from '../../storage/session-store.ts'
import { findUser } from '../../storage/user-store.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { shownUser } from '../people/account-rules.ts'
import { mayCreateGateways } from '../people/gateway-creation.ts'
import type { People } from '../people/people.ts'
import { sessionCookie, setCookie } from '../people/session-cookie.ts'
import { isOver } from '../people/session-times.ts'
import type { Caller } from '../caller.ts'

/** `/api/v1/session`: who am I, and what may I do; and where else I am signed in. */
const parameters = Type.Object({
  session: Type.String({ maxLength: 32, description: 'Id of the session.' }),
})

export function sessionRoutes(
  app: FastifyInstance,
  people: People,
  gatewayCreation: GatewayCreation,
): void {
  app.route({
    method: 'GET',
    url: '/api/v1/session',
    config: {
      access: 'signed-in',
      summary: 'Who I am, what I may do, and the CSRF token of the session.',
      answer: { example: whoAmI },
    },
    handler: async ({ caller }) => {
      const { session } = caller
      const user = await asked(people.database, (tables) => findUser(tables, caller.user))
      return {
        name: caller.name,
        user: user === undefined ? null : shownUser(user),
        isAdministrator: caller.isAdministrator,
        mayCreateGateways: mayCreateGateways(caller, gatewayCreation),
        gateways: gatewaysOf(caller),
        apps: caller.ownedApps(),
        csrfToken: session?.csrfToken ?? null,
        expiresAt: session === undefined ? null : new Date(session.expiresAtMs).toISOString(),
      }
    },
  })
  app.route({
    method: 'DELETE',
    url: '/api/v1/session',
    config: {
      access: 'signed-in',
      summary: 'Signs out: the session of the cookie ends.',
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      const { session } = request.caller
      if (session === undefined) {
        const detail = 'A token has no session to end: revoke it by DELETE /api/v1/tokens/{token}.'
        throw new ApiProblem('not_permitted', detail)
      }
      await end(people, request, session.id)
      setCookie(reply, sessionCookie, '', 0)
      return await reply.code(204).send()
    },
  })
  sessionListRoutes(app, people)
}

function sessionListRoutes(app: FastifyInstance, people: People): void {
  app.route({
    method: 'GET',
    url: '/api/v1/sessions',
    config: {
      access: 'signed-in',
      summary: 'Where I am signed in, newest first.',
      answer: { example: { items: [shownExample], next: null } },
    },
    handler: async ({ caller: { user, session } }) => {
      const found = await openSessions(people, user)
      return { items: found.map((one) => shownSession(one, session?.id)), next: null }
    },
  })
  app.route<{ Params: Static<typeof parameters> }>({
    method: 'DELETE',
    url: '/api/v1/sessions/:session',
    schema: { params: parameters },
    config: {
      access: 'signed-in',
      summary: 'Ends one of my sessions.',
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      await end(people, request, request.params.session)
      return await reply.code(204).send()
    },
  })
}

/** Newest first. */
export async function openSessions({ database }: People, user: string): Promise<Session[]> {
  const found = await asked(database, (tables) => sessionsOf(tables, user))
  const nowMs = Date.now()
  return found.filter((session) => !isOver(session, nowMs))
}

/** Only an own one: another's is none that the caller knows of. */
async function end(people: People, request: FastifyRequest, id: string): Promise<void> {
  const { user } = request.caller
  await auditedChange(people.database, authorOf(request), async (tables, note) => {
    const own = await sessionsOf(tables, user)
    if (!own.some((session) => session.id === id)) {
      throw new ApiProblem(
        'not_found',
        'You have no session of this id. /api/v1/sessions lists all.',
      )
    }
    await endSession(tables, id)
    const path = `users/${user}/sessions/${id}`
    note({ kind: 'session', path, action: 'delete', before: null, after: null })
  })
  people.identities.forget()
}

export function shownSession(session: Session, current: string | undefined): object {
  const { id, madeAtMs, usedAtMs, expiresAtMs, address, agent } = session
  return {
    id,
    isThisOne: id === current,
    address,
    agent,
    madeAt: new Date(madeAtMs).toISOString(),
    usedAt: new Date(usedAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  }
}

/** Of an administrator none are named: all. */
function gatewaysOf(caller: Caller): object[] {
  return caller.gatewaysInView().map((name) => {
    return { name, role: caller.mayMaintain(name) ? 'maintainer' : 'viewer' }
  })
}

const whoAmI = {
  name: 'user ann',
  user: { name: 'ann', displayName: 'Ann Other', groups: ['shop-admins'] },
  isAdministrator: false,
  mayCreateGateways: false,
  gateways: [{ name: 'shop', role: 'maintainer' }],
  apps: ['shop-web'],
  csrfToken: 'HhT…',
  expiresAt: '2026-12-07T08:00:00.000Z',
}
export const shownExample = {
  id: '3TQ8cJmZ0aB',
  isThisOne: true,
  address: '192.0.2.7',
  agent: 'Mozilla/5.0 …',
  madeAt: '2026-11-30T08:00:00.000Z',
  usedAt: '2026-11-30T09:05:00.000Z',
  expiresAt: '2026-12-07T08:00:00.000Z',
}
