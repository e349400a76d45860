import { objectOf, textOf } from '../gateway-mark.ts'
import { asObject, type JsonObject } from './json-pieces.ts'
import { emptyHop, responseWith, type HopDraft } from './transcript.ts'

/** Reads a response that a program printed as JSON: status, header and body under the names that API
 *  clients and HTTP libraries give them. undefined where the text holds none. */
export function readJsonExchange(text: string): HopDraft[] | undefined {
  const whole = objectOf(text)
  if (whole === undefined) return undefined
  const found = exchangesIn(whole, '', 0)
  return found.length === 0 ? undefined : found
}

const deepest = 3

/** `key` may be `GET http://…`, as consoles of API clients write it. */
function exchangesIn(value: JsonObject, key: string, depth: number): HopDraft[] {
  const hop = hopOf(value, key)
  if (hop !== undefined) return [hop]
  if (depth >= deepest) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const object = asObject(inner)
    return object === undefined ? [] : exchangesIn(object, name, depth + 1)
  })
}

function hopOf(value: JsonObject, key: string): HopDraft | undefined {
  const headers = asObject(
    firstOf(value, ['headers', 'Response Headers', 'responseHeaders', 'header']),
  )
  const status = statusOf(value)
  if (headers === undefined || status === 0 || !ofResponse(headers)) return undefined
  const bodyValue = firstOf(value, [
    'body',
    'data',
    'Response Body',
    'responseBody',
    'text',
    'content',
  ])
  const body = bodyText(bodyValue)
  const request = asObject(firstOf(value, ['request', 'config']))
  const [, method = '', url = ''] = /^([A-Z]+) (\S+)$/.exec(key) ?? []
  return {
    ...emptyHop(),
    method: method || textOf(request?.['method']).toUpperCase() || textOf(value['method']),
    url: url || textOf(request?.['url']) || textOf(value['url']),
    response: {
      ...responseWith(status, textOf(value['statusText']), bodyValue !== undefined),
      headers: Object.entries(headers).flatMap(([name, field]) => fieldsOf(name, field)),
      body,
    },
  }
}

function bodyText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  try {
    return JSON.stringify(value)
  } catch {
    return '' // nested too deeply to be written: nothing in it tells who answered
  }
}

/** A service may speak of headers too; those of a response have one of these. */
function ofResponse(headers: JsonObject): boolean {
  return Object.keys(headers).some((name) =>
    /^(?:content-type|content-length|server|date)$/i.test(name),
  )
}

function fieldsOf(name: string, value: unknown): [string, string][] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.flatMap((one): [string, string][] =>
    typeof one === 'string' || typeof one === 'number' ? [[name, String(one)]] : [],
  )
}

function statusOf(value: JsonObject): number {
  const network = asObject(value['Network'])
  const given = firstOf(value, ['status', 'statusCode', 'status_code', 'Status', 'code'])
  const status = Number(given ?? network?.['status'] ?? asObject(value['response'])?.['status'])
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : 0
}

function firstOf(value: JsonObject, names: readonly string[]): unknown {
  const name = names.find((one) => value[one] !== undefined)
  return name === undefined ? undefined : value[name]
}
