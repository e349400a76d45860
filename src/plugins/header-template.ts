/** Values of header fields with variables of the request in them, as the old system's users write
 *  them: `$remote_addr`, `$request_method`, `$uri`, `$request_id`, `$http_NAME`, `$arg_NAME`, also
 *  in braces. Compiled once; a value without variables is a finished line. */
import type { Exchange } from '../model/exchange.ts'
import { headerLine } from '../model/header-edits.ts'

/** A rendered line, or how to render one for an exchange. */
export type HeaderTemplate = string | ((exchange: Exchange) => string)

export function compileHeader(name: string, value: string): HeaderTemplate {
  const parts = partsOf(value)
  if (parts.every((part) => typeof part === 'string')) return headerLine(name, parts.join(''))
  return (exchange) => {
    const text = parts.map((part) => (typeof part === 'string' ? part : part(exchange))).join('')
    return headerLine(name, asciiOf(text))
  }
}

/** Names of variables that nothing fills; reported when a definition is applied. */
export function unknownVariables(value: string): string[] {
  return [...value.matchAll(variable)]
    .map((match) => nameIn(match))
    .filter((name) => readerOf(name) === undefined)
}

type Part = string | ((exchange: Exchange) => string)

const variable = /\$(?:\{(\w+)\}|(\w+))/g

function nameIn(match: RegExpMatchArray): string {
  return match[1] ?? match[2] ?? ''
}

function partsOf(value: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const match of value.matchAll(variable)) {
    const read = readerOf(nameIn(match))
    if (read === undefined) continue // stays as it is written
    parts.push(value.slice(at, match.index), read)
    at = match.index + match[0].length
  }
  parts.push(value.slice(at))
  return parts
}

function readerOf(name: string): ((exchange: Exchange) => string) | undefined {
  if (name.startsWith('http_') && name.length > 5) {
    const field = name.slice(5).toLowerCase().replaceAll('_', '-')
    // What proves the caller's identity is never copied to a place where it is not removed.
    if (secretFields.has(field)) return undefined
    return ({ request }) => request.header(field) ?? ''
  }
  if (name.startsWith('arg_') && name.length > 4) {
    const parameter = name.slice(4)
    return ({ request }) => rawParameter(request.query, parameter)
  }
  return readers.get(name)
}

const secretFields = new Set(['authorization', 'cookie', 'x-api-key', 'x-bkapi-authorization'])

const readers: ReadonlyMap<string, (exchange: Exchange) => string> = new Map([
  ['remote_addr', ({ client }) => client.address],
  ['request_method', ({ request }) => request.method],
  ['uri', ({ request }) => request.path],
  ['request_id', ({ requestId }) => requestId],
])

/** As nginx's $arg_: the first one, not decoded. */
function rawParameter(query: string, name: string): string {
  for (const pair of query.split('&')) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1)
  }
  return ''
}

/** Received values are latin1 text; what we write is ASCII. */
function asciiOf(text: string): string {
  return text.replaceAll(/[^\t\u0020-\u007e]/g, (character) =>
    Buffer.from(character, 'latin1').reduce(
      (encoded, byte) => `${encoded}%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      '',
    ),
  )
}
