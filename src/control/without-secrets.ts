import { isRecord } from '../definition/shape.ts'
import { maskSecrets } from '../diagnosis/mask-secrets.ts'
import { isSecretField } from '../model/secret-names.ts'

/** A part of a definition as the audit keeps it and people read it. Broad on purpose, as anywhere: a
 *  value is hidden where its name or its look says secret, and so is every value of a header that
 *  plugins send, because a `${NAME}` that was put in there is mostly a token. */
export function withoutSecrets(value: unknown, mark: Mark = unmarked): unknown {
  if (typeof value === 'string') return shown(value, maskSecrets(value), mark)
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, mark))
  if (!isRecord(value)) return value
  const members = Object.entries(value).map(([name, inner]) => member(name, inner, value, mark))
  return Object.fromEntries(members)
}

/** What stands behind a masked text: nothing, or what tells two hidden values apart. */
type Mark = (original: string) => string

/** Masks in `compare` what is hidden, so that a hidden value that differs still differs there; the
 *  result is shown without those marks. */
export function comparedWithoutSecrets<Part>(
  parts: readonly Part[],
  compare: (parts: readonly Part[]) => unknown,
): unknown {
  const numbers = new Map<string, number>()
  const mark = (original: string): string => {
    const number = numbers.get(original) ?? numbers.size
    numbers.set(original, number)
    return `\u0000${number}`
  }
  // masking keeps the shape
  const compared = compare(parts.map((part) => withoutSecrets(part, mark) as Part))
  return JSON.parse(JSON.stringify(compared).replaceAll(/\\u0000\d+/g, ''))
}

function unmarked(): string {
  return ''
}

function shown(original: string, masked: string, mark: Mark): string {
  return masked === original ? original : masked + mark(original)
}

function member(
  name: string,
  value: unknown,
  owner: Readonly<Record<string, unknown>>,
  mark: Mark,
): readonly [string, unknown] {
  if (name === 'secretHashes' && Array.isArray(value)) return ['secrets', value.length]
  if (name === 'config' && owner['type'] === 'header-rewrite') {
    return [name, withoutValues(value, mark)]
  }
  const key = name === 'value' && typeof owner['key'] === 'string' ? owner['key'] : name // of a pair
  if (typeof value === 'string' && value !== '' && isSecretField(key)) {
    return [name, hidden + mark(value)]
  }
  return [name, withoutSecrets(value, mark)]
}

/** `{set: {NAME: value}}` and `{set: [{key: NAME, value}]}`. What is in `remove` are names. */
function withoutValues(config: unknown, mark: Mark): unknown {
  if (!isRecord(config)) return withoutSecrets(config, mark)
  const parts = Object.entries(config).map(([what, fields]) => [
    what,
    what === 'remove' ? fields : hide(fields, mark),
  ])
  return Object.fromEntries(parts)
}

function hide(fields: unknown, mark: Mark): unknown {
  const hiddenValue = (value: unknown): string => hidden + mark(String(value))
  if (Array.isArray(fields)) {
    return fields.map((field: unknown) =>
      isRecord(field) ? { ...field, value: hiddenValue(field['value']) } : field,
    )
  }
  if (!isRecord(fields)) return fields
  const entries = Object.entries(fields)
  return Object.fromEntries(entries.map(([name, value]) => [name, hiddenValue(value)]))
}

const hidden = '***'
