/** The request as plugins read it: a view of the connection's head and body, valid while the exchange
 *  is in flight. */
import type { RequestView } from '../model/exchange.ts'
import type { RequestHead } from '../wire/request-head.ts'
import type { RequestBody } from './request-body.ts'

export class HeadView implements RequestView {
  readonly #head: RequestHead
  readonly #body: RequestBody

  constructor(head: RequestHead, body: RequestBody) {
    this.#head = head
    this.#body = body
  }

  get method(): string {
    return this.#head.method
  }

  get path(): string {
    return this.#head.path
  }

  get query(): string {
    return this.#head.query
  }

  get body(): Uint8Array | undefined {
    return this.#body.whole
  }

  get contentLength(): number {
    return this.#body.expected
  }

  header(lowerName: string): string | undefined {
    return this.#head.header(lowerName)
  }
}
