/** Keys and tokens for tests: one RSA pair made per run, tokens signed with whatever claims. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { DirectoryView } from '../model/plugin.ts'
import type { GatewayKey } from '../model/release.ts'
import { emptyDirectory, testTimeMs } from './plugin-under-test.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 })

export const gatewayKey: GatewayKey = {
  gateway: 'shop',
  kid: 'shop',
  privatePem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
}

export const appSecret = 'demo-secret-0123456789'

/** demo-app with `appSecret`, and the key of the gateway `shop`. */
export function directoryWithApp(parts: Partial<DirectoryView> = {}): DirectoryView {
  const hash = createHash('sha256').update(appSecret).digest('hex')
  return {
    ...emptyDirectory,
    keys: [gatewayKey],
    version: 1,
    secretHashesOf: (code) => (code === 'demo-app' ? ['00', hash] : undefined),
    keyOf: (gateway) => (gateway === 'shop' ? gatewayKey : undefined),
    ...parts,
  }
}

export const validTimes = { nbf: testTimeMs / 1_000 - 300, exp: testTimeMs / 1_000 + 1_500 }

/** A token signed with the test key. */
export function signedToken(claims: object, header: object = {}): string {
  const head = { kid: 'shop', typ: 'JWT', alg: 'RS512', ...header }
  const text = `${encoded(head)}.${encoded(claims)}`
  return `${text}.${sign('RSA-SHA512', Buffer.from(text), pair.privateKey).toString('base64url')}`
}

export const keySet = { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'idp-1' }] }

/** A token as an identity provider issues it. */
export function providerToken(claims: object, header: object = {}): string {
  return signedToken({ ...validTimes, sub: 'alice', ...claims }, { kid: 'idp-1', ...header })
}

export function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
