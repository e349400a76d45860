import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ControlDatabase } from '../../storage/control-database.ts'
import type { StageName } from '../../storage/release-history.ts'
import type { Applier } from '../applier.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { gatewayName, stageName } from './gateway-routes.ts'
import { mostReleases, wholeRelease } from './release-routes.ts'

/** `POST …/stages/{stage}/rollback`: what was right yesterday is served again, by every worker when the
 *  answer comes. */
export interface ServingWorkers {
  readonly states: readonly unknown[]
}

const parameters = Type.Object({ gateway: gatewayName, stage: stageName })
const order = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: mostReleases }),
    comment: Type.Optional(plainText(1_000, 'Why.')),
  },
  { additionalProperties: false },
)

const bodyLimitBytes = 16_384

export function rollbackRoutes(
  app: FastifyInstance,
  applier: Applier,
  database: ControlDatabase,
  workers: ServingWorkers,
): void {
  app.route<{ Params: StageName }>({
    method: 'POST',
    url: '/api/v1/gateways/:gateway/stages/:stage/rollback',
    bodyLimit: bodyLimitBytes,
    schema: { params: parameters },
    config: { summary: 'Makes a release of the past live again, as a new one.' },
    handler: async (request) => {
      const { gateway, stage } = request.params
      const { number, comment = '' } = orderIn(request.body as Buffer | undefined) // the only parser
      const wanted = await wholeRelease(database, request.params, number)
      const author = authorOf(request)
      const { release, changed } = await applier.rollBack({ release: wanted, author, comment })
      const { number: live, hash } = release
      const count = workers.states.length
      return {
        gateway,
        stage,
        number: live,
        hash,
        sameAs: number,
        changed,
        live: true,
        workers: count,
      }
    },
  })
}

function orderIn(bytes: Buffer | undefined): Static<typeof order> {
  const value = jsonIn(bytes?.toString() ?? '')
  if (Value.Check(order, value)) return value
  const [first] = Value.Errors(order, value)
  const at = first?.instancePath.slice(1) || 'body'
  throw new ApiProblem(
    'invalid_body',
    `${at}: ${first?.message ?? 'it is not valid'}. It takes {"number": 3, "comment": "why"}.`,
  )
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiProblem(
      'invalid_body',
      'It is not JSON. It takes {"number": 3, "comment": "why"}.',
    )
  }
}
