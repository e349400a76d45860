/** JWTs that our gateways issue (X-Bkapi-JWT): how they are written, and how one that comes back as
 *  identity is checked. RS512 only, with keys of our own directory (RFC 7515, RFC 8725). */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { DirectoryView } from '../model/plugin.ts'
import type { GatewayKey } from '../model/release.ts'
import { debugPassIn, type DebugPass } from './debug-pass.ts'
import { signedToken } from './signed-token.ts'

export interface TokenParty {
  readonly name: string
  readonly isVerified: boolean
}

export type GatewayTokenResult =
  | {
      readonly ok: true
      readonly app: TokenParty | undefined
      readonly user: TokenParty | undefined
      readonly expiresAtMs: number
      /** Of a debug call. */
      readonly pass: DebugPass | undefined
    }
  | { readonly ok: false; readonly reason: string }

export interface TokenClaims {
  readonly app: { readonly code: string; readonly isVerified: boolean; readonly reason: string }
  readonly user: { readonly name: string; readonly isVerified: boolean; readonly reason: string }
}

/** Written into `iss`; the public key's page says the same. */
const tokenIssuer = 'APIGW'

/** A token is valid from 300 s before (clocks of backends differ) to 1,500 s after it is written. */
const validBeforeSeconds = 300
const validAfterSeconds = 1_500

export async function issueGatewayToken(
  key: GatewayKey,
  privateKey: KeyObject,
  { app, user }: TokenClaims,
  nowMs: number,
): Promise<string> {
  const now = Math.floor(nowMs / 1_000)
  const payload = {
    iss: tokenIssuer,
    nbf: now - validBeforeSeconds,
    exp: now + validAfterSeconds,
    app: {
      version: 1,
      app_code: app.code,
      verified: app.isVerified,
      valid_error_message: app.reason,
    },
    user: {
      version: 1,
      username: user.name,
      verified: user.isVerified,
      valid_error_message: user.reason,
    },
  }
  return await signedToken(key, now, payload, privateKey)
}

/** True if the token names a key of ours, whether or not it is valid. */
export function namesOurKey(token: string, directory: DirectoryView): boolean {
  const kid = objectIn(token.split('.')[0])?.['kid']
  return typeof kid === 'string' && keyFor(kid, directory) !== undefined
}

/** Three parts of base64url: what can be a JWT at all. */
export function looksLikeToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
}

export function verifyGatewayToken(
  token: string,
  directory: DirectoryView,
  nowMs: number,
): GatewayTokenResult {
  const [headPart, bodyPart, signature] = token.split('.')
  const head = looksLikeToken(token) ? objectIn(headPart) : undefined
  if (head === undefined || signature === undefined) return refuse('JWT Token invalid')
  const { kid, alg } = head
  if (typeof kid !== 'string' || kid === '') return refuse('missing kid in JWT token')
  const key = keyFor(kid, directory)
  if (key === undefined) return refuse(`failed to get public_key of gateway ${kid.slice(0, 64)}`)
  if (alg !== 'RS512') return refuse('failed to verify jwt, only RS512 is accepted')
  const signed = Buffer.from(`${headPart}.${bodyPart}`)
  const isGenuine = verify(
    'RSA-SHA512',
    signed,
    publicKeyOf(key),
    Buffer.from(signature, 'base64url'),
  )
  if (!isGenuine) return refuse('failed to verify jwt, signature mismatch')
  const claims = objectIn(bodyPart)
  const { exp, nbf } = claims ?? {}
  if (typeof exp !== 'number' || exp * 1_000 <= nowMs) {
    return refuse('failed to verify jwt, token has expired')
  }
  if (typeof nbf === 'number' && nbf * 1_000 > nowMs) {
    return refuse('failed to verify jwt, token is not valid yet')
  }
  return {
    ok: true,
    app: partyIn(claims?.['app'], 'app_code'),
    user: partyIn(claims?.['user'], 'username'),
    expiresAtMs: exp * 1_000,
    pass: claims === undefined ? undefined : debugPassIn(claims, key),
  }
}

function refuse(reason: string): GatewayTokenResult {
  return { ok: false, reason }
}

function keyFor(kid: string, directory: DirectoryView): GatewayKey | undefined {
  const key = directory.keyOf(kid) // a key's id mostly is the gateway's name, as clients of the old system expect
  return key?.kid === kid ? key : directory.keys.find((other) => other.kid === kid)
}

const publicKeys = new WeakMap<GatewayKey, KeyObject>()

function publicKeyOf(key: GatewayKey): KeyObject {
  const known = publicKeys.get(key)
  if (known !== undefined) return known
  const read = createPublicKey(key.publicPem)
  publicKeys.set(key, read)
  return read
}

function objectIn(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')))
  } catch {
    return undefined // JSON.parse says by throwing that it is no JSON
  }
}

function partyIn(value: unknown, nameKey: string): TokenParty | undefined {
  const party = objectOf(value)
  const name = party?.[nameKey]
  if (typeof name !== 'string' || name === '') return undefined
  return { name, isVerified: party?.['verified'] === true }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
