import { definitionExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { exportedDefinition } from '../../definition/export-definition.ts'
import { didYouMean } from '../../definition/nearest-word.ts'
import type { Applier } from '../applier.ts'
import type { DraftBook } from '../drafts/draft-book.ts'
import { ApiProblem } from '../problem.ts'
import { gatewayName } from './gateway-routes.ts'

/** `GET /api/v1/gateways/{gateway}/definition`: a gateway as a definition file, as it is live or edited. */
const parameters = Type.Object({ gateway: gatewayName })
const query = Type.Object({
  of: Type.Optional(
    Type.Union([Type.Literal('draft'), Type.Literal('live')], {
      description: 'live (default): as it was applied or released last; draft: as it is edited.',
    }),
  ),
})

export function definitionRoutes(
  app: FastifyInstance,
  applier: Pick<Applier, 'state'>,
  book: Pick<DraftBook, 'find'>,
): void {
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof query> }>({
    method: 'GET',
    url: '/api/v1/gateways/:gateway/definition',
    schema: { params: parameters, querystring: query },
    config: {
      access: 'maintainer',
      summary: 'A gateway as a definition file (YAML).',
      answer: { type: 'application/yaml', example: definitionExample },
    },
    handler: async (request, reply) => {
      const { gateway: name } = request.params
      const edited = await book.find(name)
      if (edited === undefined) {
        const known = namesIn(applier.state).filter((one) => request.caller.mayView(one))
        const near = didYouMean(name, known)
        const advice = near === '' && known.length > 0 ? `Known: ${known.join(', ')}.` : near
        throw new ApiProblem('not_found', `There is no gateway "${name}". ${advice}`.trim())
      }
      const document = request.query.of === 'draft' ? edited.document : edited.stored.written
      return await reply.type('application/yaml').send(exportedDefinition(document))
    },
  })
}

function namesIn({ gateways }: Applier['state']): string[] {
  return gateways.map(({ name }) => name)
}
