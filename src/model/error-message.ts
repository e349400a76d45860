import type { Facts } from './attribution.ts'
import { errorEntry, type ErrorKey } from './error-table.ts'

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
