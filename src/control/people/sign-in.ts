import type { FastifyRequest } from 'fastify'
import { asked, auditedChange } from '../../storage/audited-change.ts'
import { addSession, dropOldSessions, endSession, sessionsOf } from '../../storage/session-store.ts'
import { findUser, passwordOf, setPassword, type User } from '../../storage/user-store.ts'
import { ApiProblem, type ProblemKey } from '../problem.ts'
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
    throw wrongSignIn()
  }
  limits.succeeded(attempt)
  limits.signedIn(attempt)
  const renewed = isOutdated(encoded) ? await hashPassword(password) : encoded
  const secret = await beginSession(people, request, user, async (tables, now) => {
    // it takes a moment to look at a password, and it may have been changed meanwhile
    if (now.isDisabled || (await passwordOf(tables, name)) !== encoded) throw wrongSignIn()
    if (renewed !== encoded) await setPassword(tables, name, renewed)
  })
  return { user, secret }
}

function wrongSignIn(): ApiProblem {
  return new ApiProblem('sign_in_failed', 'No user of this name has this password.')
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
  try {
    const result = await act()
    limits.succeeded(attempt)
    return result
  } catch (error) {
    if (!(error instanceof ApiProblem && wrongGuesses.has(error.key))) limits.takeBack(attempt)
    throw error
  }
}

/** What a wrong secret is answered with. Whatever else is refused, such as a new password that is too
 *  short, says nothing about a secret. */
const wrongGuesses: ReadonlySet<ProblemKey> = new Set([
  'link_ended',
  'sign_in_failed',
  'provider_refused',
])

function tooMany(waitMs: number): ApiProblem {
  const retryAfter = Math.ceil(waitMs / 1_000)
  const detail = `Try again in ${retryAfter} s.`
  return new ApiProblem('too_many_attempts', detail, { retryAfter })
}

/** Gives the secret for the cookie. `require` sees the user as it is then, and throws where it may not
 *  sign in any more. */
export async function beginSession(
  people: People,
  request: FastifyRequest,
  known: User,
  require: (tables: Tables, user: User) => Promise<void> | void,
): Promise<string> {
  const { name: user } = known
  const { id, text, hash } = newSecret('session')
  const nowMs = Date.now()
  const address = addressOf(request)
  const agent = (request.headers['user-agent'] ?? '').slice(0, 256)
  const author = { actor: `user ${user}`, address }
  await auditedChange(people.database, author, async (tables, note) => {
    await require(tables, (await findUser(tables, user)) ?? { ...known, isDisabled: true })
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

type Tables = Parameters<typeof findUser>[0]

/** Of one person: with the next the oldest ends. */
const mostSessions = 20
