/** Access tokens of an identity provider: JWTs checked against the keys at the gateway's `jwksUrl`
 *  (RFC 7517, RFC 8725). */
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose'
import type { PluginServices } from '../model/plugin.ts'
import type { UserAuth } from '../model/release.ts'
import { unverified, type Finding } from './finding.ts'

export type AccessTokenResult =
  | {
      readonly ok: true
      readonly username: string
      /** Of the claim `bk_app_code`, '' if there is none. */
      readonly appCode: string
      readonly expiresAtMs: number
    }
  | { readonly ok: false; readonly finding: Finding }

export class TokenKeys {
  readonly #url: string
  readonly #userAuth: UserAuth
  readonly #services: PluginServices
  #keys: KeySet | undefined
  #fetching: Promise<void> | undefined
  #fetchedMs = -Infinity
  #failedMs = -Infinity

  constructor(url: string, userAuth: UserAuth, services: PluginServices) {
    this.#url = url
    this.#userAuth = userAuth
    this.#services = services
  }

  async verify(token: string): Promise<AccessTokenResult> {
    try {
      return accepted(await this.#claimsOf(token))
    } catch (thrown) {
      if (thrown instanceof KeysUnavailable) {
        const facts = { reason: 'the keys for tokens could not be had', detail: thrown.message }
        return { ok: false, finding: unverified('', 'user_service_failed', facts) }
      }
      return refused(reasonOf(thrown))
    }
  }

  async #claimsOf(token: string): Promise<JWTPayload> {
    const keys = await this.#currentKeys()
    try {
      return await this.#check(token, keys)
    } catch (thrown) {
      if (!(thrown instanceof errors.JWKSNoMatchingKey)) throw thrown
      const refreshed = await this.#refreshedKeys()
      if (refreshed === undefined) throw thrown
      return this.#check(token, refreshed)
    }
  }

  async #check(token: string, keys: KeySet): Promise<JWTPayload> {
    const { algorithms, issuer, audience } = this.#userAuth
    const { payload } = await jwtVerify(
      token,
      (header, input) => {
        // Keys come from the configured address, never from one that the token names.
        if ('jku' in header || 'x5u' in header) throw new ForeignKeys()
        return keys(header, input)
      },
      {
        algorithms: [...algorithms],
        requiredClaims: ['exp'],
        currentDate: new Date(this.#services.nowMs()),
        ...(issuer === undefined ? {} : { issuer }),
        ...(audience === undefined ? {} : { audience }),
      },
    )
    return payload
  }

  async #currentKeys(): Promise<KeySet> {
    const ageMs = this.#services.nowMs() - this.#fetchedMs
    if (this.#keys === undefined || ageMs > keysLifeMs) await this.#fetch()
    if (this.#keys === undefined) throw new KeysUnavailable('no keys have been fetched yet')
    return this.#keys
  }

  /** An unknown key id may mean that keys were rotated, or that somebody sends junk. */
  async #refreshedKeys(): Promise<KeySet | undefined> {
    if (this.#services.nowMs() - this.#fetchedMs < refreshAfterMs) return undefined
    await this.#fetch()
    return this.#keys
  }

  /** Joined; with old keys at hand a failure to fetch new ones is no failure. */
  async #fetch(): Promise<void> {
    if (this.#keys === undefined && this.#services.nowMs() - this.#failedMs < retryAfterMs) {
      throw new KeysUnavailable('fetching them failed a moment ago')
    }
    this.#fetching ??= this.#fetchOnce().finally(() => (this.#fetching = undefined))
    try {
      await this.#fetching
    } catch (thrown) {
      this.#failedMs = this.#services.nowMs()
      this.#fetchedMs = this.#failedMs // old keys serve until the next refresh is due
      if (this.#keys !== undefined) return
      throw new KeysUnavailable(thrown instanceof Error ? thrown.message : 'unknown')
    }
  }

  async #fetchOnce(): Promise<void> {
    const { status, body } = await this.#services.fetchJson(this.#url, this.#userAuth.timeoutMs)
    if (status !== 200 || !isKeySet(body)) throw new Error(`status ${status} or no key set`)
    this.#keys = createLocalJWKSet(body)
    this.#fetchedMs = this.#services.nowMs()
  }
}

type KeySet = ReturnType<typeof createLocalJWKSet>

/** Providers announce new keys well before they use them; ten minutes is jose's own default. */
const keysLifeMs = 600_000
const refreshAfterMs = 30_000
const retryAfterMs = 2_000

class KeysUnavailable extends Error {}
class ForeignKeys extends Error {}

function accepted(claims: JWTPayload): AccessTokenResult {
  const { exp, sub, bk_username: bkUsername, bk_app_code: appCode } = claims
  const username = typeof bkUsername === 'string' ? bkUsername : (sub ?? '')
  return {
    ok: true,
    username,
    appCode: typeof appCode === 'string' ? appCode : '',
    expiresAtMs: (exp ?? 0) * 1_000,
  }
}

function refused(reason: string): AccessTokenResult {
  return { ok: false, finding: unverified('', 'jwt_invalid', { reason }) }
}

/** In our words: the library's texts may quote the token. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof ForeignKeys) return 'the token names keys of its own'
  if (thrown instanceof errors.JWTExpired) return 'token has expired'
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    return `claim ${thrown.claim} is missing or not accepted`
  }
  if (thrown instanceof errors.JOSEAlgNotAllowed) return 'algorithm is not accepted'
  if (thrown instanceof errors.JWKSNoMatchingKey) return 'no key for this token'
  if (thrown instanceof errors.JWKSMultipleMatchingKeys) return 'token needs a kid'
  if (thrown instanceof errors.JWSSignatureVerificationFailed) return 'signature mismatch'
  return 'JWT Token invalid'
}

function isKeySet(body: unknown): body is JSONWebKeySet {
  return typeof body === 'object' && body !== null && 'keys' in body && Array.isArray(body.keys)
}
