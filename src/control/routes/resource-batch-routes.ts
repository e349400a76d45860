import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { mostResources } from '../../definition/definition-schema.ts'
import { type Part, partAt, partPath, type PartPath } from '../../definition/document-parts.ts'
import { mergePatch } from '../../definition/merge-patch.ts'
import type { Plugin } from '../../model/plugin.ts'
import { draftEtag, type EditedGateway } from '../drafts/draft.ts'
import { withHiddenValues } from '../drafts/hidden-values.ts'
import { requireEditable } from '../drafts/managed-by-files.ts'
import { requireUsable } from '../drafts/part-body.ts'
import { checked, noPart, type PartEditor } from '../drafts/part-editor.ts'
import { requireMatch } from '../etag.ts'
import { inSlices } from '../in-slices.ts'
import { bodyIn } from '../json-body.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { editProblems, gatewayParameter } from './part-routes.ts'

/** `POST …/resources/batch`: the same for many resources, for all of them or for none. */
const params = Type.Object({ gateway: gatewayParameter })
const labels = Type.Optional(Type.Array(plainText(64, 'A label.'), { maxItems: 100 }))
const order = Type.Object(
  {
    names: Type.Array(plainText(256, 'Name of a resource.'), {
      minItems: 1,
      maxItems: mostResources,
      uniqueItems: true,
    }),
    delete: Type.Optional(Type.Literal(true)),
    addLabels: labels,
    removeLabels: labels,
    patch: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'RFC 7396.' })),
  },
  { additionalProperties: false },
)
type Order = Static<typeof order>

export function resourceBatchRoutes(app: FastifyInstance, editor: PartEditor): void {
  app.route<{ Params: Static<typeof params> }>({
    method: 'POST',
    url: '/api/v1/gateways/:gateway/resources/batch',
    schema: { params },
    config: {
      access: 'maintainer',
      summary:
        'Deletes, labels or changes many resources in the draft; If-Match is that of the draft.',
      body: { schema: order, example: { names: ['get_order'], addLabels: ['orders'] } },
      answer: { example: { changed: 1, deleted: 0 } },
      problems: editProblems,
    },
    handler: async (request, reply) => {
      const { gateway } = request.params
      const asked = bodyIn(request, order)
      requireUsable(asked.patch, ['patch'])
      requireOneThing(asked)
      const result = await editor.book.edit(gateway, authorOf(request), async (before) => {
        requireEditable(before)
        requireMatch(request, draftEtag(before))
        const set = await inSlices(changedResources(before, asked, editor.plugins))
        const deleted = asked.delete === true ? set.size : 0
        const audit = [entry(gateway, asked)]
        return { set, audit, result: { changed: set.size - deleted, deleted } }
      })
      const etag = draftEtag(await editor.book.get(gateway))
      return await reply.header('etag', etag).send(result)
    },
  })
}

function requireOneThing({ delete: isDelete, addLabels, removeLabels, patch }: Order): void {
  const isChange = [addLabels, removeLabels, patch].some((part) => part !== undefined)
  if ((isDelete === true) !== isChange) return
  const detail =
    'body: it takes names, and "delete": true or what to change (addLabels, removeLabels, patch).'
  throw new ApiProblem('invalid_body', detail)
}

/** Yields now and then. */
function* changedResources(
  edited: EditedGateway,
  asked: Order,
  plugins: readonly Plugin[],
): Generator<void, Map<PartPath, Part | null>> {
  const set = new Map<PartPath, Part | null>()
  for (const name of asked.names) {
    yield
    const path = partPath('resources', name)
    const part = partAt(edited.document, path)
    if (part === undefined) throw noPart(edited, path)
    if (asked.delete === true) set.set(path, null)
    else {
      const patched = withHiddenValues(mergePatch(part, asked.patch ?? {}), part)
      set.set(path, checked(path, labelled(patched as Part, asked), plugins)) // a patched part is one
    }
  }
  return set
}

function labelled(part: Part, { addLabels = [], removeLabels = [] }: Order): Part {
  if (addLabels.length === 0 && removeLabels.length === 0) return part
  const before: readonly unknown[] = Array.isArray(part['labels']) ? part['labels'] : []
  const gone = new Set<unknown>(removeLabels)
  const after = [...new Set([...before, ...addLabels])].filter((label) => !gone.has(label))
  return { ...part, labels: after }
}

/** Of one audit entry. */
const mostNamed = 100

function entry(gateway: string, { names, ...asked }: Order) {
  const after = {
    ...asked,
    patch: withoutSecrets(asked.patch),
    count: names.length,
    names: names.slice(0, mostNamed),
  }
  const path = `gateways/${gateway}/draft/resources`
  const action = asked.delete === true ? 'delete' : 'update'
  return { gateway, kind: 'draft', path, action, before: null, after }
}
