/** Strings of a record as JSON; those of the hot path hold nothing to escape. */
import type { Facts } from '../model/attribution.ts'
import type { Redaction } from './data-plane-settings.ts'

const plain = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/

/** A JSON string; the usual text needs no escaping. Latin1 bytes above ASCII become UTF-8. */
export function jsonText(text: string): string {
  return plain.test(text) ? '"' + text + '"' : JSON.stringify(text.toWellFormed())
}

/** Facts quote what a caller or a backend sent. */
export function factsText(facts: Facts, redact: Redaction): string {
  return JSON.stringify(facts, (_, value: unknown) =>
    typeof value === 'string' ? redact.text(value) : value,
  )
}

/** A request path, in which only the double quote needs escaping (wire/target-path.ts). */
export function jsonPath(path: string): string {
  return path.includes('"') ? JSON.stringify(path) : '"' + path + '"'
}
