import type { Facts } from './attribution.ts'
import { errorEntry, type ErrorKey } from './error-table.ts'

/** The one error type that reaches the edge of the gateway. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly key: ErrorKey
  /** For the flow record; the caller sees only those named in the entry's `detail`. */
  readonly facts: Facts

  constructor(key: ErrorKey, facts: Facts = {}, options?: ErrorOptions) {
    super(key, options)
    this.key = key
    this.facts = facts
  }

  /** Anything that was not meant to be thrown is our own bug, and says so. */
  static from(thrown: unknown): GatewayError {
    if (thrown instanceof GatewayError) return thrown
    return new GatewayError('gateway_bug', {}, { cause: thrown })
  }
}

/** The `message` of an error: base text plus filled detail, ASCII only, the same in body and
 *  header. Anything outside printable ASCII is percent-encoded as UTF-8: a character above U+00FF
 *  written as latin1 could become CR LF. */
export function errorMessage(key: ErrorKey, facts: Facts): string {
  const { message, detail } = errorEntry(key)
  if (detail === '') return message
  const filled = detail.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    quoted(String(facts[name] ?? '')),
  )
  return `${message} ${filled}`
}

const longestFact = 512 // characters; a header line must stay far below what proxies accept

function quoted(text: string): string {
  const short = text.length > longestFact ? text.slice(0, longestFact) + '...' : text
  return short
    .replaceAll('"', "'")
    .replaceAll(/[^\u0020-\u007e]+/gu, (run) => encodeURIComponent(run.toWellFormed()))
}
