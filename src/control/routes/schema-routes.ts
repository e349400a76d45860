import type { FastifyInstance } from 'fastify'
import { openApiDocument, type RouteDocument } from '../openapi.ts'

/** The schemas of what this server takes: definitions and its own API. */
export function schemaRoutes(
  app: FastifyInstance,
  routes: readonly RouteDocument[],
  definitionSchema: object,
  version: string,
): void {
  app.get(
    '/api/v1/schemas/definition',
    {
      config: {
        access: 'open',
        summary: 'JSON Schema of a definition file.',
        answer: {
          type: 'application/schema+json',
          example: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' },
        },
      },
    },
    (_request, reply) => reply.type('application/schema+json').send(definitionSchema),
  )
  app.get(
    '/api/v1/openapi.json',
    {
      config: {
        access: 'open',
        summary: 'This API as OpenAPI 3.1.',
        answer: { example: { openapi: '3.1.0' } },
      },
    },
    () => openApiDocument(routes, version),
  )
}
