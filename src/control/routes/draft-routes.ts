import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { partAt, type PartPath } from '../../definition/document-parts.ts'
import { mostProblems, readDocument } from '../../definition/read-document.ts'
import type { Author } from '../../storage/control-change.ts'
import { draftEtag, type EditedGateway } from '../drafts/draft.ts'
import { namesFromOutside } from '../drafts/managed-by-files.ts'
import { changeOf, type PartEditor } from '../drafts/part-editor.ts'
import { shownDifference, stageDiff } from '../drafts/pending.ts'
import { stageNames } from '../drafts/stage-view.ts'
import { requireMatch } from '../etag.ts'
import { bodyIn } from '../json-body.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { gatewayParameter } from './part-routes.ts'

/** `…/draft`: everything that was edited and no release holds yet. */
const path = '/api/v1/gateways/:gateway/draft'
const params = Type.Object({ gateway: gatewayParameter })
const rebase = Type.Object(
  {
    keep: Type.Optional(
      Type.Array(plainText(300, 'Such as resources/get_order.'), { maxItems: 10_000 }),
    ),
    take: Type.Optional(Type.Array(plainText(300, 'Such as stages/prod.'), { maxItems: 10_000 })),
  },
  { additionalProperties: false },
)

interface OfGateway {
  Params: Static<typeof params>
}

export function draftRoutes(app: FastifyInstance, editor: PartEditor): void {
  app.route<OfGateway>({
    method: 'GET',
    url: path,
    schema: { params },
    config: {
      access: 'viewer',
      summary:
        'What was edited and is not released: each part, what each stage would serve, and why not.',
      answer: { example: draftExample },
    },
    handler: async ({ params: { gateway } }, reply) => {
      const edited = await editor.book.get(gateway)
      return await reply.header('etag', draftEtag(edited)).send(draftView(edited, editor))
    },
  })
  discardRoute(app, editor)
  rebaseRoute(app, editor)
}

function discardRoute(app: FastifyInstance, editor: PartEditor): void {
  app.route<OfGateway>({
    method: 'DELETE',
    url: path,
    schema: { params },
    config: {
      access: 'maintainer',
      summary: 'Discards everything that was not released.',
      answer: { status: 204 },
      problems: ['precondition_required', 'changed_meanwhile'],
    },
    handler: async (request, reply) => {
      const { gateway } = request.params
      await editor.book.inTurn(gateway, async () => {
        const edited = await editor.book.get(gateway)
        if (edited.draft === undefined) {
          throw new ApiProblem('not_found', 'There is no draft: nothing was edited.')
        }
        requireMatch(request, draftEtag(edited))
        const after = {
          discarded: [...edited.changes.keys()].slice(0, mostNamed),
          of: edited.changes.size,
        }
        const audit = [entry(gateway, 'delete', after)]
        await editor.book.drop(edited, 'all', authorOf(request), audit)
      })
      return await reply.code(204).send()
    },
  })
}

function rebaseRoute(app: FastifyInstance, editor: PartEditor): void {
  app.route<OfGateway>({
    method: 'POST',
    url: `${path}/rebase`,
    schema: { params },
    config: {
      access: 'maintainer',
      summary: 'Settles parts that the draft and a file or release changed both.',
      body: { schema: rebase, example: { keep: ['resources/get_order'], take: ['stages/prod'] } },
      problems: ['precondition_required', 'changed_meanwhile'],
      answer: { example: draftExample },
    },
    handler: async (request, reply) => {
      const { gateway } = request.params
      const { keep = [], take = [] } = bodyIn(request, rebase)
      await settle(editor, gateway, { keep, take }, authorOf(request))
      const edited = await editor.book.get(gateway)
      return await reply.header('etag', draftEtag(edited)).send(draftView(edited, editor))
    },
  })
}

/** Of one audit entry. */
const mostNamed = 100

function entry(gateway: string, action: string, after: unknown) {
  return { gateway, kind: 'draft', path: `gateways/${gateway}/draft`, action, before: null, after }
}

async function settle(
  { book }: PartEditor,
  gateway: string,
  { keep, take }: { readonly keep: readonly string[]; readonly take: readonly string[] },
  author: Author,
): Promise<void> {
  await book.inTurn(gateway, async () => {
    const edited = await book.get(gateway)
    const conflicts = new Set<string>(edited.conflicts)
    const unknown = [...keep, ...take].find((part) => !conflicts.has(part))
    if (unknown !== undefined) {
      const shown = unknown.slice(0, 100)
      throw new ApiProblem('not_found', `${shown} is none of the conflicts of this draft.`)
    }
    const both = keep.find((part) => take.includes(part))
    if (both !== undefined) {
      throw new ApiProblem('invalid_body', `${both} can be kept or taken, not both.`)
    }
    const isWanted = (list: readonly string[]) => (part: PartPath) => list.includes(part)
    const order = {
      keep: edited.conflicts.filter(isWanted(keep)),
      take: edited.conflicts.filter(isWanted(take)),
    }
    const audit = [entry(gateway, 'update', { rebased: order })]
    await book.rebase(edited, order, author, audit)
  })
}

function draftView(edited: EditedGateway, { plugins }: PartEditor): object {
  const { draft, stored } = edited
  const reading = readDocument(edited.document, plugins)
  return {
    draft:
      draft === undefined
        ? null
        : {
            revision: draft.revision,
            begunAt: new Date(draft.begunAtMs).toISOString(),
            editedAt: new Date(draft.editedAtMs).toISOString(),
            editedBy: draft.editedBy,
            outdated: edited.conflicts.length > 0,
          },
    managedByFiles: namesFromOutside(stored.written),
    changes: [...edited.changes.keys()].map((part) => ({ part, change: changeOf(edited, part) })),
    conflicts: edited.conflicts.map((part) => conflictView(edited, part)),
    stages: stageNames(edited).map((stage) => {
      const { pending, difference } = stageDiff(edited, stage, plugins)
      return { stage, pending, diff: shownDifference(difference) }
    }),
    problems: reading.problems.slice(0, mostProblems),
  }
}

function conflictView(edited: EditedGateway, part: PartPath): object {
  const ours = partAt(edited.document, part) ?? null
  const live = partAt(edited.stored.written, part) ?? null
  return { part, draft: withoutSecrets(ours), live: withoutSecrets(live) }
}

const draftExample = {
  draft: {
    revision: 1,
    begunAt: '2026-11-30T12:00:00.000Z',
    editedAt: '2026-11-30T12:00:00.000Z',
    editedBy: 'user ann',
    outdated: false,
  },
  managedByFiles: [],
  changes: [{ part: 'resources/get_order', change: 'update' }],
  conflicts: [],
  stages: [{ stage: 'prod', pending: { resources: 1 }, diff: null }],
  problems: [],
}
