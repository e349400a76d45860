import { objectOf, textOf } from '../gateway-mark.ts'
import { asObject, type JsonObject } from './json-pieces.ts'
import { jsonOfLooseObject } from './loose-object.ts'
import { emptyHop, responseWith, type HopDraft } from './transcript.ts'

/** `Response { status: 502, … }`, as Node prints what fetch gave, node-fetch's too. Its body is a stream, which
 *  nobody has read. undefined where the text shows none. */
export function readPrintedResponse(text: string): HopDraft[] | undefined {
  const start = /(?:^|[\s:=(])Response \{\s/.exec(text)
  if (start === null) return undefined
  const json = jsonOfLooseObject(text.slice(text.indexOf('{', start.index)))
  const response = json === undefined ? undefined : holderOfStatus(objectOf(json) ?? {}, 0)
  if (response === undefined) return undefined
  const headers = asObject(response['headers']) ?? asObject(response['headersList']) ?? {}
  return [
    {
      ...emptyHop(),
      url: textOf(response['url']),
      response: {
        ...responseWith(Number(response['status']), textOf(response['statusText']), false),
        headers: fieldsIn(headers, 0),
      },
    },
  ]
}

/** Older versions keep it behind a symbol. */
function holderOfStatus(value: JsonObject, depth: number): JsonObject | undefined {
  const status = value['status']
  if (typeof status === 'number' && status >= 200 && status <= 599) return value
  if (depth >= deepest) return undefined
  for (const inner of Object.values(value)) {
    const object = asObject(inner)
    const found = object === undefined ? undefined : holderOfStatus(object, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

const deepest = 3

function fieldsIn(value: JsonObject, depth: number): [string, string][] {
  return Object.entries(value).flatMap(([name, field]): [string, string][] => {
    const object = asObject(field)
    if (object !== undefined) return depth < deepest ? fieldsIn(object, depth + 1) : []
    const one: unknown = Array.isArray(field) ? field.join(', ') : field
    return typeof one === 'string' && /^[\w-]+$/.test(name) ? [[name, one]] : []
  })
}
