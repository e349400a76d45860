import { createRequire } from 'node:module'
import type { FastifyServerOptions } from 'fastify'

type Compilers = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>

/** What Fastify calls with the parameters of a request; reads `errors` where the answer is false. */
type Check = ((data: unknown) => unknown) & { errors?: unknown }
type MakeCheck = (route: object) => Check
type MakeChecks = (schemas: object, options: object) => MakeCheck

/** Fastify's own checks of parameters, each made when its route is first asked for. Fastify makes all of them at
 *  the start, which was a quarter of what the main thread did until it was ready. */
export const lateValidators = {
  buildValidator: late,
  buildSerializer: () => () => JSON.stringify, // none of our routes has a schema of its answer
} as unknown as Compilers // its types are those of ajv's functions, of which Fastify uses no more than `Check`

function late(schemas: object, options: object): MakeCheck {
  let make: MakeCheck | undefined
  return (route) => {
    let made: Check | undefined
    const check: Check = (data) => {
      make ??= fastifysOwn()(schemas, options)
      made ??= make(route)
      const result = made(data)
      check.errors = made.errors
      return result
    }
    return check
  }
}

function fastifysOwn(): MakeChecks {
  const ofFastify = createRequire(createRequire(import.meta.url).resolve('fastify'))
  const factory = ofFastify('@fastify/ajv-compiler') as () => MakeChecks // all that it exports
  return factory()
}
