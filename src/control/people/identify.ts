import type { FastifyRequest } from 'fastify'
import type { ControlState } from '../../definition/control-state.ts'
import { asked } from '../../storage/audited-change.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { findSession, touchSession } from '../../storage/session-store.ts'
import { findToken, touchToken } from '../../storage/token-store.ts'
import type { User } from '../../storage/user-store.ts'
import { type Caller, mayAll, nobody, tokenAdministrator } from '../caller.ts'
import { ApiProblem } from '../problem.ts'
import { csrfTokenOf, requireOwnPage } from './browser-origin.ts'
import { FreshMemory } from './fresh-memory.ts'
import { rightsOfNames, rightsOfService, type ServiceRights } from './rights.ts'
import { equalInConstantTime, idIn, isSecretOf } from './secret-text.ts'
import { cookieIn, sessionCookie } from './session-cookie.ts'
import { isOver } from './session-times.ts'

/** Who sends a request: by token, or signed in. */
export type Identify = (request: FastifyRequest) => Promise<Caller>

/** Where nobody is known but the holder of one token. */
export function byTokenOnly(token: string): Identify {
  return async ({ headers }) => {
    const sent = bearerOf(headers.authorization)
    if (sent === '') return nobody
    if (equalInConstantTime(sent, token)) return tokenAdministrator
    throw tokenWrong()
  }
}

export interface KnownBy {
  /** Of the environment or the data folder. */
  readonly adminToken: string
  readonly database: ControlDatabase
  /** What is applied: who maintains what. */
  state(): ControlState
}

export class Identities {
  readonly #known: KnownBy
  readonly #sessions = new FreshMemory<Awaited<ReturnType<typeof findSession>>>()
  readonly #tokens = new FreshMemory<Awaited<ReturnType<typeof findToken>>>()

  constructor(known: KnownBy) {
    this.#known = known
  }

  /** Throws where a request says wrongly who it is from; `nobody` where it does not say. */
  readonly identify: Identify = async (request) => {
    const sent = bearerOf(request.headers.authorization)
    if (sent !== '') return await this.#byToken(sent)
    const cookie = cookieIn(request, sessionCookie)
    if (cookie !== '') return await this.#bySession(cookie, request)
    return nobody
  }

  /** A user, a session or a token was changed. */
  forget(): void {
    this.#sessions.clear()
    this.#tokens.clear()
  }

  async #byToken(sent: string): Promise<Caller> {
    if (equalInConstantTime(sent, this.#known.adminToken)) return tokenAdministrator
    const id = idIn('token', sent)
    const found =
      id === undefined ? undefined : await this.#tokens.of(id, () => this.#findToken(id))
    if (found === undefined || !isSecretOf(sent, found.token.hash)) throw tokenWrong()
    const { token, user } = found
    const nowMs = Date.now()
    if (token.expiresAtMs <= nowMs) throw tokenWrong('The token has expired: make another.')
    if (nowMs - token.usedAtMs > touchMs)
      this.#touch(() => touchToken(this.#tables, token.id, nowMs))
    if (token.user !== '') {
      if (user === undefined || user.isDisabled) throw tokenWrong()
      return { ...this.#callerOf(user), name: `user ${user.name}, token ${token.name}` }
    }
    const rights = JSON.parse(token.rights) as ServiceRights // checked when it was made
    const name = `token ${token.name}`
    if (rights.role === 'administrator') return { ...tokenAdministrator, name }
    return { name, user: '', isAdministrator: false, ...rightsOfService(rights) }
  }

  async #bySession(cookie: string, request: FastifyRequest): Promise<Caller> {
    const id = idIn('session', cookie)
    const found =
      id === undefined ? undefined : await this.#sessions.of(id, () => this.#findSession(id))
    if (found === undefined || !isSecretOf(cookie, found.session.hash)) throw sessionEnded()
    const { session, user } = found
    const nowMs = Date.now()
    if (isOver(session, nowMs) || user.isDisabled) throw sessionEnded()
    const csrfToken = csrfTokenOf(cookie)
    requireOwnPage(request, csrfToken)
    if (nowMs - session.usedAtMs > touchMs) {
      this.#touch(() => touchSession(this.#tables, session.id, nowMs))
    }
    const { expiresAtMs } = session
    return { ...this.#callerOf(user), session: { id: session.id, csrfToken, expiresAtMs } }
  }

  #callerOf({ name, groups, isAdministrator }: User): Caller {
    const who = { name: `user ${name}`, user: name, isAdministrator }
    if (isAdministrator) return { ...who, ...mayAll(true) }
    return { ...who, ...rightsOfNames(() => this.#known.state(), new Set([name, ...groups])) }
  }

  get #tables(): ControlDatabase['tables'] {
    return this.#known.database.tables
  }

  async #findToken(id: string): ReturnType<typeof findToken> {
    return await asked(this.#known.database, (tables) => findToken(tables, id))
  }

  async #findSession(id: string): ReturnType<typeof findSession> {
    return await asked(this.#known.database, (tables) => findSession(tables, id))
  }

  /** When it was used is a hint for people: no request waits for it, and none fails with it. */
  #touch(write: () => Promise<void>): void {
    this.forget()
    write().catch(() => undefined)
  }
}

/** How exactly it is known when something was used last: not a write per request. */
const touchMs = 300_000

/** The scheme is case-insensitive (RFC 9110 section 11.1). */
function bearerOf(field: string | undefined): string {
  return /^bearer +(\S+) *$/i.exec(field ?? '')?.[1] ?? ''
}

function tokenWrong(detail = 'The token sent is not a token of this server.'): ApiProblem {
  return new ApiProblem('token_wrong', detail)
}

function sessionEnded(): ApiProblem {
  return new ApiProblem('session_ended', 'Sign in again.')
}
