/** Which names stand before a secret: one list for the flow log, for `why` and for `call`, so that none
 *  of them shows what another masks. `_` stands for any punctuation or none. */
export const wholeNames: readonly string[] = [
  // the old system's: keys that equal (its users rely on them)
  'skey',
  'openkey',
  'auth_token',
  'access_token',
  'bk_token',
  'bk_ticket',
  'oa_ticket',
  'app_secret',
  'signature',
  'bk_nonce',
  'bk_timestamp',
  'bk_app_secret',
  'bk_signature',
  // ours
  'auth',
  'authorization',
  'authorization_code',
  'cookie',
  'cookies',
  'jwt',
  'bk_jwt',
  'pass',
  'pwd',
  'passcode',
  'pin',
  'otp',
  '密码',
  '口令',
  'assertion',
  'sig',
  'sign',
  'sid',
  'session_id',
  'phpsessid',
  'jsessionid',
  'x_amz_signature',
  'x_bkapi_jwt',
  'auth_key',
  'master_key',
  'functions_key',
  'subscription_key',
]

/** Secret wherever in a name they stand. The first line is the old system's. */
export const nameParts: readonly string[] = [
  'password',
  'secret',
  'passwd',
  'api_key',
  'credential',
  'mysql_pwd',
  'stripe_token',
  'passphrase',
  'access_key',
  'private_key',
  'authorization',
  'set_cookie',
  'session_key',
  'csrf_middleware',
  'subscription_key',
]

/** Secret where a name ends with them: `max_tokens` is a number of words. */
export const nameEnds: readonly string[] = ['signature', 'token', 'ticket', 'pwd']

/** `key` and `code` alone are none in the flow log, where publishers search by them. */
export function isSecretName(text: string): boolean {
  const name = text
    .slice(-longestName)
    .toLowerCase()
    .replaceAll(/[^a-z0-9密码口令]/g, '')
  return exact.has(name) || part.test(name)
}

/** Of a header field also what ends in key, auth, pass ... as a word of its own. */
export function isSecretField(name: string): boolean {
  if (isSecretName(name) || isSecretName(name.replace(/^x-/i, ''))) return true
  return fieldEnd.test(name) && !harmlessKey.test(name)
}

/** `key` and `code` are secrets of an API or of OAuth in queries and forms, and elsewhere names of
 *  errors; a number is an error code. */
export function isSecretMember(name: string, value: string): boolean {
  const lower = name.toLowerCase()
  return isSecretName(name) || lower === 'key' || (lower === 'code' && !/^-?\d*$/.test(value))
}

const longestName = 128
const bare = (name: string): string => name.replaceAll('_', '')
const exact: ReadonlySet<string> = new Set(wholeNames.map(bare))
const part = new RegExp(`${nameParts.map(bare).join('|')}|(?:${nameEnds.join('|')})$`)
const fieldEnd = /(?:^|[-_])(?:key|auth|pass|pwd|sig|sid|otp|pin|jwt)$/i

/** They name what is cached, failed or sent twice; the WebSocket's is a nonce that anybody may see. */
const harmlessKey = /(?:cache|error|surrogate|idempotency|public|websocket)[-_]?key$|^key$/i
