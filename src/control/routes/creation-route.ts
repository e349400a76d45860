import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Part } from '../../definition/document-parts.ts'
import { partIn, partSchema } from '../drafts/part-body.ts'
import { createPart, type PartEditor } from '../drafts/part-editor.ts'
import type { IdempotentCreations } from '../idempotent-creations.ts'
import { gatewayParameter, partLimitBytes } from './part-routes.ts'

/** `POST` of a stage, a backend or a resource: made in the draft, once for each idempotency key. */
export interface CreationRoute {
  readonly kind: 'stages' | 'backends' | 'resources'
  readonly summary: string
  readonly example: Part
  /** More about it. */
  view?(gateway: string, name: string): Promise<object>
}

const params = Type.Object({ gateway: gatewayParameter })

export function creationRoute(
  app: FastifyInstance,
  editor: PartEditor,
  creations: IdempotentCreations,
  route: CreationRoute,
): void {
  const { kind, summary, example } = route
  app.route<{ Params: Static<typeof params> }>({
    method: 'POST',
    bodyLimit: partLimitBytes,
    url: `/api/v1/gateways/:gateway/${kind}`,
    schema: { params },
    config: {
      access: 'maintainer',
      summary,
      body: { schema: partSchema, example },
      answer: { status: 201, example: { definition: example, change: 'create', problems: [] } },
      problems: ['part_invalid', 'managed_by_files', 'exists_already', 'key_reused', 'key_in_use'],
    },
    handler: async (request, reply) => {
      const { gateway } = request.params
      return await creations.answer(request, reply, async () => {
        const made = await createPart(editor, request, gateway, kind, partIn(request))
        const location = `/api/v1/gateways/${gateway}/${kind}/${made.name}`
        const body = { ...(await route.view?.(gateway, made.name)), ...made.view }
        return { location, etag: made.etag, body }
      })
    },
  })
}
