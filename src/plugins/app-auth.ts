/** Finds out which application calls, and refuses where the resource needs one and it is not proved.
 *  Credentials are read from X-Bkapi-Authorization, else X-API-Key (`code:secret`), else
 *  Authorization: Bearer (those the stage allows), else the query, else the body where the stage
 *  reads bodies. An API key goes before a token, so that it can name the application and the token
 *  the user. */
import { credentialRefusals, refusalsAt } from './credential-refusals.ts'
import { credentialsField } from '../model/answer-marks.ts'
import type { Exchange } from '../model/exchange.ts'
import { proceed, type BindPoint, type Outcome, type PluginServices } from '../model/plugin.ts'
import { anonymous, callersOf, type Caller, type Callers } from './callers.ts'
import {
  credentialsInBody,
  credentialsInHeader,
  credentialsInParameters,
  type Credentials,
} from './credentials.ts'
import { builtInPlugin } from './define-plugin.ts'
import { looksLikeToken } from './gateway-token.ts'

const lowerName = credentialsField.toLowerCase()

export const appAuth = builtInPlugin({
  name: 'app-auth',
  refuses: credentialRefusals.app,
  refusesAt: ({ release, resource }) =>
    resource.auth.app ? refusalsAt(credentialRefusals.app, release) : [],
  bind(at, services) {
    const { auth } = at.resource
    const callers = callersOf(at.release, services)
    const find = finderFor(at, callers, services)
    const settlesUser = auth.user || at.release.userAuth !== null
    const admit = (exchange: Exchange, caller: Caller): Outcome => {
      identify(exchange, caller, services.nowMs())
      if (settlesUser && !exchange.identity.userVerified) callers.unsettled.set(exchange, caller)
      if (auth.app && caller.app.refusal !== undefined) return caller.app.refusal
      return proceed
    }
    return {
      onRequest(exchange) {
        const caller = find(exchange)
        if (caller instanceof Promise) return caller.then((found) => admit(exchange, found))
        return admit(exchange, caller)
      },
    }
  },
})

type Finder = (exchange: Exchange) => Caller | Promise<Caller>

function finderFor(at: BindPoint, callers: Callers, services: PluginServices): Finder {
  const { credentials: allowed, credentialsInBody: readsBody } = at.release
  const { app, user } = at.resource.auth
  const readsHeader = allowed.includes('bkapi')
  // An open resource takes identity where it is offered plainly, but leaves parameters and common
  // fields to the backend, for which they may be meant.
  const isOpen = !app && !user
  const readsBearer = allowed.includes('bearer') && !isOpen
  const readsApiKey = allowed.includes('api-key') && !isOpen
  return (exchange) => {
    const { request } = exchange
    const header = readsHeader ? request.header(lowerName) : undefined
    if (header !== undefined) return known(header, callers, services) ?? read(header, callers)
    if (isOpen) return anonymous
    const apiKey = readsApiKey ? request.header('x-api-key') : undefined
    if (apiKey?.includes(':') === true) {
      const key = `api-key\n${apiKey}`
      return known(key, callers, services) ?? keep(key, callers.apiKey(apiKey), callers)
    }
    const bearer = readsBearer ? bearerIn(request.header('authorization')) : ''
    if (bearer !== '') {
      const key = `bearer\n${bearer}` // no header holds a line feed, so this is no header's key
      return known(key, callers, services) ?? keep(key, callers.fromBearer(bearer), callers)
    }
    return fromParameters(exchange, callers, services, readsHeader, readsHeader && readsBody)
  }
}

function known(key: string, callers: Callers, services: PluginServices): Caller | undefined {
  return callers.known.get(key, services.directory.version, services.nowMs())
}

function read(header: string, callers: Callers): Caller | Promise<Caller> {
  const credentials = credentialsInHeader(header)
  if (credentials === undefined) return callers.remember(header, callers.notJson())
  return keep(header, callers.fromCredentials(credentials, 'header'), callers)
}

function keep(
  key: string,
  caller: Caller | Promise<Caller>,
  callers: Callers,
): Caller | Promise<Caller> {
  if (caller instanceof Promise) return caller.then((found) => callers.remember(key, found))
  return callers.remember(key, caller)
}

function fromParameters(
  { request }: Exchange,
  callers: Callers,
  services: PluginServices,
  readsQuery: boolean,
  readsBody: boolean,
): Caller | Promise<Caller> {
  let location: Caller['location'] = 'query'
  let found: Credentials | undefined
  if (readsQuery && request.query !== '') found = credentialsInParameters(request.query)
  if (found === undefined && readsBody && request.body !== undefined) {
    location = 'body'
    found = credentialsInBody(request.body, request.header('content-type') ?? '')
  }
  if (found === undefined) return anonymous
  const key = `${location}\n${JSON.stringify(found)}`
  return (
    known(key, callers, services) ?? keep(key, callers.fromCredentials(found, location), callers)
  )
}

/** RFC 6750 section 2.1. What is no JWT is not for us, but perhaps for the backend. */
function bearerIn(field: string | undefined): string {
  if (field === undefined || !/^bearer /i.test(field)) return ''
  const token = field.slice(7).trim()
  return looksLikeToken(token) ? token : ''
}

function identify({ identity, toBackend }: Exchange, caller: Caller, nowMs: number): void {
  const { app } = caller
  const user =
    caller.provedUser !== undefined && caller.provedUntilMs > nowMs
      ? caller.provedUser
      : caller.user
  identity.appCode = app.name
  identity.appVerified = app.isVerified
  identity.appReason = app.reason
  identity.username = user.name
  identity.userVerified = user.isVerified
  identity.userReason = user.reason
  identity.location = caller.location
  identity.memo = caller.memo
  if (caller.consumes !== '' && (app.isVerified || user.isVerified)) {
    toBackend.header.remove(caller.consumes)
  }
}
