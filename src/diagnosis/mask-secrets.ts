/** Masks what looks like a secret in a text that a person pasted or a program quoted. Broad on purpose:
 *  a masked harmless value costs nothing, a shown password does. */
export function maskSecrets(text: string): string {
  let masked = text
  for (const [pattern, replacement] of secretPatterns) masked = masked.replace(pattern, replacement)
  return masked
}

const names = String.raw`[\w.-]{0,40}(?:password|passwd|secret|token|ticket|api[_-]?key|apikey|credential|signature|skey|openkey|session(?:_?id)?|mysql_pwd|stripetoken|auth_key|private[_-]?key)[\w.-]{0,40}`

const secretPatterns: readonly (readonly [RegExp, string])[] = [
  // header fields whose value is a secret whatever it holds
  [
    /(?<![\w-])((?:proxy-)?authorization['"]?\s*[:=]\s*)(?:(bearer|basic|token|digest|negotiate)\s+)?[^\s'"][^\r\n'"]*/gi,
    '$1$2 ***',
  ],
  [/\b((?:set-)?cookie['"]?\s*:\s*)[^\r\n'"]+/gi, '$1***'],
  [/\b(x-(?:api-key|bkapi-jwt|auth-token|csrf-?token)['"]?\s*:\s*)[^\r\n'"]+/gi, '$1***'],
  [/\b(bearer\s+)[\w.~+/=-]{6,}/gi, '$1***'],
  // "name": "value", 'name': 'value', with any number of backslashes before the quotes
  [
    new RegExp(String.raw`(\\*["']${names}\\*["']\s*:\s*\\*["'])(?:[^"'\\]|\\(?!["']))*`, 'gi'),
    '$1***',
  ],
  // name=value in queries, forms and command lines
  [new RegExp(String.raw`\b(${names}\s*=\s*)[^&\s"';,]+`, 'gi'), '$1***'],
  // curl -u user:password, and user:password@host in addresses
  [/((?:\s-u|--user)\s*['"]?[^\s:'"]+:)[^\s'"]+/g, '$1***'],
  [/(:\/\/[^\s:/@]{1,200}:)[^\s@/]{1,200}@/g, '$1***@'],
  // anything that is a JWT
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '***'],
]
