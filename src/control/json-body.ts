import type { FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { notUtf8, utf8Text } from '../definition/utf8-text.ts'
import { ApiProblem } from './problem.ts'

/** What a route takes as its body: JSON, whatever its Content-Type claims. */
export interface DocumentedBody {
  readonly schema: TSchema
  readonly example: unknown
}

/** The body of a request as its schema has it. Throws `invalid_body` with every member that is wrong. */
export function bodyIn<Schema extends TSchema>(
  request: FastifyRequest,
  schema: Schema,
): Static<Schema> {
  // the only parser gives bytes (management-server.ts); no body at all is undefined
  const value = jsonIn((request.body as Buffer | undefined) ?? Buffer.alloc(0), hintOf(request))
  if (Value.Check(schema, value)) return value
  const errors = Value.Errors(schema, value)
    .filter(({ keyword }) => keyword !== 'additionalProperties') // each such member is one already
    .slice(0, mostErrors)
    .map(({ instancePath, keyword, message }) => ({
      path: memberAt(instancePath),
      message: keyword === 'boolean' ? 'there is no such member here' : message,
    }))
  const [first] = errors
  const at = first === undefined || first.path === '' ? 'body' : first.path
  const detail = `${at}: ${first?.message ?? 'it is not valid'}.${hintOf(request)}`
  throw new ApiProblem('invalid_body', detail, { errors })
}

/** As many as a person corrects in one go. */
const mostErrors = 20

/** What it would take, where that is short enough for a sentence. */
function hintOf({ routeOptions }: FastifyRequest): string {
  const example = JSON.stringify(routeOptions.config.body?.example) ?? ''
  return example === '' || example.length > 200 ? '' : ` It takes ${example}.`
}

function jsonIn(bytes: Uint8Array, hint: string): unknown {
  if (bytes.length === 0) throw new ApiProblem('invalid_body', `body: it is empty.${hint}`)
  const read = utf8Text(bytes)
  if (!read.ok) throw new ApiProblem('invalid_body', `body: line ${read.line}: ${notUtf8.message}.`)
  try {
    return JSON.parse(read.text)
  } catch {
    throw new ApiProblem('invalid_body', `body: it is not JSON.${hint}`) // the parser's words quote it
  }
}

/** `/hosts/0/url` (RFC 6901) as people write it: `hosts[0].url`. */
function memberAt(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(stepText)
    .join('')
}

/** A name that is no word is quoted, and cut: whoever sent it chose it. */
function stepText(step: string, at: number): string {
  if (/^\d{1,9}$/.test(step)) return `[${step}]`
  if (/^[\w-]{1,64}$/.test(step)) return at === 0 ? step : `.${step}`
  return `[${JSON.stringify(step.slice(0, 64).toWellFormed())}]`
}
