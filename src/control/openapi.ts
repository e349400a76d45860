import type { Access } from './access.ts'
import type { DocumentedBody } from './json-body.ts'

/** The OpenAPI 3.1 document of the management API, made from the routes that are really there. */
export interface RouteDocument {
  readonly method: string
  /** As Fastify writes it: `/api/v1/flow-records/:id`. */
  readonly url: string
  readonly access: Access
  readonly summary: string
  /** JSON Schemas of type object. */
  readonly query: unknown
  readonly parameters: unknown
  readonly body: DocumentedBody | undefined
  readonly answer: DocumentedAnswer | undefined
}

/** Of success. */
export interface DocumentedAnswer {
  /** Default: 200. */
  readonly status?: number
  readonly example: unknown
}

export function openApiDocument(routes: readonly RouteDocument[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Faultline management API', version },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-faultline',
          description:
            'What changes something also needs the field X-Faultline-CSRF with the csrfToken of GET /api/v1/session.',
        },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function operationOf(route: RouteDocument): object {
  return {
    summary: route.summary,
    security: route.access === 'open' ? [] : [{ token: [] }, { session: [] }],
    parameters: [...parametersOf(route.parameters, 'path'), ...parametersOf(route.query, 'query')],
    ...requestBodyOf(route),
    responses: {
      default: {
        description: 'A problem (RFC 9457)',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
      ...successOf(route.answer),
    },
  }
}

function requestBodyOf({ method, body }: RouteDocument): object {
  if (body !== undefined) {
    const { schema, example } = body
    return { requestBody: { required: true, content: { 'application/json': { schema, example } } } }
  }
  return method === 'GET' || method === 'DELETE' ? {} : { requestBody: { content: { '*/*': {} } } }
}

function successOf(answer: DocumentedAnswer | undefined): object {
  if (answer === undefined) return { '2XX': { description: 'Success' } }
  const { status = 200, example } = answer
  if (status === 204) return { 204: { description: 'Success, without a body' } }
  const content = { 'application/json': { example } }
  return { [String(status)]: { description: 'Success', content } }
}

function parametersOf(schema: unknown, place: 'path' | 'query'): object[] {
  if (!isObject(schema) || !isObject(schema['properties'])) return []
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(schema['properties']).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(isObject(property) && typeof property['description'] === 'string'
      ? { description: property['description'] }
      : {}),
    schema: property,
  }))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'key'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'One sentence with what to do.' },
    key: { type: 'string', description: 'Stable name of the problem.' },
    errors: {
      type: 'array',
      description: 'Of a definition: each with its place.',
      items: {
        type: 'object',
        properties: {
          file: { type: 'string' },
          line: { type: 'integer' },
          column: { type: 'integer' },
          path: { type: 'string' },
          message: { type: 'string' },
          suggestion: { type: 'string' },
        },
      },
    },
  },
} as const
