import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { draftEtag } from '../drafts/draft.ts'
import type { PartEditor } from '../drafts/part-editor.ts'
import type { IdempotentCreations } from '../idempotent-creations.ts'
import { plainText } from '../plain-text.ts'
import { creationRoute } from './creation-route.ts'
import { gatewayParameter, ofQuery, partRoutes } from './part-routes.ts'
import { resourceList } from './resource-list.ts'

/** `…/resources`: what a gateway's callers can call, edited in its draft. */
const path = '/api/v1/gateways/:gateway/resources'
const parameters = Type.Object({ gateway: gatewayParameter })
export const resourceParameter = plainText(256, 'Name of the resource.')

const listQuery = Type.Object({
  ...ofQuery.properties,
  search: Type.Optional(plainText(256, 'Stands in name, path, summary or description.')),
  method: Type.Optional(plainText(16, 'GET, POST …')),
  label: Type.Optional(plainText(64, 'One of its labels.')),
  backend: Type.Optional(plainText(64, 'Where it leads.')),
  plugin: Type.Optional(plainText(64, 'One of its own plugins.')),
  changed: Type.Optional(Type.Boolean({ description: 'Whether the draft changes it.' })),
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(
    Type.String({ maxLength: 1_024, description: '`next` of the page before.' }),
  ),
})

const example = {
  name: 'get_order',
  method: 'GET',
  path: '/orders/{id}',
  backend: { name: 'default', path: '/v1/orders/{id}' },
}

export function resourceRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  creations: IdempotentCreations,
): void {
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url: path,
    schema: { params: parameters, querystring: listQuery },
    config: {
      access: 'viewer',
      summary: 'Resources, by name; searched and in pages.',
      answer: { example: listExample },
    },
    handler: async ({ params, query }, reply) => {
      const edited = await editor.book.get(params.gateway)
      reply.header('etag', draftEtag(edited)) // what a batch is made upon
      return resourceList(edited, query.of ?? 'draft', query, editor.plugins)
    },
  })
  const summary = 'Makes a resource in the draft.'
  creationRoute(app, editor, creations, { kind: 'resources', summary, example })
  partRoutes(app, editor, {
    url: `${path}/:resource`,
    what: 'a resource',
    parameters: { resource: resourceParameter },
    example,
    place: ({ resource = '' }) => ({ path: `resources/${resource}` }),
    named: ({ resource = '' }) => ({ name: resource }),
  })
}

const listExample = {
  items: [
    {
      name: 'get_order',
      method: 'GET',
      path: '/orders/{id}',
      labels: ['orders'],
      backend: 'default',
      plugins: [],
      change: null,
      problems: 0,
    },
  ],
  next: null,
  total: 1,
}
