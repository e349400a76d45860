import { createHmac } from 'node:crypto'

/** The secret that signs what goes to one receiver. It is made of the server's own key and kept nowhere,
 *  so no database and no backup of one holds it. */
export function signingSecret(serverKey: string, signing: string): string {
  return `whsec_${createHmac('sha256', serverKey).update(`webhook ${signing}`).digest('base64url')}`
}

/** What the receiver reckons itself, with the time at which it was sent: `t=SECONDS,v1=HEX`. */
export function signatureOf(secret: string, body: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1_000)
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${hex}`
}
