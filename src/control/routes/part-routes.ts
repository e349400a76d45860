import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TProperties, Type } from 'typebox'
import type { Part, PartPath } from '../../definition/document-parts.ts'
import { mergePatch } from '../../definition/merge-patch.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import { partIn, partSchema } from '../drafts/part-body.ts'
import {
  changePart,
  type PartChange,
  type PartEditor,
  type PartView,
  viewPart,
  type ViewedPart,
} from '../drafts/part-editor.ts'
import type { PartFocus } from '../drafts/part-focus.ts'
import { plainText } from '../plain-text.ts'
import type { ProblemKey } from '../problem.ts'

/** The four routes of a thing that is edited in the draft: a stage, a resource, or something within. */
export interface PartRoutes {
  readonly url: string
  /** In summaries: `a resource`. */
  readonly what: string
  readonly parameters: TProperties
  readonly example: Part
  place(parameters: Parameters): { readonly path: PartPath; readonly focus?: PartFocus }
  /** What the path says already, such as the name, stands first in what is put. */
  named?(parameters: Parameters): Part
  /** PUT makes what is not there. */
  readonly mayCreate?: boolean
  readonly methods?: readonly ('GET' | 'PUT' | 'PATCH' | 'DELETE')[]
  /** Throws where it may not be taken away. */
  requireRemovable?(edited: EditedGateway, parameters: Parameters): void
  /** More about it, and an example of that. */
  readonly more?: object
  view?(viewed: ViewedPart, parameters: Parameters): Promise<object> | object
}

export type Parameters = Readonly<Record<string, string>>

export const ofQuery = Type.Object({
  of: Type.Optional(
    Type.Union([Type.Literal('draft'), Type.Literal('live')], {
      description:
        'draft (default): as it is edited, which is what is live where nothing is; live: as it was released or applied last.',
    }),
  ),
})

/** Of one part: a stage with a thousand hosts has a tenth of it. */
export const partLimitBytes = 2 * 1_024 * 1_024

export const gatewayParameter = plainText(64, 'Name of the gateway.')
/** Of what changes what is in a draft. */
export const editProblems = [
  'precondition_required',
  'changed_meanwhile',
  'part_invalid',
  'managed_by_files',
] as const
const usualMethods = ['GET', 'PUT', 'PATCH', 'DELETE'] as const

export function partRoutes(app: FastifyInstance, editor: PartEditor, routes: PartRoutes): void {
  const { url, what, example, methods = usualMethods } = routes
  const params = Type.Object({ gateway: gatewayParameter, ...routes.parameters })
  const body = { schema: partSchema, example }
  const answer = {
    example: {
      ...routes.more,
      definition: example,
      change: 'update',
      conflict: false,
      problems: [],
    },
  }
  for (const method of methods) {
    app.route({
      method,
      url,
      bodyLimit: partLimitBytes,
      schema: { params, ...(method === 'GET' ? { querystring: ofQuery } : {}) },
      config: {
        access: method === 'GET' ? 'viewer' : 'maintainer',
        summary: summaries[method](what),
        ...(method === 'PUT' || method === 'PATCH' ? { body } : {}),
        answer: method === 'DELETE' ? { status: 204 } : answer,
        ...(method === 'GET' ? {} : { problems: problemsOf(method, routes) }),
      },
      handler: async (request, reply) => {
        const parameters = request.params as Parameters // checked by its schema
        const { gateway = '' } = parameters
        const viewed =
          method === 'GET'
            ? await seen(editor, request, gateway, routes, parameters)
            : await changePart(editor, request, changeOf(method, request, routes, parameters))
        if (viewed === undefined) return await reply.code(204).send()
        return await sendPart(reply, viewed, await routes.view?.(viewed, parameters))
      },
    })
  }
}

function problemsOf(
  method: (typeof usualMethods)[number],
  routes: PartRoutes,
): readonly ProblemKey[] {
  const mayRefuse = method === 'DELETE' && routes.requireRemovable !== undefined
  return mayRefuse ? [...editProblems, 'still_served'] : editProblems
}

const summaries = {
  GET: (what: string) => `Shows ${what}, as it is edited or live.`,
  PUT: (what: string) => `Replaces ${what} in the draft.`,
  PATCH: (what: string) => `Changes members of ${what} in the draft (RFC 7396).`,
  DELETE: (what: string) => `Takes ${what} away in the draft.`,
} as const

async function seen(
  { book, plugins }: PartEditor,
  request: FastifyRequest,
  gateway: string,
  routes: PartRoutes,
  parameters: Parameters,
): Promise<ViewedPart> {
  const { of } = request.query as { readonly of?: 'draft' | 'live' } // checked by its schema
  return viewPart(await book.get(gateway), routes.place(parameters), plugins, of)
}

function changeOf(
  method: 'PUT' | 'PATCH' | 'DELETE',
  request: FastifyRequest,
  routes: PartRoutes,
  parameters: Parameters,
): PartChange {
  const { gateway = '' } = parameters
  const order = {
    gateway,
    ...routes.place(parameters),
    mayCreate: method === 'PUT' && routes.mayCreate === true,
  }
  if (method === 'DELETE') {
    const require = (edited: EditedGateway): void => routes.requireRemovable?.(edited, parameters)
    return { ...order, require, change: () => undefined }
  }
  const body = partIn(request)
  if (method === 'PATCH') return { ...order, change: (current) => mergePatch(current, body) }
  return { ...order, change: () => ({ ...routes.named?.(parameters), ...body }) }
}

async function sendPart(
  reply: FastifyReply,
  { etag, view }: { readonly etag: string; readonly view: PartView },
  more: object = {},
): Promise<FastifyReply> {
  return await reply.header('etag', etag).send({ ...more, ...view })
}
