import type { CallRequest } from '../../calling/call-request.ts'
import type { SecretMask } from '../../calling/call-secrets.ts'
import type { DebugIdentity } from './debug-credentials.ts'

/** The same call for a shell. Secrets are variables of it, so that it can be shown to anybody and run by
 *  whoever has them. */
export function curlText(
  { method, url, fields, body }: CallRequest,
  identity: DebugIdentity,
  mask: SecretMask,
): string {
  const words = (text: string): string => inQuotes(mask.literals(named(text, identity)), identity)
  const others = fields.filter((field) => !identity.fields.includes(field))
  const lines = [...identity.shown, ...others]
    .filter(([name]) => name.toLowerCase() !== 'x-request-id')
    .map(
      ([name, value]) => `${name}: ${isOf(identity, value) ? value : mask.fieldValue(name, value)}`,
    )
  const isUsual = method === 'HEAD' || (method === 'GET' && body === undefined)
  return [
    method === 'HEAD' ? 'curl --head' : 'curl -i',
    ...(isUsual ? [] : [`-X ${method}`]),
    words(mask.text(url.href)),
    ...lines.map((line) => `-H ${words(line)}`),
    ...(body === undefined ? [] : [`--data-binary ${bodyText(body, mask, words)}`]),
  ].join(' ')
}

/** Longer ones, and what is no text, are for a file. */
const longestBody = 8_192

function bodyText(body: Buffer, mask: SecretMask, words: (text: string) => string): string {
  const text = body.toString()
  const isText = body.length <= longestBody && !/[\0\uFFFD]/.test(text)
  return isText ? words(mask.text(text)) : '@BODY'
}

function isOf({ secrets }: DebugIdentity, value: string): boolean {
  return secrets.some(([secret]) => value.includes(secret))
}

/** Secrets of the identity as `‹0›`, which no step behind this one changes. */
function named(text: string, { secrets }: DebugIdentity): string {
  let shown = text
  for (const [at, [secret]] of secrets.entries()) {
    for (const spelling of [secret, JSON.stringify(secret).slice(1, -1)]) {
      shown = shown.replaceAll(spelling, `‹${at}›`)
    }
  }
  return shown
}

/** Double quotes, in which variables count and little else does. */
function inQuotes(text: string, { secrets }: DebugIdentity): string {
  const escaped = text.replaceAll(/["\\$`]/g, String.raw`\$&`).replaceAll('***', '$SECRET')
  return `"${escaped.replaceAll(/‹(\d)›/g, (all, at: string) => secrets[Number(at)]?.[1] ?? all)}"`
}
