import type { RequestOptions } from 'node:http'
import { isIP } from 'node:net'
import type { NameResolver } from '../../network/resolver.ts'
import { reasonOf } from '../../model/reason.ts'

/** One POST of JSON. It goes to an address that was looked at first, follows no redirect, and of the answer
 *  only the status counts. */
export interface WebhookSender {
  readonly resolver: Pick<NameResolver, 'resolve'>
  readonly isRefused: (address: string) => boolean
}

export interface Webhook {
  readonly url: string
  readonly id: string
  readonly body: string
  /** '' where it is not signed. */
  readonly signature: string
}

/** Rejects with a sentence that holds no part of the address beyond its host. */
export async function sendWebhook(sender: WebhookSender, webhook: Webhook): Promise<void> {
  const url = new URL(webhook.url)
  const endMs = performance.now() + timeoutMs
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const resolved = await sender.resolver.resolve(host, timeoutMs)
  if (!resolved.ok) throw new NotSent(`the name ${host} was not found: ${resolved.detail}`)
  const [found] = resolved.addresses
  if (found === undefined) throw new NotSent(`the name ${host} has no address`)
  const refused = resolved.addresses.find(({ address }) => sender.isRefused(address))
  if (refused !== undefined) {
    throw new NotSent(`${host} leads to ${refused.address}, which no notification is sent to`)
  }
  const status = await post(url, found.address, webhook, endMs - performance.now())
  if (status >= 200 && status < 300) return
  const isRedirect = status >= 300 && status < 400
  throw new NotSent(`${host} answered ${status}${isRedirect ? ': redirects are not followed' : ''}`)
}

/** Why a notification did not arrive, in words for whoever reads the history. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
}

/** From the look-up to the head of the answer. */
const timeoutMs = 5_000

async function post(url: URL, address: string, webhook: Webhook, limitMs: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const isTls = url.protocol === 'https:'
  const options: RequestOptions = {
    ...requestOptions(url, address, webhook),
    // an address is no name (RFC 6066 section 3), and the certificate is compared with it all the same
    ...(isTls ? { servername: isLiteral(url) ? '' : url.hostname } : {}),
  }
  // loaded here: network/fetch-json.ts says why
  const { request } = await (isTls ? import('node:https') : import('node:http'))
  const sent = request(options, (answer) => {
    resolve(answer.statusCode ?? 0)
    sent.destroy()
  })
  sent.on('error', (error) => reject(new NotSent(`${url.host}: ${reasonOf(error)}`)))
  const timer = setTimeout(
    () => sent.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)),
    Math.max(0, limitMs),
  )
  sent.end(webhook.body)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

function isLiteral({ hostname }: URL): boolean {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
}

function requestOptions(url: URL, address: string, webhook: Webhook): RequestOptions {
  const { id, body, signature } = webhook
  return {
    method: 'POST',
    host: address,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port,
    path: `${url.pathname}${url.search}`,
    agent: false, // each by itself: nothing of one receiver stays open
    headers: {
      host: url.host,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'faultline-notify',
      'faultline-notification-id': id,
      ...(signature === '' ? {} : { 'faultline-signature': signature }),
    },
  }
}
