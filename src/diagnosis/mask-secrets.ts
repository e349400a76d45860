/** Masks what looks like a secret in a text that a person pasted or a program quoted. Broad on purpose:
 *  a masked harmless value costs nothing, a shown password does. */
export function maskSecrets(text: string): string {
  let masked = text
  for (const [pattern, replacement] of secretPatterns) masked = masked.replace(pattern, replacement)
  return masked
}

/** The same for every text within a value, whatever its shape. */
export function maskSecretsIn<Whole>(value: Whole): Whole {
  // the shape stays: texts become texts, and nothing else changes
  return withMasks(value) as Whole
}

function withMasks(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value)
  if (Array.isArray(value)) return value.map(withMasks)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMasks(inner)]))
}

const names = String.raw`[\w.-]{0,40}(?:password|passwd|passphrase|secret|token|ticket|api[_-]?key|apikey|credential|signature|skey|openkey|session(?:_?id)?|mysql_pwd|stripetoken|auth_key|access[_-]?key|private[_-]?key)[\w.-]{0,40}`

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
  // name: value in a sentence or a field; words without a digit are mostly words about secrets
  [new RegExp(String.raw`\b(${names}:\s*)(?=[^\s"',;]*\d)[^\s"',;&]{6,}`, 'gi'), '$1***'],
  // curl -u user:password, and user:password@host in addresses
  [/((?:\s-u|--user)[\s=]*['"]?[^\s:'"]+:)[^\s'"]+/g, '$1***'],
  [/(:\/\/)[^\s/@?#]{1,400}@/g, '$1***@'],
  // anything that is a JWT, or the beginning of one
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g, '***'],
]
