/** What is known about one party of a request (its application, its user): a name, and whether it is
 *  proved or why not. */
import type { Facts } from '../model/attribution.ts'
import { errorEntry, type ErrorKey } from '../model/error-table.ts'
import type { Outcome } from '../model/plugin.ts'

export interface Finding {
  readonly name: string
  readonly isVerified: boolean
  /** '' if verified; also told to the backend, in X-Bkapi-JWT. */
  readonly reason: string
  /** The decision where this party is required; undefined if it is verified. */
  readonly refusal: Refusal | undefined
}

type Refusal = Extract<Outcome, { kind: 'reject' }>

export function verified(name: string): Finding {
  return { name, isVerified: true, reason: '', refusal: undefined }
}

export function unverified(name: string, key: ErrorKey, facts: Facts = {}): Finding {
  const refusal: Refusal = { kind: 'reject', key, facts }
  return { name, isVerified: false, reason: constantReason(key), refusal }
}

/** The constant text of an error's `[reason="…"]`. What a caller could vary is left out: reasons are
 *  signed into tokens for backends, and every other text costs another signature. */
function constantReason(key: ErrorKey): string {
  const { detail, summary } = errorEntry(key)
  const template = /^\[reason="(.*)"\]$/.exec(detail)?.[1] ?? ''
  const constant = template.replace(/[:, ]*\{.*$/, '')
  return constant === '' ? summary : constant
}
