/** Removes secrets from what is about to be recorded: paths, queries, bodies (whole or cut off), header
 *  fields, and what peers said that is none of these. Done once, before anything is stored; nothing
 *  downstream needs to know about secrets. */
import { mask, redactText } from './redact-text.ts'
import { isSecretField, isSecretName } from '../model/secret-names.ts'
import { mayHoldSecret } from './may-hold-secret.ts'
import { decodedPercent } from './text-decoding.ts'

/** What the data plane is given. */
export const redaction = {
  path: redactPath,
  query: redactQuery,
  body: redactBody,
  headers: redactHeaders,
  firstBytes: redactFirstBytes,
  text: (text: string): string => redactText(text),
}

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

/** Most paths have nothing that a secret needs: the head of a JWT, `name=value`, an escape, or an
 *  address with `user:password@`. So a request pays one short scan. */
export function redactPath(path: string): string {
  return pathHint.test(path) ? redactText(path) : path
}

const pathHint = /eyJ|[=%]|:\/\//

/** What came first of an answer that was no acceptable head, escaped as network/escaped-bytes.ts does:
 *  status line, then header fields, perhaps cut off. A line that is no field could be the rest of one. */
function redactFirstBytes(escaped: string): string {
  const isHttp = escaped.startsWith('HTTP/')
  const lines = escaped.replaceAll(lineEnd, (all, end?: string) => (end ? `${end}\n` : all))
  return lines
    .split('\n')
    .map((line, place) => redactedLine(line, isHttp, isHttp && place === 0))
    .join('')
}

/** An escaped backslash is passed over, so that an `r` or `n` behind it ends no line. */
const lineEnd = /\\\\|(\\r\\n|\\n|\\r)/g
const fieldLine = /^([^\s:"'<>{}]{1,64}[ \t]*):([ \t]*)(.*?)((?:\\r)?(?:\\n)?)$/

function redactedLine(line: string, isHttp: boolean, isStatusLine: boolean): string {
  if (isStatusLine) return redactText(line)
  const [, name, space = '', value = '', end = ''] = fieldLine.exec(line) ?? []
  if (name !== undefined)
    return `${name}:${space}${redactedField(name.trim().toLowerCase(), value)}${end}`
  return isHttp ? line.replace(/^(?!\\[rn]).+?(?=(?:\\r)?(?:\\n)?$)/, mask) : redactText(line)
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
  if (isSecretName(name)) return value === '' ? pair : `${pair.slice(0, equals)}=${mask}`
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
  if (lowerName === 'set-cookie') return value.replace(/^([^=;]*=)?[^;]*/, `$1${mask}`)
  if (secretFields.test(lowerName) || isSecretField(lowerName)) return mask
  return redactText(value)
}

/** They tell how to authenticate and hold no credentials. */
const openFields: ReadonlySet<string> = new Set(['www-authenticate', 'proxy-authenticate'])
const secretFields = /auth|token|secret|jwt|cookie|session|csrf|xsrf|signature|credential|api-?key/
