import { gatewayExample, gatewaysExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Applier } from '../applier.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import type { DraftBook } from '../drafts/draft-book.ts'
import { plainText } from '../plain-text.ts'
import { descriptionEtag, gatewayAnswer, gatewaySummary } from './gateway-view.ts'

/** `/api/v1/gateways`: what there is now, which release of each stage is served, and whether a draft says
 *  otherwise. */
export const gatewayName = plainText(64, 'Name of the gateway.')
export const stageName = plainText(64, 'Name of the stage.')

const parameters = Type.Object({ gateway: gatewayName })
interface OfGateway {
  Params: Static<typeof parameters>
}

export function gatewayRoutes(app: FastifyInstance, applier: Applier, book: DraftBook): void {
  app.get(
    '/api/v1/gateways',
    {
      config: {
        access: 'signed-in',
        summary: 'Gateways that the caller may see, with stages.',
        answer: { example: gatewaysExample },
      },
    },
    async ({ caller }) => {
      const seen = applier.state.gateways.filter(({ name }) => caller.mayView(name))
      const items = await Promise.all(
        seen.map(async (gateway) => {
          const edited = await book.findDrafted(gateway.name)
          return {
            ...gatewaySummary(gateway),
            draft: edited === undefined ? null : draftOf(edited),
          }
        }),
      )
      return { items, next: null }
    },
  )
  app.get<OfGateway>(
    '/api/v1/gateways/:gateway',
    {
      schema: { params: parameters },
      config: {
        access: 'viewer',
        summary: 'One gateway as it is live: backends, resources, stages, grants; and its draft.',
        answer: { example: gatewayExample },
      },
    },
    async (request, reply) => {
      const edited = await book.get(request.params.gateway)
      const { stored } = edited
      const answer = { ...gatewayAnswer(stored), draft: draftOf(edited) }
      return await reply.header('etag', descriptionEtag(stored)).send(answer)
    },
  )
}

/** null: everything is as it was released or applied last. */
function draftOf({ draft, changes, conflicts }: EditedGateway): object | null {
  if (draft === undefined || changes.size === 0) return null
  return {
    revision: draft.revision,
    editedAt: new Date(draft.editedAtMs).toISOString(),
    editedBy: draft.editedBy,
    changes: changes.size,
    outdated: conflicts.length > 0,
  }
}
