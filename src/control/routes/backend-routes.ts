import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type Part, partPath, partsIn, type PartPath } from '../../definition/document-parts.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import { changeOf, deletePart, type PartEditor } from '../drafts/part-editor.ts'
import { backendFocus } from '../drafts/part-focus.ts'
import type { IdempotentCreations } from '../idempotent-creations.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { backendOf } from './resource-list.ts'
import { creationRoute } from './creation-route.ts'
import { gatewayParameter, ofQuery, partRoutes } from './part-routes.ts'

/** `…/backends`: where resources lead; each stage says where that is. */
const path = '/api/v1/gateways/:gateway/backends'
const parameters = Type.Object({ gateway: gatewayParameter })
const backendParameter = plainText(64, 'Name of the backend.')
const oneParameters = Type.Object({ gateway: gatewayParameter, backend: backendParameter })
const listExample = {
  items: [{ name: 'default', resources: 7, stages: ['prod'], change: null }],
  next: null,
}
const example = { name: 'default', description: 'Orders', owners: ['orders-team'] }

export function backendRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  creations: IdempotentCreations,
): void {
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof ofQuery> }>({
    method: 'GET',
    url: path,
    schema: { params: parameters, querystring: ofQuery },
    config: {
      access: 'viewer',
      summary: 'Backends, and how many resources lead to each.',
      answer: { example: listExample },
    },
    handler: async ({ params, query }) => {
      const edited = await editor.book.get(params.gateway)
      return { items: backendList(edited, query.of ?? 'draft'), next: null }
    },
  })
  const summary = 'Makes a backend in the draft.'
  creationRoute(app, editor, creations, { kind: 'backends', summary, example })
  partRoutes(app, editor, {
    url: `${path}/:backend`,
    what: 'a backend',
    parameters: { backend: backendParameter },
    example,
    methods: ['GET', 'PUT', 'PATCH'],
    place: ({ backend = '' }) => ({ path: `backends/${backend}` }),
    named: ({ backend = '' }) => ({ name: backend }),
  })
  deletionRoute(app, editor)
}

function deletionRoute(app: FastifyInstance, editor: PartEditor): void {
  app.route<{ Params: Static<typeof oneParameters> }>({
    method: 'DELETE',
    url: `${path}/:backend`,
    schema: { params: oneParameters },
    config: {
      access: 'maintainer',
      summary: 'Takes a backend away in the draft.',
      answer: { status: 204 },
      problems: ['precondition_required', 'changed_meanwhile', 'managed_by_files', 'still_used'],
    },
    handler: async (request, reply) => {
      const { gateway, backend } = request.params
      const at: PartPath = `backends/${backend}`
      await deletePart(editor, request, gateway, at, (edited) => withoutBackend(edited, backend))
      return await reply.code(204).send()
    },
  })
}

/** Stages say no more where it is; throws while resources lead to it. */
function withoutBackend(edited: EditedGateway, backend: string): Map<PartPath, Part> {
  const users = partsIn(edited.document, 'resources').filter((one) => backendOf(one) === backend)
  const [first] = users
  if (first !== undefined) {
    const others = users.length > 1 ? ` and ${users.length - 1} more` : ''
    const detail = `The resource ${String(first['name'])}${others} lead to it. Let them lead elsewhere first.`
    throw new ApiProblem('still_used', detail)
  }
  const focus = backendFocus(backend)
  const stages = partsIn(edited.document, 'stages').filter((one) => focus.read(one) !== undefined)
  return new Map(
    stages.map((stage) => [
      partPath('stages', String(stage['name'])),
      focus.write(stage, undefined),
    ]),
  )
}

function backendList(edited: EditedGateway, of: 'draft' | 'live'): unknown[] {
  const document = of === 'live' ? edited.stored.written : edited.document
  const counts = new Map<string, number>()
  for (const resource of partsIn(document, 'resources')) {
    const name = backendOf(resource)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return partsIn(document, 'backends').map((backend) => {
    const name = String(backend['name'])
    const inStages = partsIn(document, 'stages').filter(
      (stage) => backendFocus(name).read(stage) !== undefined,
    )
    return {
      ...Object(withoutSecrets(backend)),
      resources: counts.get(name) ?? 0,
      stages: inStages.map((stage) => stage['name']),
      change: of === 'live' ? null : changeOf(edited, partPath('backends', name)),
    }
  })
}
