/** Which names stand before a secret. The first two lists are the old system's (its users rely on
 *  them); the rest is what else carries credentials in practice. */
export function isSensitiveKey(key: string): boolean {
  if (key.length > longestKey) return isSensitiveKey(key.slice(-longestKey))
  const name = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return exactNames.has(name) || sensitivePart.test(name)
}

/** False where no secret can be told from a name: most queries and bodies need no closer look. */
export function mayHoldSecret(text: string): boolean {
  return hint.test(text)
}

const longestKey = 128

/** Compared without punctuation, so `bk_app_secret`, `bk-app-secret` and `bkAppSecret` are one. */
const exactNames: ReadonlySet<string> = new Set([
  // the old system's: keys that equal
  'skey',
  'openkey',
  'authtoken',
  'accesstoken',
  'bktoken',
  'bkticket',
  'oaticket',
  'appsecret',
  'signature',
  'bknonce',
  'bktimestamp',
  'bkappsecret',
  'bksignature',
  // ours
  'auth',
  'authorization',
  'cookie',
  'cookies',
  'jwt',
  'bkjwt',
  'pwd',
  'passcode',
  'assertion',
  'sessionid',
  'phpsessid',
  'jsessionid',
  'sign',
  'xamzsignature',
  'xbkapijwt',
])

/** The old system's keys that contain `password, secret, passwd, api_key, apikey, credentials,
 *  mysql_pwd, stripetoken`, and ours. `token` only at the end: `max_tokens` is a number of words. */
const sensitivePart =
  /password|passwd|passphrase|secret|apikey|accesskey|privatekey|credential|mysqlpwd|stripetoken|authorization|setcookie|sessionkey|csrfmiddleware|signature$|token$|ticket$|pwd$/

/** Parts of all names above, values that show what they are (JWT, Bearer, user:password@host), and
 *  every escape that could hide one of these. */
const hint =
  /pass|secret|key|token|ticket|credential|sign|auth|cookie|jwt|pwd|nonce|timestamp|assertion|sessi?d|session|eyj|bearer|basic|:\/\/|%[0-9a-f]{2}|\\[ux]|&(?:#|quot|apos|[lg]t|amp|equals|colon)/i
