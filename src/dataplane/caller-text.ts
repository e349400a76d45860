/** Text that stays the same for request after request of one connection, made once. */
import type { ClientAddress } from './client-address.ts'
import type { ListenerFacts } from './exchange-events.ts'
import { flatCopy } from './latin1-bytes.ts'

export class CallerText {
  /** X-Forwarded-For, X-Real-IP … for a caller that is no proxy of ours. */
  forwardedLines = ''
  /** Members `client_ip` and `http_host` of the record, each with the comma before it. */
  recordMembers = ''
  readonly #client: ClientAddress
  readonly #listener: ListenerFacts
  #host: string | undefined

  constructor(client: ClientAddress, listener: ListenerFacts) {
    this.#client = client
    this.#listener = listener
  }

  /** Callers mostly name the same host on every request of a connection. */
  useHost(host: string): void {
    if (this.#host === host) return
    const { address } = this.#client
    const { scheme, port } = this.#listener
    this.#host = flatCopy(host)
    this.forwardedLines = flatCopy(
      `X-Forwarded-For: ${address}\r\nX-Real-IP: ${address}\r\nX-Forwarded-Proto: ${scheme}\r\n` +
        `X-Forwarded-Host: ${host}\r\nX-Forwarded-Port: ${port}\r\n`,
    )
    this.recordMembers = flatCopy(`,"client_ip":"${address}","http_host":${JSON.stringify(host)}`)
  }
}
