import { stageExample, stagesExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { partAt } from '../../definition/document-parts.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import type { PartEditor } from '../drafts/part-editor.ts'
import { backendFocus, memberFocus } from '../drafts/part-focus.ts'
import { liveRelease } from '../drafts/pending.ts'
import { stageNames, stageView, type StageViewParts } from '../drafts/stage-view.ts'
import type { IdempotentCreations } from '../idempotent-creations.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { creationRoute } from './creation-route.ts'
import { stageName } from './gateway-routes.ts'
import { gatewayParameter, type Parameters, partRoutes } from './part-routes.ts'

/** `…/stages`: what is served under which name; variables, hosts and settings are edited in the draft. */
const path = '/api/v1/gateways/:gateway/stages'
const parameters = Type.Object({ gateway: gatewayParameter })
const example = {
  name: 'prod',
  variables: { region: 'eu' },
  backends: { default: { hosts: [{ url: 'http://orders:8080', weight: 100 }] } },
}

export function stageRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  creations: IdempotentCreations,
  parts: StageViewParts,
): void {
  listRoutes(app, editor, creations, parts)
  partRoutes(app, editor, {
    url: `${path}/:stage`,
    what: 'a stage',
    parameters: { stage: stageName },
    example,
    place: ({ stage = '' }) => ({ path: `stages/${stage}` }),
    named: ({ stage = '' }) => ({ name: stage }),
    requireRemovable: requireUnserved,
    more: stageExample,
    view: async (_viewed, { gateway = '', stage = '' }) =>
      await stageView(parts, await editor.book.get(gateway), stage),
  })
  partRoutes(app, editor, {
    url: `${path}/:stage/variables`,
    what: 'the variables of a stage',
    parameters: { stage: stageName },
    example: { region: 'eu' },
    methods: ['GET', 'PUT', 'PATCH'],
    place: ({ stage = '' }) => ({
      path: `stages/${stage}`,
      focus: memberFocus('variables', noVariables),
    }),
  })
  partRoutes(app, editor, {
    url: `${path}/:stage/backends/:backend`,
    what: 'the hosts of a backend in a stage',
    parameters: { stage: stageName, backend: plainText(64, 'Name of the backend.') },
    example: example.backends.default,
    mayCreate: true,
    place: ({ stage = '', backend = '' }) => ({
      path: `stages/${stage}`,
      focus: backendFocus(backend),
    }),
  })
}

const noVariables = {}

function listRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  creations: IdempotentCreations,
  parts: StageViewParts,
): void {
  app.route<{ Params: Static<typeof parameters> }>({
    method: 'GET',
    url: path,
    schema: { params: parameters },
    config: {
      access: 'viewer',
      summary: 'Stages: which release of each is served, by which workers, and what is not yet.',
      answer: { example: stagesExample },
    },
    handler: async ({ params }) => {
      const edited = await editor.book.get(params.gateway)
      const names = stageNames(edited)
      const items = await Promise.all(names.map((name) => stageView(parts, edited, name)))
      return { items, next: null }
    },
  })
  creationRoute(app, editor, creations, {
    kind: 'stages',
    summary: 'Makes a stage in the draft; hosts may follow, before it is released.',
    example,
    view: async (gateway, name) => await stageView(parts, await editor.book.get(gateway), name),
  })
}

/** Of a deletion only: what callers call is taken off by its own name first. */
function requireUnserved(edited: EditedGateway, { stage = '' }: Parameters): void {
  if (partAt(edited.document, `stages/${stage}`) === undefined) return
  if (liveRelease(edited, stage) === undefined) return
  const detail = `The stage ${stage} is served. Unpublish it first: POST …/stages/${stage}/unpublish.`
  throw new ApiProblem('still_served', detail)
}
