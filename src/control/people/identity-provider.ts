import { createHmac, randomBytes } from 'node:crypto'
import type { Configuration, IDToken, UserInfoResponse } from 'openid-client'
import { reasonOf } from '../../model/reason.ts'
import { ApiProblem } from '../problem.ts'

/** Signing in by OpenID Connect: code flow with PKCE, state and nonce. The package is loaded where it is
 *  used. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: string
  readonly groupsClaim: string
  readonly nameClaim: string
  /** '' for none. */
  readonly adminGroup: string
}

/** What the provider says of a person. */
export interface Claimed {
  readonly issuer: string
  readonly subject: string
  /** As it is claimed. */
  readonly name: string
  readonly displayName: string
  readonly email: string
  readonly groups: readonly string[]
}

/** Lies in the browser alone while it is at the provider: what is sent follows from it, so a sign-in under
 *  way takes no memory here, and only the browser that began it can end it. */
export function newProviderSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Where the browser goes. */
export async function providerAddress(
  settings: ProviderSettings,
  secret: string,
  callback: string,
): Promise<string> {
  const client = await import('openid-client')
  const configuration = await configurationOf(settings)
  const { state, nonce, verifier } = derived(secret)
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: settings.scopes,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).href
}

/** `answer`: the address at which the browser came back. */
export async function claimsIn(
  settings: ProviderSettings,
  secret: string,
  answer: URL,
): Promise<Claimed> {
  const client = await import('openid-client')
  const configuration = await configurationOf(settings)
  const { state, nonce, verifier } = derived(secret)
  try {
    const tokens = await client.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new Error('no ID token came')
    // OpenID Connect Core 1.0 section 2: no more than 255 ASCII characters
    if (!/^[\x20-\x7e]{1,255}$/.test(claims.sub)) throw new Error('the subject is not valid')
    const { groupsClaim, nameClaim } = settings
    const isWhole = groupsClaim in claims && nameClaim in claims
    const mayAsk = configuration.serverMetadata().userinfo_endpoint !== undefined
    if (isWhole || !mayAsk) return claimed(settings, claims)
    const { access_token: accessToken } = tokens
    const more = await client.fetchUserInfo(configuration, accessToken, claims.sub)
    return claimed(settings, { ...more, ...claims })
  } catch (error) {
    throw problemOf(error)
  }
}

const known = new WeakMap<ProviderSettings, Promise<Configuration>>()

/** Asked once; again where that failed. Its keys the package renews itself. */
function configurationOf(settings: ProviderSettings): Promise<Configuration> {
  const found = known.get(settings) ?? discovered(settings)
  known.set(settings, found)
  return found.catch((error: unknown) => {
    known.delete(settings)
    throw problemOf(error)
  })
}

async function discovered(settings: ProviderSettings): Promise<Configuration> {
  const client = await import('openid-client')
  const issuer = new URL(settings.issuer)
  const secret = settings.clientSecret === '' ? undefined : settings.clientSecret
  const authentication = secret === undefined ? client.None() : undefined
  return await client.discovery(issuer, settings.clientId, secret, authentication, {
    timeout: timeoutSeconds,
    // settings take plain http for a provider on this machine only
    execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
  })
}

/** Of one question to the provider; a person waits for it. */
const timeoutSeconds = 5

function derived(secret: string): { state: string; nonce: string; verifier: string } {
  const of = (what: string): string => createHmac('sha256', secret).update(what).digest('base64url')
  return { state: of('state'), nonce: of('nonce'), verifier: of('verifier') }
}

function claimed(settings: ProviderSettings, claims: IDToken & Partial<UserInfoResponse>): Claimed {
  const textOf = (name: string): string => {
    const value = claims[name]
    return typeof value === 'string' ? value : ''
  }
  const groups = claims[settings.groupsClaim]
  const listed = Array.isArray(groups) ? groups : []
  const names = listed.filter((group) => typeof group === 'string' && isGroupName(group))
  const email = textOf('email')
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: textOf(settings.nameClaim).slice(0, 254),
    displayName: oneLine(textOf('name'), 128),
    email: isAddress(email) ? email : '',
    groups: [...new Set(names.map(String))].slice(0, mostGroups),
  }
}

const mostGroups = 200
/** They would begin a line of their own in a log or a header of a mail. */
const controls = /\p{Cc}+/gu

function isGroupName(text: string): boolean {
  return text !== '' && text.length <= 128 && text.search(controls) < 0
}

/** Cut between characters. */
function oneLine(text: string, most: number): string {
  return Array.from(text.slice(0, 4 * most).replaceAll(controls, ' '))
    .slice(0, most)
    .join('')
    .trim()
}

/** What is none, or longer than one can be (RFC 5321 section 4.5.3.1), is not written to. */
function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text)
}

/** What the provider answered is told in its own short code only: the rest may hold what was sent. */
function problemOf(error: unknown): unknown {
  if (error instanceof ApiProblem) return error
  const { code, error: said } = Object(error) as { code?: unknown; error?: unknown }
  const reason = [said, code].find((part) => typeof part === 'string') ?? reasonOf(error)
  const isAway = networkFailure.test(`${String(code)} ${reasonOf(error)}`)
  if (isAway) {
    const detail = 'Try again in a moment, or sign in by password.'
    return new ApiProblem('provider_away', detail, {}, { cause: error })
  }
  const detail = `Its answer was not accepted (${reason.slice(0, 64)}). Begin again.`
  return new ApiProblem('provider_refused', detail, {}, { cause: error })
}

const networkFailure = /TIMEOUT|ECONN|ENOTFOUND|EAI_AGAIN|fetch failed|OAUTH_RESPONSE_IS_NOT_/i
