import type { FastifyRequest } from 'fastify'
import { asked, auditedChange } from '../../storage/audited-change.ts'
import { addSession, dropOldSessions, endSession, sessionsOf } from '../../storage/session-store.ts'
import { findUser, passwordOf, setPassword, type User } from '../../storage/user-store.ts'
import { ApiProblem } from '../problem.ts'
import { addressOf } from '../request-origin.ts'
import { hashPassword, isOutdated, isPassword } from './password-hash.ts'
import type { People } from './people.ts'
import { newSecret } from './secret-text.ts'
import { idleMs, sessionMs } from './session-times.ts'

/** Signing in by password. What is wrong is never told: not whether there is such a user, not in the time
 *  it takes. */
export interface SignedIn {
  readonly user: User
  /** For the cookie. */
  readonly secret: string
}

/** `retryAfter` is told in seconds where the attempt may not be made yet. */
export async function signIn(
  people: People,
  request: FastifyRequest,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<SignedIn> {
  const { database, limits, failures } = people
  const address = addressOf(request)
  const found = await asked(database, async (tables) => ({
    user: await findUser(tables, name),
    encoded: await passwordOf(tables, name),
    sessions: await sessionsOf(tables, name),
  }))
  const attempt = { name, address }
  const isKnown = found.sessions.some((session) => session.address === address)
  const waitMs = limits.begin(attempt, isKnown)
  if (waitMs > 0) throw tooMany(waitMs)
  const { user, encoded } = found
  const mayBe = user !== undefined && !user.isDisabled
  const isRight = await isPassword(password, mayBe ? encoded : '')
  if (!mayBe || !isRight) {
    failures.note(user?.name, address)
    throw new ApiProblem('sign_in_failed', 'No user of this name has this password.')
  }
  limits.succeeded(attempt)
  if (isOutdated(encoded)) {
    const renewed = await hashPassword(password)
    await asked(database, (tables) => setPassword(tables, name, renewed))
  }
  return { user, secret: await beginSession(people, request, user) }
}

/** Does what takes a secret that might be a guess, but not where this address guesses too often. Who was
 *  right did not guess: many people of one office may set their passwords at once. */
export async function limited<Result>(
  { limits }: People,
  request: FastifyRequest,
  what: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const attempt = { name: what, address: addressOf(request) }
  const waitMs = limits.begin(attempt, true)
  if (waitMs > 0) throw tooMany(waitMs)
  const result = await act()
  limits.succeeded(attempt)
  return result
}

function tooMany(waitMs: number): ApiProblem {
  const retryAfter = Math.ceil(waitMs / 1_000)
  const detail = `Try again in ${retryAfter} s.`
  return new ApiProblem('too_many_attempts', detail, { retryAfter })
}

/** Gives the secret for the cookie. */
export async function beginSession(
  people: People,
  request: FastifyRequest,
  { name: user }: User,
): Promise<string> {
  const { id, text, hash } = newSecret('session')
  const nowMs = Date.now()
  const address = addressOf(request)
  const agent = (request.headers['user-agent'] ?? '').slice(0, 256)
  const author = { actor: `user ${user}`, address }
  await auditedChange(people.database, author, async (tables, note) => {
    await dropOldSessions(tables, { usedBeforeMs: nowMs - idleMs, nowMs })
    const surplus = (await sessionsOf(tables, user)).slice(mostSessions - 1)
    for (const old of surplus) await endSession(tables, old.id)
    const times = { madeAtMs: nowMs, usedAtMs: nowMs, expiresAtMs: nowMs + sessionMs }
    await addSession(tables, { id, hash, user, ...times, address, agent })
    const path = `users/${user}/sessions/${id}`
    note({ kind: 'session', path, action: 'create', before: null, after: { agent } })
  })
  return text
}

/** Of one person: with the next the oldest ends. */
const mostSessions = 20
