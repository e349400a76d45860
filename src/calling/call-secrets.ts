import { isSecretField, isSecretMember, isSecretName } from '../model/secret-names.ts'
import { maskSecrets } from '../diagnosis/mask-secrets.ts'

/** Keeps secrets out of everything that `faultline call` shows: what looks like one, and, because a
 *  server may send back what it got, every spelling of those that this call sends. */
export class SecretMask {
  readonly #known = new Set<string>()

  /** A secret that is being sent. */
  add(secret: string): void {
    const spellings = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ]
    for (const each of spellings) if (each.length >= shortestMasked) this.#known.add(each)
  }

  /** The secrets in the value of a header field that is being sent. */
  addField(name: string, value: string): void {
    if (!isSecretHeader(name)) return
    const parts = /cookie/i.test(name) ? cookieValues(value) : jsonSecrets(value)
    for (const part of parts ?? [value, value.replace(/^\w+\s+/, '')]) this.add(part)
  }

  /** A member of a query, a form or a JSON object that is being sent. What is only called `key` or `code`
   *  may be a word, which is masked in its place but not wherever it occurs. */
  addMember(name: string, value: string): void {
    const isSecret = secretName.test(name) || isSecretName(name)
    const mayBeWord = !isSecret && /^[a-z]{1,8}$/.test(value)
    if (!mayBeWord && (isSecret || isSecretMember(name, value))) this.add(value)
  }

  text(text: string): string {
    return this.literals(maskSecrets(text))
  }

  /** Only the secrets that are known, for text that was masked in parts. */
  literals(text: string): string {
    let masked = text
    const longestFirst = [...this.#known].toSorted((one, other) => other.length - one.length)
    for (const secret of longestFirst) masked = masked.replaceAll(secret, '***')
    return masked
  }

  /** The value of a header field; the name tells whether all of it is a secret. */
  fieldValue(name: string, value: string): string {
    if (value !== '' && isSecretField(name) && !/authori[sz]ation|cookie/i.test(name)) return '***'
    return this.text(`${name}: ${value}`).slice(name.length + 2)
  }

  /** Every text in a value that is about to be written as JSON. */
  deep(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.deep(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.deep(item)]))
  }
}

/** Shorter texts occur everywhere by chance. */
const shortestMasked = 4

/** Fields that hold a secret. */
export function isSecretHeader(name: string): boolean {
  return secretName.test(name) || isSecretField(name)
}

/** Besides the names that all outputs know. */
const secretName =
  /authori[sz]ation|cookie|api[-_]?key|token|secret|passw|jwt|signature|credential/i

function cookieValues(value: string): string[] {
  return value.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1))
}

/** Of `X-Bkapi-Authorization`: all members but the names of app and user. */
function jsonSecrets(value: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    return Object.entries(parsed)
      .filter(([name]) => !/code$|username$/.test(name))
      .map(([, member]) => String(member))
  } catch {
    return undefined // a plain value
  }
}
