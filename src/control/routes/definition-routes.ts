import { definitionExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { exportedDefinition } from '../../definition/export-definition.ts'
import { didYouMean } from '../../definition/nearest-word.ts'
import type { Applier } from '../applier.ts'
import { ApiProblem } from '../problem.ts'
import { gatewayName } from './gateway-routes.ts'

/** `GET /api/v1/gateways/{gateway}/definition`: what is applied of a gateway, as a definition file. */
const parameters = Type.Object({ gateway: gatewayName })

export function definitionRoutes(app: FastifyInstance, applier: Pick<Applier, 'state'>): void {
  app.route<{ Params: Static<typeof parameters> }>({
    method: 'GET',
    url: '/api/v1/gateways/:gateway/definition',
    schema: { params: parameters },
    config: {
      access: 'viewer',
      summary: 'What is applied of a gateway as a definition file (YAML).',
      answer: { type: 'application/yaml', example: definitionExample },
    },
    handler: async (request, reply) => {
      const { gateway: name } = request.params
      const { gateways } = applier.state
      const gateway = gateways.find((one) => one.name === name)
      if (gateway === undefined) {
        const known = gateways.map((one) => one.name)
        const near = didYouMean(name, known)
        const advice = near === '' && known.length > 0 ? `Known: ${known.join(', ')}.` : near
        throw new ApiProblem('not_found', `There is no gateway "${name}". ${advice}`.trim())
      }
      return await reply.type('application/yaml').send(exportedDefinition(gateway.written))
    },
  })
}
