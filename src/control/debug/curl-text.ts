import type { CallRequest } from '../../calling/call-request.ts'
import type { SecretMask } from '../../calling/call-secrets.ts'
import { shellText } from '../../model/shell-text.ts'
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
  // curl waits for the body of an answer to `-X HEAD`, and with `--head` it takes none to send
  const isHead = method === 'HEAD'
  const sent = isHead ? undefined : body
  const isUsual = isHead || (method === 'GET' && sent === undefined)
  return [
    isHead ? 'curl --head' : 'curl -i',
    '--globoff', // braces and brackets are text here, and not curl's patterns
    ...(isUsual ? [] : [`-X ${method}`]),
    words(mask.text(url.href)),
    ...lines.map((line) => `-H ${words(line)}`),
    ...(sent === undefined ? [] : [bodyText(sent, mask, words)]),
  ].join(' ')
}

/** Longer ones, and what is no text, are for a file. */
const longestBody = 8_192

function bodyText(body: Buffer, mask: SecretMask, words: (text: string) => string): string {
  const text = body.toString()
  const isText = body.length <= longestBody && !/[\0\uFFFD]/.test(text)
  // of `--data-binary` a text that begins with @ would name a file of whoever pastes it
  return isText ? `--data-raw ${words(mask.text(text))}` : '--data-binary @BODY'
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

/** Everything but the variables stands where nothing counts. */
function inQuotes(text: string, { secrets }: DebugIdentity): string {
  const wordOf = (part: string): string | undefined =>
    part === '***' ? '$SECRET' : secrets[Number(/^‹(\d)›$/.exec(part)?.[1] ?? NaN)]?.[1]
  const parts = text.split(/(\*{3}|‹\d›)/).map((part) => {
    const word = wordOf(part)
    if (word !== undefined) return `"${word}"`
    return part === '' ? '' : shellText(part)
  })
  return parts.join('') || "''"
}
