import type { ErrorKey } from '../model/error-table.ts'
import type { Release } from '../model/release.ts'

/** What app-auth and user-auth refuse with. Credentials that are wrong in themselves speak for both parties, so
 *  each can give the other's reasons. */
const ofBoth = [
  'credentials_not_json',
  'access_token_empty',
  'access_token_unsupported',
  'jwt_invalid',
  'user_service_failed',
] as const satisfies readonly ErrorKey[]

export const credentialRefusals = {
  app: [
    'app_missing',
    'app_code_too_long',
    'app_secret_too_long',
    'app_secret_missing',
    'app_not_found',
    'app_secret_wrong',
    'jwt_no_app',
    'jwt_app_unverified',
    ...ofBoth,
  ],
  user: [
    'user_missing',
    'user_unverified',
    'user_token_invalid',
    'user_auth_not_configured',
    'jwt_no_user',
    'jwt_user_unverified',
    ...ofBoth,
  ],
} as const satisfies Record<string, readonly ErrorKey[]>

/** Without those that need a service which the gateway does not have, or credentials that the stage does not
 *  read. */
export function refusalsAt(
  keys: readonly ErrorKey[],
  { credentials, userAuth }: Release,
): readonly ErrorKey[] {
  const readsHeader = credentials.includes('bkapi')
  const hasTokenUrl = userAuth?.tokenUrl !== undefined
  const hasKeys = userAuth?.jwksUrl !== undefined
  const isPossible: Partial<Record<ErrorKey, boolean>> = {
    credentials_not_json: readsHeader,
    access_token_empty: readsHeader,
    access_token_unsupported: readsHeader && !hasKeys,
    user_unverified: readsHeader,
    user_auth_not_configured: !hasTokenUrl,
    user_token_invalid: hasTokenUrl,
    user_service_failed: hasTokenUrl || hasKeys,
  }
  return keys.filter((key) => isPossible[key] ?? true)
}
