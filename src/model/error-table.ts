import { appErrors } from './errors/app-errors.ts'
import { connectErrors } from './errors/connect-errors.ts'
import type { ErrorEntry } from './errors/entry.ts'
import { gatewayErrors } from './errors/gateway-errors.ts'
import { matchErrors } from './errors/match-errors.ts'
import { policyErrors } from './errors/policy-errors.ts'
import { requestErrors } from './errors/request-errors.ts'
import { responseErrors } from './errors/response-errors.ts'
import { tlsErrors } from './errors/tls-errors.ts'
import { userErrors } from './errors/user-errors.ts'

/** Every way the gateway refuses, in the order of the phases. Retired keys stay listed here as
 *  comments and are never used again: none so far. */
export const errorTable = {
  ...requestErrors,
  ...matchErrors,
  ...appErrors,
  ...userErrors,
  ...policyErrors,
  ...connectErrors,
  ...tlsErrors,
  ...responseErrors,
  ...gatewayErrors,
} as const satisfies Record<string, ErrorEntry>

export type ErrorKey = keyof typeof errorTable

export const errorKeys = Object.keys(errorTable) as ErrorKey[] // the keys of a const object

export function errorEntry(key: ErrorKey): ErrorEntry {
  return errorTable[key]
}

export function isErrorKey(key: string): key is ErrorKey {
  return Object.hasOwn(errorTable, key)
}
