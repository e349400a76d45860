/** Who a request's credentials say the caller is: its application, and its user as far as that is
 *  known without asking anybody. One Callers per release; app-auth and user-auth share it. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { CallerMemo } from '../model/caller-memo.ts'
import type { Exchange } from '../model/exchange.ts'
import type { PluginServices } from '../model/plugin.ts'
import type { Release } from '../model/release.ts'
import type { Credentials } from './credentials.ts'
import { rememberPass } from './debug-pass.ts'
import { unverified, verified, type Finding } from './finding.ts'
import {
  looksLikeToken,
  namesOurKey,
  verifyGatewayToken,
  type TokenParty,
} from './gateway-token.ts'
import { LoginTokens } from './login-tokens.ts'
import { refusalLifeMs, RememberedDecisions, type Decision } from './remembered-decisions.ts'
import { TokenKeys } from './token-keys.ts'

export interface Caller extends Decision {
  readonly location: Exchange['identity']['location']
  readonly app: Finding
  /** What the credentials alone show. */
  readonly user: Finding
  /** Login token that came with them, '' if none: user-auth checks it. */
  readonly userToken: string
  /** The field that held the credentials and is not for the backend, '' if none. */
  readonly consumes: '' | 'authorization' | 'x-api-key'
  /** For what plugins work out about the application; undefined for one that is not proved. */
  readonly memo: CallerMemo | undefined
  /** The user whom the login token proved, remembered here so that one look-up serves both. */
  provedUser: Finding | undefined
  provedUntilMs: number
}

export class Callers {
  readonly known = new RememberedDecisions<Caller>()
  /** Exchanges whose user is not settled yet, from app-auth to user-auth. */
  readonly unsettled = new WeakMap<Exchange, Caller>()
  readonly logins: LoginTokens
  readonly tokenKeys: TokenKeys | undefined
  readonly #services: PluginServices

  constructor({ userAuth }: Release, services: PluginServices) {
    this.#services = services
    this.logins = new LoginTokens(userAuth, services)
    this.tokenKeys =
      userAuth?.jwksUrl === undefined
        ? undefined
        : new TokenKeys(userAuth.jwksUrl, userAuth, services)
  }

  /** Keeps the decision, for long if it proves anything, else for a moment. */
  remember(credentials: string, caller: Caller): Caller {
    if (caller.app.isVerified || caller.user.isVerified) this.known.accept(credentials, caller)
    else this.known.refuse(credentials, caller)
    return caller
  }

  fromCredentials(
    credentials: Credentials,
    location: Caller['location'],
  ): Caller | Promise<Caller> {
    const { gatewayToken, accessToken } = credentials
    if (gatewayToken !== '') {
      return this.fromGatewayToken(gatewayToken, location, '', credentials.userToken)
    }
    if (accessToken !== undefined) return this.#fromAccessToken(accessToken, credentials, location)
    return this.#caller({
      location,
      app: this.appBySecret(credentials.appCode, credentials.appSecret),
      user: userOf(credentials),
      userToken: credentials.userToken,
    })
  }

  /** `Authorization: Bearer`: a token of ours or of the configured identity provider. */
  fromBearer(token: string): Caller | Promise<Caller> {
    if (namesOurKey(token, this.#services.directory)) {
      return this.fromGatewayToken(token, 'header', 'authorization')
    }
    if (this.tokenKeys === undefined) {
      const reason = 'no key for this token is configured'
      return this.#refusedToken('header', 'jwt_invalid', reason)
    }
    return this.#fromProvider(token, noCredentials, 'header', 'authorization')
  }

  fromGatewayToken(
    token: string,
    location: Caller['location'],
    consumes: Caller['consumes'],
    userToken = '',
  ): Caller {
    const { directory, nowMs } = this.#services
    const result = verifyGatewayToken(token, directory, nowMs())
    if (!result.ok) return this.#refusedToken(location, 'jwt_invalid', result.reason)
    const { pass, expiresAtMs } = result
    const app = findingOf(result.app, 'jwt_no_app', 'jwt_app_unverified')
    if (pass !== undefined) {
      // it says nothing of a user, who is proved by what was sent beside it, as beside a secret
      const caller = this.#caller({ location, app, userToken, consumes, expiresAtMs })
      rememberPass(caller.memo, pass)
      return caller
    }
    const user = findingOf(result.user, 'jwt_no_user', 'jwt_user_unverified')
    return this.#caller({ location, app, user, consumes, expiresAtMs })
  }

  appBySecret(code: string, secret: string): Finding {
    if (code === '') return noApp
    if (code.length > longestCode) return unverified(misplaced, 'app_code_too_long')
    if (secret === '') return unverified(code, 'app_secret_missing')
    if (secret.length > longestSecret) return unverified(code, 'app_secret_too_long')
    const hashes = this.#services.directory.secretHashesOf(code)
    if (hashes === undefined) return unverified(code, 'app_not_found')
    return isSecret(secret, hashes) ? verified(code) : unverified(code, 'app_secret_wrong')
  }

  notJson(): Caller {
    const refusal = unverified('', 'credentials_not_json')
    return this.#caller({ location: 'header', app: refusal, user: refusal })
  }

  apiKey(key: string): Caller {
    const colon = key.indexOf(':')
    const code = colon === -1 ? key : key.slice(0, colon)
    const app = this.appBySecret(code, colon === -1 ? '' : key.slice(colon + 1))
    return this.#caller({ location: 'header', app, consumes: 'x-api-key' })
  }

  #fromAccessToken(
    token: string,
    credentials: Credentials,
    location: Caller['location'],
  ): Caller | Promise<Caller> {
    if (token === '') return this.#refusedToken(location, 'access_token_empty')
    if (looksLikeToken(token) && namesOurKey(token, this.#services.directory)) {
      return this.fromGatewayToken(token, location, '')
    }
    if (this.tokenKeys === undefined) {
      return this.#refusedToken(location, 'access_token_unsupported')
    }
    return this.#fromProvider(token, credentials, location, '')
  }

  /** The token proves the user; the application, if it names one, else the secret beside it does. */
  async #fromProvider(
    token: string,
    { appCode, appSecret }: Credentials,
    location: Caller['location'],
    consumes: Caller['consumes'],
  ): Promise<Caller> {
    const result = await this.tokenKeys?.verify(token)
    if (result?.ok !== true) {
      const finding = result?.finding ?? unverified('', 'access_token_unsupported')
      return this.#caller({ location, app: finding, user: finding })
    }
    const { directory } = this.#services
    const named = result.appCode
    const appInToken =
      directory.secretHashesOf(named) === undefined
        ? unverified(named, 'app_not_found')
        : verified(named)
    const { username } = result
    return this.#caller({
      location,
      app: named === '' ? this.appBySecret(appCode, appSecret) : appInToken,
      user: username === '' ? unverified('', 'jwt_no_user') : verified(username),
      consumes,
      expiresAtMs: Math.min(result.expiresAtMs, this.#services.nowMs() + tokenLifeMs),
    })
  }

  #refusedToken(
    location: Caller['location'],
    key: 'jwt_invalid' | 'access_token_empty' | 'access_token_unsupported',
    reason = '',
  ): Caller {
    const refusal = unverified('', key, reason === '' ? {} : { reason })
    return this.#caller({ location, app: refusal, user: refusal })
  }

  #caller(parts: {
    readonly location: Caller['location']
    readonly app: Finding
    readonly user?: Finding
    readonly userToken?: string
    readonly consumes?: Caller['consumes']
    readonly expiresAtMs?: number
  }): Caller {
    const { location, app, user = noUser, userToken = '', consumes = '' } = parts
    const isProof = app.isVerified || user.isVerified
    const lifeMs = isProof ? secretLifeMs : refusalLifeMs
    const untilMs = Math.min(this.#services.nowMs() + lifeMs, parts.expiresAtMs ?? Infinity)
    const proved = { provedUser: undefined, provedUntilMs: 0 }
    const memo = app.isVerified ? [] : undefined
    return { location, app, user, userToken, consumes, untilMs, memo, ...proved }
  }
}

const secretLifeMs = 600_000
const tokenLifeMs = 300_000
const longestCode = 32
const longestSecret = 128
const longestUsername = 64
/** The name of what is too long for one: it may be a secret in the wrong place, and nothing of it is kept. */
const misplaced = ''

const noApp: Finding = unverified('', 'app_missing')
export const noUser: Finding = unverified('', 'user_missing')

/** A caller that sent nothing. */
export const anonymous: Caller = {
  location: '',
  app: noApp,
  user: noUser,
  userToken: '',
  consumes: '',
  untilMs: 0,
  memo: undefined,
  provedUser: undefined,
  provedUntilMs: 0,
}

const noCredentials: Credentials = {
  appCode: '',
  appSecret: '',
  userToken: '',
  username: '',
  accessToken: undefined,
  gatewayToken: '',
}

const callersOfReleases = new WeakMap<Release, Callers>()

export function callersOf(release: Release, services: PluginServices): Callers {
  const known = callersOfReleases.get(release)
  if (known !== undefined) return known
  const created = new Callers(release, services)
  callersOfReleases.set(release, created)
  return created
}

function userOf({ username }: Credentials): Finding {
  if (username === '') return noUser
  return unverified(username.length > longestUsername ? misplaced : username, 'user_unverified')
}

function findingOf(
  party: TokenParty | undefined,
  missing: 'jwt_no_app' | 'jwt_no_user',
  doubtful: 'jwt_app_unverified' | 'jwt_user_unverified',
): Finding {
  if (party === undefined) return unverified('', missing)
  return party.isVerified ? verified(party.name) : unverified(party.name, doubtful)
}

/** Compares hashes in constant time, so that nothing is learnt from how long a refusal takes. */
function isSecret(secret: string, hashes: readonly string[]): boolean {
  const given = createHash('sha256').update(secret).digest()
  return hashes.some((hash) => {
    const expected = Buffer.from(hash, 'hex')
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
}
