import { shownHash } from '../keyed-hash.ts'
import { rollbackExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { ControlDatabase } from '../../storage/control-database.ts'
import type { StageName } from '../../storage/release-history.ts'
import type { Applier } from '../applier.ts'
import { bodyIn } from '../json-body.ts'
import { plainText } from '../plain-text.ts'
import { authorOf } from '../request-author.ts'
import type { WorkerState } from '../../carrier/worker-state.ts'
import { gatewayName, stageName } from './gateway-routes.ts'
import { mostReleases, wholeRelease } from './release-routes.ts'

/** `POST …/stages/{stage}/rollback`: what was right yesterday is served again, by every worker when the
 *  answer comes. */
export interface ServingWorkers {
  readonly states: readonly Pick<WorkerState, 'state'>[]
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
    config: {
      access: 'maintainer',
      summary: 'Makes a release of the past live again, as a new one.',
      body: { schema: order, example: { number: 3, comment: 'orders were counted twice' } },
      answer: { example: rollbackExample },
      problems: ['release_refused', 'storage_failed'],
    },
    handler: async (request) => {
      const { gateway, stage } = request.params
      const { number, comment = '' } = bodyIn(request, order)
      const wanted = await wholeRelease(database, request.params, number)
      const author = authorOf(request)
      const { release, changed } = await applier.rollBack({ release: wanted, author, comment })
      const { number: live, hash } = release
      const count = workers.states.length
      return {
        gateway,
        stage,
        number: live,
        hash: shownHash(hash),
        sameAs: number,
        changed,
        live: true,
        workers: count,
      }
    },
  })
}
