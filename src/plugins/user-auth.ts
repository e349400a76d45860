/** Proves the user where the resource needs one: by the login token that came with the credentials,
 *  else a bearer token, else the login cookie. Where no user is needed, a login token sent is checked
 *  for the backend's sake, but nothing is refused. */
import { credentialRefusals, refusalsAt } from './credential-refusals.ts'
import type { Exchange } from '../model/exchange.ts'
import { proceed, type Outcome, type PluginServices } from '../model/plugin.ts'
import type { Release } from '../model/release.ts'
import { anonymous, callersOf, type Caller, type Callers } from './callers.ts'
import { cookieValue } from './credentials.ts'
import { builtInPlugin } from './define-plugin.ts'
import type { Finding } from './finding.ts'
import { looksLikeToken } from './gateway-token.ts'

export const userAuth = builtInPlugin({
  name: 'user-auth',
  refuses: credentialRefusals.user,
  refusesAt: ({ release, resource }) =>
    resource.auth.user ? refusalsAt(credentialRefusals.user, release) : [],
  bind({ release, resource }, services) {
    const isRequired = resource.auth.user
    if (!isRequired && release.userAuth === null) return undefined
    const callers = callersOf(release, services)
    const admit = (exchange: Exchange, user: Finding): Outcome => {
      exchange.identity.username = user.name
      exchange.identity.userVerified = user.isVerified
      exchange.identity.userReason = user.reason
      return isRequired ? (user.refusal ?? proceed) : proceed
    }
    return {
      onRequest(exchange) {
        if (exchange.identity.userVerified) return proceed
        const caller = callers.unsettled.get(exchange) ?? anonymous
        if (!isRequired && (caller.userToken === '' || callers.logins.isDown)) return proceed
        const user = prove(exchange, caller, callers, release, services)
        if (user instanceof Promise) return user.then((found) => admit(exchange, found))
        return admit(exchange, user)
      },
    }
  },
})

function prove(
  exchange: Exchange,
  caller: Caller,
  callers: Callers,
  release: Release,
  services: PluginServices,
): Finding | Promise<Finding> {
  if (caller.userToken !== '') return byLogin(caller.userToken, callers, caller)
  // Credentials that are wrong in themselves are the reason to give, not what else is missing.
  const key = caller.user.refusal?.key
  if (key !== 'user_missing' && key !== 'user_unverified') return caller.user
  const { request, identity } = exchange
  const bearer = release.credentials.includes('bearer')
    ? request.header('authorization')
    : undefined
  if (bearer !== undefined && callers.tokenKeys !== undefined && /^bearer /i.test(bearer)) {
    const token = bearer.slice(7).trim()
    if (looksLikeToken(token)) return byBearer(exchange, token, callers, services)
  }
  const cookie = cookieValue(request.header('cookie') ?? '', 'bk_token')
  if (cookie === '') return caller.user
  if (identity.location === '') identity.location = 'cookie'
  return byLogin(cookie, callers, undefined)
}

/** `caller`: whom to remember the answer for, where the token belongs to the same credentials. */
function byLogin(
  token: string,
  callers: Callers,
  caller: Caller | undefined,
): Finding | Promise<Finding> {
  const decision = callers.logins.verify(token)
  if (decision instanceof Promise) {
    return decision.then((found) => keep(found.user, found.untilMs, caller))
  }
  return keep(decision.user, decision.untilMs, caller)
}

function keep(user: Finding, untilMs: number, caller: Caller | undefined): Finding {
  if (caller !== undefined && user.isVerified) {
    caller.provedUser = user
    caller.provedUntilMs = untilMs
  }
  return user
}

async function byBearer(
  exchange: Exchange,
  token: string,
  callers: Callers,
  services: PluginServices,
): Promise<Finding> {
  const key = `bearer\n${token}`
  const known = callers.known.get(key, services.directory.version, services.nowMs())
  const caller = known ?? callers.remember(key, await callers.fromBearer(token))
  if (caller.user.isVerified) exchange.toBackend.header.remove('authorization')
  return caller.user
}
