import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlState, StoredGateway } from '../../definition/control-state.ts'
import type { GatewayDefinition, Written } from '../../definition/definition.ts'
import {
  type Description,
  patchedDescription,
  strangeKey,
} from '../../definition/described-gateway.ts'
import { gatewayIn } from '../../definition/state-index.ts'
import { planCreate, planDelete, planDescribe } from '../../definition/plan-gateway.ts'
import { mostProblems, readDocument } from '../../definition/read-document.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { GatewayCreation } from '../../setting-values.ts'
import type { Applier } from '../applier.ts'
import { requireEditable } from '../drafts/managed-by-files.ts'
import { partIn, partSchema } from '../drafts/part-body.ts'
import type { PartEditor } from '../drafts/part-editor.ts'
import { requireMatch } from '../etag.ts'
import type { IdempotentCreations } from '../idempotent-creations.ts'
import { requireMayMake, withItsMaker } from '../people/gateway-creation.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { descriptionEtag, gatewayAnswer, gatewayDescription } from './gateway-view.ts'
import { gatewayParameter } from './part-routes.ts'

/** Gateways made, described and taken away. It takes effect at once: nothing of it needs a release. */
const params = Type.Object({ gateway: gatewayParameter })
const example = {
  name: 'shop',
  description: 'Orders and payments',
  maintainers: ['shop-admin'],
  public: true,
}

interface Creating {
  readonly creations: IdempotentCreations
  readonly allowed: GatewayCreation
}

export function gatewayEditRoutes(
  app: FastifyInstance,
  applier: Applier,
  editor: PartEditor,
  { creations, allowed }: Creating,
): void {
  const { plugins } = editor
  app.route({
    method: 'POST',
    url: '/api/v1/gateways',
    config: {
      access: allowed === 'everyone' ? 'signed-in' : 'administrator',
      summary:
        'Makes a gateway, with the stage prod and the backend default; nothing is served yet.',
      body: { schema: partSchema, example },
      problems: [
        'part_invalid',
        'exists_already',
        'not_permitted',
        'limit_reached',
        'key_reused',
        'key_in_use',
        'release_refused',
        'storage_failed',
      ],
      answer: { status: 201, example: { ...example, stages: [] } },
    },
    handler: async (request, reply) =>
      await creations.answer(request, reply, async () => {
        const { caller } = request
        const document = newDocument(withItsMaker(partIn(request), caller))
        const read = described(document, plugins)
        await editor.book.forget(read.name, authorOf(request))
        const { next } = await applier.change((state) => {
          requireFree(state, read.name)
          requireMayMake(state, read.name, caller)
          return planCreate(state, read, caller.user)
        }, authorOf(request))
        const made = requiredGateway(next, read.name)
        const location = `/api/v1/gateways/${read.name}`
        return { location, etag: descriptionEtag(made), body: gatewayAnswer(made) }
      }),
  })
  patchRoute(app, applier, plugins)
  deleteRoute(app, applier, editor)
}

function patchRoute(app: FastifyInstance, applier: Applier, plugins: readonly Plugin[]): void {
  app.route<{ Params: Static<typeof params> }>({
    method: 'PATCH',
    url: '/api/v1/gateways/:gateway',
    schema: { params },
    config: {
      access: 'maintainer',
      summary: 'Changes what is said about a gateway (RFC 7396); in effect at once.',
      body: { schema: partSchema, example: { description: 'Orders', viewers: ['shop-team'] } },
      problems: [
        'precondition_required',
        'changed_meanwhile',
        'part_invalid',
        'managed_by_files',
        'release_refused',
        'storage_failed',
      ],
      answer: { example: { ...example, stages: [] } },
    },
    handler: async (request, reply) => {
      const { gateway: name } = request.params
      const patch = partIn(request)
      const { next } = await applier.change((state) => {
        const stored = requiredGateway(state, name)
        requireEditable({ stored })
        requireMatch(request, descriptionEtag(stored), () => gatewayDescription(stored))
        requireDescription(patch, name)
        const written = patchedDescription(stored.written, patch)
        return planDescribe(state, stored, described(written, plugins))
      }, authorOf(request))
      const changed = requiredGateway(next, name)
      return await reply.header('etag', descriptionEtag(changed)).send(gatewayAnswer(changed))
    },
  })
}

function deleteRoute(app: FastifyInstance, applier: Applier, { book }: PartEditor): void {
  app.route<{ Params: Static<typeof params> }>({
    method: 'DELETE',
    url: '/api/v1/gateways/:gateway',
    schema: { params },
    config: {
      access: 'maintainer',
      summary:
        'Takes a gateway away that serves nothing any more; its releases stay in the history.',
      answer: { status: 204 },
      problems: ['precondition_required', 'changed_meanwhile', 'still_served', 'storage_failed'],
    },
    handler: async (request, reply) => {
      const { gateway: name } = request.params
      await book.inTurn(name, async () => {
        const edited = await book.get(name)
        await applier.change((state) => {
          const stored = requiredGateway(state, name)
          requireMatch(request, descriptionEtag(stored))
          requireUnserved(stored)
          return planDelete(state, stored)
        }, authorOf(request))
        await book.settle(edited, 'all', authorOf(request))
      })
      return await reply.code(204).send()
    },
  })
}

function newDocument(body: Description): Written {
  requireDescription({ ...body, name: undefined }, '')
  const { name, ...rest } = body
  return {
    name,
    ...rest,
    backends: [{ name: 'default' }],
    stages: [{ name: 'prod' }],
    resources: [],
  }
}

/** Parts have routes of their own, where they are edited and not live at once. */
function requireDescription(description: Description, gateway: string): void {
  const { name, ...rest } = description
  const key = name === undefined || name === gateway ? strangeKey(rest) : 'name'
  if (key === '') return
  const message =
    key === 'name'
      ? 'the name of a gateway stands in the URLs of its callers and cannot be changed'
      : `not changed here, because it needs a release: …/gateways/{gateway}/${routeOf[key] ?? key}`
  throw new ApiProblem('part_invalid', `${key}: ${message}.`, {
    errors: [{ path: key, message, suggestion: '' }],
  })
}

const routeOf: Readonly<Record<string, string>> = {
  userAuth: 'user-auth',
  openapi: 'draft/import',
  references: 'draft/import',
}

/** What a document without its stages says. Throws `part_invalid`. */
function described(
  written: Written,
  plugins: readonly Plugin[],
): Omit<GatewayDefinition, 'stages'> {
  const { gateway, problems } = readDocument({ ...written, stages: [] }, plugins)
  if (gateway !== undefined) return { ...gateway, written }
  const told = problems.slice(0, mostProblems)
  const errors = told.map(({ path, message, suggestion }) => ({ path, message, suggestion }))
  const [first] = errors
  const at = first === undefined || first.path === '' ? '' : `${first.path}: `
  throw new ApiProblem('part_invalid', `${at}${first?.message ?? 'it is not valid'}.`, { errors })
}

function requireFree({ gateways }: ControlState, name: string): void {
  if (!gateways.some((one) => one.name === name)) return
  const detail = `There is a gateway ${name} already. Choose another name.`
  throw new ApiProblem('exists_already', detail)
}

function requireUnserved({ stages }: StoredGateway): void {
  if (stages.length === 0) return
  const names = stages.map(({ name }) => name).join(', ')
  const detail = `It serves ${names}. Unpublish first: POST …/stages/{stage}/unpublish.`
  throw new ApiProblem('still_served', detail)
}

function requiredGateway(state: ControlState, name: string): StoredGateway {
  const found = gatewayIn(state, name)
  if (found !== undefined) return found
  throw new ApiProblem('not_found', 'There is no gateway of this name. /api/v1/gateways lists all.')
}
