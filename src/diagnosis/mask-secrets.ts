import {
  isSecretField,
  isSecretMember,
  nameEnds,
  nameParts,
  wholeNames,
} from '../model/secret-names.ts'

/** Masks what looks like a secret in a text that a person pasted or a program quoted. Broad on purpose:
 *  a masked harmless value costs nothing, a shown password does. */
export function maskSecrets(text: string): string {
  let masked = text
  for (const [pattern, replacement] of secretPatterns)
    masked =
      typeof replacement === 'string'
        ? masked.replace(pattern, replacement)
        : masked.replace(pattern, replacement)
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

const oneOf = (words: readonly string[]): string => words.join('|').replaceAll('_', '[_-]?')
const parts = oneOf([...nameParts, ...nameEnds, 'session', 'skey', 'openkey', 'auth_key'])
const contained = String.raw`[\w.-]{0,40}(?:${parts})[\w.-]{0,40}`
/** A whole name, perhaps as the last word of a longer one (`db_pass`). */
const whole = String.raw`(?<![\w.-])(?:[\w.-]{0,40}[_.-])?(?:${oneOf(wholeNames)})`
const names = `(?:${contained}|${whole})`

/** Tokens that tell by their beginning what they are: JWTs (or the beginning of one), GitHub, GitLab, Slack,
 *  OpenAI and others, Google, AWS; Telegram's and Slack's stand in paths. */
const tokenShapes: readonly RegExp[] = [
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g,
  /\b(?:gh[opsru]_|github_pat_)\w{16,}/g,
  /\bglpat-[\w-]{16,}/g,
  /\bxox[abeprs]-[\w-]{10,}/g,
  /\bsk-[\w-]{16,}/g,
  /\bAIza[\w-]{30,}/g,
  /\bfl[a-z]_[0-9A-Za-z]{60}\b/g, // ours: src/control/people/secret-text.ts
  /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g,
  /\bbot\d{6,}:[\w-]{20,}/g,
  /(?<=\/services\/)T\w+\/B\w+\/\w{8,}/g,
]

type Replacement = string | ((all: string, before: string, name: string, value: string) => string)

const secretPatterns: readonly (readonly [RegExp, Replacement])[] = [
  // header fields whose value is a secret whatever it holds
  [
    /(?<![\w-])((?:proxy-)?authorization['"]?\s*[:=]\s*)(?:(bearer|basic|token|digest|negotiate)\s+)?[^\s'"][^\r\n'"]*/gi,
    '$1$2 ***',
  ],
  [/\b((?:set-)?cookie['"]?\s*:\s*)[^\r\n'"]+/gi, '$1***'],
  [/\b(x-(?:api-key|bkapi-jwt|auth-token|csrf-?token)['"]?\s*:\s*)[^\r\n'"]+/gi, '$1***'],
  // fields whose name ends in a word for a secret, on a line or in a command
  [
    /(^[<>*\s]{0,8}|['"])([a-z][\w-]{0,60})(\\*["']?[ \t]*:[ \t]*\\*["']?[^\r\n'"\\]+)/gim,
    (all, before, name, rest) =>
      fieldLike.test(name) && isSecretField(name)
        ? `${before}${name}${rest.slice(0, rest.search(/[^\s\\"':]/))}***`
        : all,
  ],
  // queries and forms, where `key` and `code` are secrets too
  [/([?&#]|(?:-d|--data[\w-]*|--body)[\s=]*['"]?)(key|code)=([^&\s"'<>;,]+)/gi, maskedMember],
  [/((?:^|[\s'"]))(key|code)=([^&\s"'<>;,]+)(?=&[\w.%-]+=)/gim, maskedMember],
  // codes that are numbers
  [/(["'](?:pin|otp|passcode|pwd|pass|passwd|password)["']\s*:\s*)-?\d+/gi, '$1"***"'],
  [/\b(bearer\s+)[\w.~+/=-]{6,}/gi, '$1***'],
  // "name": "value", 'name': 'value', with any number of backslashes before the quotes
  [
    new RegExp(String.raw`(\\*["']${names}\\*["']\s*:\s*\\*["'])(?:[^"'\\]|\\(?!["']))*`, 'gi'),
    '$1***',
  ],
  // name=value in queries, forms and command lines
  [new RegExp(String.raw`(?<![\w-])(${names}\s*=\s*)[^&\s"';,]+`, 'gi'), '$1***'],
  // name: value in a sentence or a field; words without a digit are mostly words about secrets
  [new RegExp(String.raw`(?<![\w-])(${names}:\s*)(?=[^\s"',;]*\d)[^\s"',;&]{6,}`, 'gi'), '$1***'],
  // curl -u user:password, and user:password@host in addresses
  [/((?:\s-u|--user)[\s=]*['"]?[^\s:'"]+:)[^\s'"]+/g, '$1***'],
  [/(:\/\/)[^\s/@?#]{1,400}@/g, '$1***@'],
  // what stands behind a word for a secret and looks like no word
  [
    /\b((?:secret|password|passwd|token)\s+["']?)(?=[^\s"']*\d)(?=[^\s"']*[a-z])[\w.~+/=-]{8,}/gi,
    '$1***',
  ],
  // user and password of Basic without the name of its field
  [/\b([Bb]asic\s+)(?=[A-Za-z\d+/]*(?:\d|=|\+|\/|[a-z][A-Z]))[A-Za-z\d+/]{8,}={0,2}/g, '$1***'],
  // a token in a path, behind what it is for
  [
    /(\/[\w-]{0,30}(?:reset|verif|confirm|activat|invit|magic|unsubscribe|token)[\w-]{0,30}\/)(?=[\w.~-]*\d)[\w.~-]{12,}/gi,
    '$1***',
  ],
  ...tokenShapes.map((shape) => [shape, '***'] as const),
]

/** In a sentence or JSON, a single word before a colon is no field. */
const fieldLike = /[-_]|^(?:pass|pwd|auth|jwt)$/i

function maskedMember(all: string, before: string, name: string, value: string): string {
  return isSecretMember(name, value) ? `${before}${name}=***` : all
}
