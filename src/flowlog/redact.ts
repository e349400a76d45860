/** Removes secrets from what is about to be recorded: queries, bodies (whole or cut off) and header
 *  fields. Done once, before anything is stored; nothing downstream needs to know about secrets. */
import { mask, redactText } from './redact-text.ts'
import { isSensitiveKey, mayHoldSecret } from './sensitive-key.ts'
import { decodedPercent } from './text-decoding.ts'

export function redactQuery(text: string): string {
  return mayHoldSecret(text) ? redactForm(text) : text
}

export function redactBody(text: string, contentType: string): string {
  if (!mayHoldSecret(text)) return text
  const isForm = contentType.toLowerCase().includes('x-www-form-urlencoded')
  return isForm && !/^\s*[{[<]/.test(text) ? redactForm(text) : redactText(text)
}

type Pairs = readonly (readonly [string, string])[]

export function redactHeaders(pairs: Pairs): Pairs {
  return pairs.map(([name, value]) => [name, redactedField(name.toLowerCase(), value)])
}

/** Pairs are split before anything is decoded, so that an encoded `&` cannot end a secret early. */
function redactForm(text: string): string {
  return text.split('&').map(redactPair).join('&')
}

function redactPair(pair: string): string {
  const equals = pair.indexOf('=')
  const name = decodedPercent(equals < 0 ? pair : pair.slice(0, equals))
  if (equals < 0 || !plainName.test(name)) return redactedPart(pair)
  const value = pair.slice(equals + 1)
  if (isSensitiveKey(name)) return value === '' ? pair : `${pair.slice(0, equals)}=${mask}`
  return `${pair.slice(0, equals)}=${redactedPart(value)}`
}

const plainName = /^[^{}"<>:=&]{0,128}$/

function redactedPart(part: string): string {
  if (!mayHoldSecret(part)) return part
  const decoded = decodedPercent(part)
  const redacted = redactText(decoded, 1)
  return redacted === decoded ? part : encodeURI(redacted.toWellFormed())
}

function redactedField(lowerName: string, value: string): string {
  if (value === '' || openFields.has(lowerName)) return redactText(value)
  if (lowerName === 'set-cookie') return value.replace(/^([^=;]*)=[^;]*/, `$1=${mask}`)
  if (secretFields.test(lowerName) || isSensitiveKey(lowerName)) return mask
  return redactText(value)
}

/** They tell how to authenticate and hold no credentials. */
const openFields: ReadonlySet<string> = new Set(['www-authenticate', 'proxy-authenticate'])
const secretFields = /auth|token|secret|jwt|cookie|session|csrf|xsrf|signature|credential|api-?key/
