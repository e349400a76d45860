/** A JWT of a gateway, signed with its key: RS512, as the libraries of backends expect it. */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import type { GatewayKey } from '../model/release.ts'

/** In a thread of the pool, because RS512 takes about a millisecond. */
export async function signedToken(
  key: GatewayKey,
  nowSeconds: number,
  payload: Readonly<Record<string, unknown>>,
  privateKey: KeyObject = privateKeyOf(key),
): Promise<string> {
  const header = { kid: key.kid, typ: 'JWT', alg: 'RS512', iat: nowSeconds }
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}`
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign('RSA-SHA512', Buffer.from(signed), privateKey, (error, bytes) => {
      if (error === null) resolve(bytes)
      else reject(error)
    })
  })
  return `${signed}.${signature.toString('base64url')}`
}

export function privateKeyOf({ privatePem }: GatewayKey): KeyObject {
  return createPrivateKey(privatePem)
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
