/** Finds secrets in text of any kind: JSON, forms, XML, YAML, logs, error pages, whole or cut off
 *  anywhere, escaped and encoded any number of times. It looks for names of secrets and masks what
 *  follows; where it cannot tell how far a value goes it masks too much. One pass: every step moves
 *  forward, and each layer of encoding that is taken off makes the text shorter. */
import { decodedEntities, decodedPercent, decodedUnicode } from './text-decoding.ts'
import { isSecretName } from '../model/secret-names.ts'
import { mayHoldSecret } from './may-hold-secret.ts'
import { maskedMarkup, maskedNamedValue } from './redact-markup.ts'
import { maskedValue, type Masked } from './mask-value.ts'

export const mask = '***'

export function redactText(text: string, depth = 0): string {
  if (!mayHoldSecret(text)) return text
  if (depth > deepest) return mask
  const plain = decodedEntities(text)
  const redacted = redactPlain(plain, depth)
  return redacted === plain ? text : redacted
}

/** Layers of encoding that are taken off. Honest text has two or three. */
const deepest = 6

/** A name, a value or any other run without white space and quotes. Escapes of letters belong to
 *  it (`secr\u0065t`), so that a name cannot hide behind them. */
const word = /(?:[\w$@.~+-]|密码|口令|%[0-9a-f]{2}|\\{1,64}(?:u[0-9a-f]{4}|x[0-9a-f]{2}))+/gi

function redactPlain(text: string, depth: number): string {
  let out = ''
  let copied = 0
  word.lastIndex = 0
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    const end = word.lastIndex
    const isSuspect = mayHoldSecret(found[0]) || text.startsWith('://', end)
    const masked = isSuspect ? maskedAt(text, found.index, end, depth) : undefined
    if (masked !== undefined) {
      out += text.slice(copied, masked.start) + masked.text
      copied = masked.end
    }
    word.lastIndex = Math.max(masked?.end ?? 0, end) // also set by the layers below
  }
  return copied === 0 && out === '' ? text : out + text.slice(copied)
}

function maskedAt(text: string, start: number, end: number, depth: number): Masked | undefined {
  const raw = text.slice(start, end)
  if (raw.includes('%')) return maskedEncoded(text, start, depth)
  const name = decodedUnicode(raw)
  if (isName(name, text.charCodeAt(start - 1))) {
    return (
      maskedValue(text, end) ??
      maskedNamedValue(text, start, end) ??
      maskedMarkup(text, start, end) ??
      maskedToken(text, start, end, name)
    )
  }
  return maskedToken(text, start, end, name)
}

/** After a backslash the first letter may belong to an escape (`\nskey`). */
function isName(name: string, codeBefore: number): boolean {
  return isSecretName(name) || (codeBefore === backslash && isSecretName(name.slice(1)))
}
const backslash = 92

/** A run with percent-encoding, up to where no URL goes on: `name=value` with an encoded name, or
 *  encoded text that is looked at decoded. */
function maskedEncoded(text: string, start: number, depth: number): Masked | undefined {
  encodedRun.lastIndex = start
  const run = encodedRun.exec(text)?.[0] ?? ''
  const end = start + run.length
  const equals = run.indexOf('=')
  const name = decodedPercent(equals < 0 ? run : run.slice(0, equals))
  if (isSecretName(lastName(name))) {
    if (equals >= 0) return { start: start + equals + 1, end, text: mask }
    const value = maskedValue(text, end)
    if (value !== undefined) return value
  }
  const decoded = decodedPercent(run)
  const redacted = redactText(decoded, depth + 1)
  if (redacted === decoded) return { start: end, end, text: '' }
  return { start, end, text: encodeURI(redacted.toWellFormed()) }
}
const encodedRun = /[^\s"'<>&`\\]*/y

function lastName(text: string): string {
  return /[\w.\-$@]*(?=[\]["'\\)\s]*$)/.exec(text.slice(-200))?.[0] ?? ''
}

/** Values that show by themselves what they are. */
function maskedToken(text: string, start: number, end: number, name: string): Masked | undefined {
  const token = name.search(jwtStart)
  if (token >= 0) return { start, end, text: name.slice(0, token) + mask }
  if (schemes.has(name.toLowerCase())) {
    credentials.lastIndex = end
    const found = credentials.exec(text)
    if (found !== null) return { start: end, end: credentials.lastIndex, text: ` ${mask}` }
  }
  userinfo.lastIndex = end
  const user = userinfo.exec(text)
  if (user !== null) return { start: end, end: userinfo.lastIndex, text: `://${mask}@` }
  return undefined
}

/** Base64url of `{"`: the head of a JWT, or of any other JSON. */
const jwtStart = /eyJ[\w-]{8}/
const schemes: ReadonlySet<string> = new Set(['bearer', 'basic', 'token', 'digest', 'apikey'])
/** Eight characters or more with a digit, a capital inside or padding: no word of a sentence. */
const credentials = /[ \t]+(?=[^\s"'<>]*[0-9=]|[^\s"'<>]+[A-Z])[\w.~+/=-]{8,}/y
const userinfo = /:\/\/[^\s/?#"'<>@]*@/y
