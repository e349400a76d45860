import type { TSchema } from 'typebox'
import type { Access } from './access.ts'
import type { DocumentedBody } from './json-body.ts'
import { documentedProblems } from './openapi-problems.ts'
import type { ProblemKey } from './problem.ts'

/** The OpenAPI 3.1 document of the management API, made from the routes that are really there. What a route must
 *  say is held by test/api/openapi-document.test.ts. */
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
  readonly text: DocumentedText | undefined
  /** It says that it takes no body. */
  readonly isBodiless: boolean
  readonly answer: DocumentedAnswer | undefined
  /** Beside those that follow from the rest. */
  readonly problems: readonly ProblemKey[]
}

/** A body that is no JSON, or not only. */
export interface DocumentedText {
  /** Media types; the first one is usual. */
  readonly types: readonly [string, ...string[]]
  readonly example: string
}

/** Of success. */
export interface DocumentedAnswer {
  /** Default: 200. */
  readonly status?: number
  /** Default: application/json. */
  readonly type?: string
  /** undefined: it has no body. */
  readonly example?: unknown
  readonly schema?: TSchema
}

export function openApiDocument(routes: readonly RouteDocument[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  const tags = new Set<string>()
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    tags.add(tagOf(path))
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, path) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Faultline management API',
      version,
      description:
        'Errors are problems of RFC 9457 with a stable `key`. Lists take `limit` and `cursor` and give `items` and `next`.',
    },
    servers: [{ url: '/', description: 'The address of the console.' }],
    tags: [...tags].toSorted().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A management token; FAULTLINE_ADMIN_TOKEN is one.',
        },
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

function operationOf(route: RouteDocument, path: string): object {
  return {
    operationId: operationIdOf(route.method, path),
    tags: [tagOf(path)],
    summary: route.summary,
    description: accessTexts[route.access],
    security: securityOf(route.access),
    parameters: [...parametersOf(route.parameters, 'path'), ...parametersOf(route.query, 'query')],
    ...requestBodyOf(route),
    responses: { ...successOf(route.answer), ...problemsOf(route) },
  }
}

const accessTexts: Readonly<Record<Access, string>> = {
  open: 'Open to everyone.',
  loopback: 'Open to programs of this machine, else for administrators.',
  'signed-in': 'For everyone who is signed in; what they may not see is left out.',
  administrator: 'For administrators.',
  viewer: 'For those who may view the gateway.',
  maintainer: 'For the maintainers of the gateway.',
  'app-owner': 'For the owner of the application.',
}

/** `gateways` of /api/v1/gateways/…; pages and checks are of the server. */
function tagOf(path: string): string {
  return /^\/api\/v1\/([\w-]+)/.exec(path)?.[1] ?? 'server'
}

/** `get_flow_records_id` of GET /api/v1/flow-records/{id}, `get_server_errors` of the page /errors. */
function operationIdOf(method: string, path: string): string {
  const isOfApi = path.startsWith('/api/v1/')
  const words = (isOfApi ? path.slice('/api/v1'.length) : `/server${path}`).split(/\W+/)
  return [method.toLowerCase(), ...words.filter((word) => word !== '')].join('_')
}

function securityOf(access: Access): object[] {
  if (access === 'open') return []
  const signedIn = [{ token: [] }, { session: [] }]
  return access === 'loopback' ? [{}, ...signedIn] : signedIn
}

function requestBodyOf({ body, text, isBodiless }: RouteDocument): object {
  if (body !== undefined) {
    const { schema, example } = body
    return { requestBody: { required: true, content: { 'application/json': { schema, example } } } }
  }
  if (text === undefined) return isBodiless ? { 'x-bodiless': true } : {}
  const { types, example } = text
  const [usual] = types
  const content = types.map((type) => [
    type,
    type === usual ? { schema: textSchema, example } : { schema: textSchema },
  ])
  return { requestBody: { required: true, content: Object.fromEntries(content) } }
}

const textSchema = { type: 'string' } as const

function successOf(answer: DocumentedAnswer | undefined): object {
  const { status = 200, type = 'application/json', example, schema } = answer ?? {}
  const media = { ...(schema === undefined ? {} : { schema }), example }
  const isEmpty = example === undefined || status === 204 || status >= 300
  const content = isEmpty ? {} : { content: { [type]: media } }
  const description = status >= 300 ? 'Elsewhere, as `Location` says' : 'Success'
  return { [String(status)]: { description, ...content } }
}

/** By status, each with the keys that it can have. */
function problemsOf(route: RouteDocument): object {
  const answers = documentedProblems(route).map(([status, problems]) => {
    const keys = problems.map(({ key }) => key)
    const description = problems.map(({ key, title }) => `\`${key}\`: ${title}`).join('; ')
    const [first] = problems
    const detail = 'One sentence with what to do.'
    const example = { type: 'about:blank', title: first?.title, status, detail, key: first?.key }
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { key: { enum: keys } } }],
    }
    return [String(status), { description, content: { [problemType]: { schema, example } } }]
  })
  return Object.fromEntries(answers)
}

const problemType = 'application/problem+json'

function parametersOf(schema: unknown, place: 'path' | 'query'): object[] {
  if (!isObject(schema) || !isObject(schema['properties'])) return []
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(schema['properties']).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required.includes(name) && !hasDefault(property)),
    ...(isObject(property) && typeof property['description'] === 'string'
      ? { description: property['description'] }
      : {}),
    schema: property,
  }))
}

function hasDefault(property: unknown): boolean {
  return isObject(property) && property['default'] !== undefined
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
      description: 'Of a body: each with its place.',
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
