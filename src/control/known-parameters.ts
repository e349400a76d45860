import type { FastifyRequest } from 'fastify'
import { didYouMean } from '../definition/nearest-word.ts'
import { ApiProblem } from './problem.ts'

/** A filter with a typing mistake would silently answer another question, so the API refuses a parameter that
 *  it does not know. Pages for people take any. */
export function checkParameters({ query, routeOptions }: FastifyRequest): void {
  if (routeOptions.url?.startsWith('/api/') !== true) return
  const known = Object.keys(propertiesOf(routeOptions.schema?.querystring))
  for (const name of Object.keys(query as object)) {
    if (known.includes(name)) continue
    const shown = name.slice(0, 64)
    const others = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`
    const hint = didYouMean(shown, known) || others
    throw new ApiProblem('invalid_parameter', `There is no parameter "${shown}" here. ${hint}`)
  }
}

/** The validator of schemas takes `1e999` for a number and holds it to no bound. */
export function checkNumbers({ query, params }: FastifyRequest): void {
  for (const [name, value] of Object.entries({ ...Object(query), ...Object(params) })) {
    const numbers = [value].flat().filter((one) => typeof one === 'number')
    if (numbers.every(Number.isFinite)) continue
    throw new ApiProblem('invalid_parameter', `${name}: it is too large a number.`)
  }
}

function propertiesOf(schema: unknown): object {
  const { properties } = (schema ?? {}) as { properties?: object }
  return properties ?? {}
}
