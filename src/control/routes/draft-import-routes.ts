import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Part } from '../../definition/document-parts.ts'
import type { OpenApiReport } from '../../definition/openapi/import-report.ts'
import { mostProblems, readDocument } from '../../definition/read-document.ts'
import { editedWith } from '../drafts/draft.ts'
import { importInto, type ImportResult } from '../drafts/import-resources.ts'
import { requireEditable } from '../drafts/managed-by-files.ts'
import type { PartEditor } from '../drafts/part-editor.ts'
import type { OpenApiImports } from '../openapi-imports.ts'
import { plainText } from '../plain-text.ts'
import { authorOf } from '../request-author.ts'
import { documentExample, importedAnswer } from './import-routes.ts'
import { gatewayParameter } from './part-routes.ts'

/** `POST …/draft/import`: an OpenAPI document becomes resources of the draft, with what became of each
 *  operation. */
const params = Type.Object({ gateway: gatewayParameter })
const query = Type.Object({
  mode: Type.Optional(
    Type.Union([Type.Literal('merge'), Type.Literal('replace')], {
      description:
        'merge (default) keeps resources that are not in the document; replace takes them away.',
    }),
  ),
  backend: Type.Optional(plainText(64, 'Where all operations lead; else the backend default.')),
  dryRun: Type.Optional(Type.Boolean({ description: 'Only tell what would become of each.' })),
})

export function draftImportRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  imports: OpenApiImports,
): void {
  app.route<{ Params: Static<typeof params>; Querystring: Static<typeof query> }>({
    method: 'POST',
    url: '/api/v1/gateways/:gateway/draft/import',
    schema: { params, querystring: query },
    config: {
      access: 'maintainer',
      summary: 'An OpenAPI 3 or Swagger 2 document into the resources of the draft.',
      text: { types: ['application/yaml', 'application/json'], example: documentExample },
      answer: { example: importedExample },
      problems: ['openapi_invalid', 'import_busy', 'part_invalid', 'managed_by_files'],
    },
    handler: async (request, reply) => {
      const { gateway } = request.params
      const { mode = 'merge', backend, dryRun = false } = request.query
      requireEditable(await editor.book.get(gateway))
      const answer = JSON.parse(await importedAnswer(request, reply, imports)) as ImportedDocument // ours
      const { resources, references = {}, ...report } = answer
      const order = { resources, references, backend, mode }
      const told = await editor.book.edit(gateway, authorOf(request), (before) => {
        requireEditable(before)
        const result = importInto(before, order)
        const after = editedWith(before, result.set)
        const { problems } = readDocument(after.document, editor.plugins)
        const set: ImportResult['set'] = dryRun ? new Map() : result.set
        return {
          set,
          audit: [entry(gateway, mode, report, result)],
          result: { ...result, problems: problems.slice(0, mostProblems) },
        }
      })
      const { operations, removed, problems } = told
      return { ...report, mode, dryRun, imported: operations, removed, problems }
    },
  })
}

type ImportedDocument = OpenApiReport & {
  readonly server: string
  readonly resources: readonly Part[]
  readonly references?: Part
}

/** Of one audit entry; parts themselves are told with the release that takes them. */
const mostNamed = 100

function entry(
  gateway: string,
  mode: string,
  { format, title }: Pick<OpenApiReport, 'format' | 'title'>,
  { operations, removed }: ImportResult,
) {
  const named = (action: string): object => {
    const names = operations.filter((one) => one.action === action).map(({ name }) => name)
    return { count: names.length, names: names.slice(0, mostNamed) }
  }
  const after = {
    document: { format, title: title.slice(0, 200) },
    mode,
    created: named('create'),
    updated: named('update'),
    removed: { count: removed.length, names: removed.slice(0, mostNamed) },
  }
  const path = `gateways/${gateway}/draft/import`
  return { gateway, kind: 'draft', path, action: 'update', before: null, after }
}

const importedExample = {
  format: 'OpenAPI 3.1',
  title: 'Orders',
  operations: 1,
  taken: 1,
  refused: [],
  warnings: [],
  server: '',
  mode: 'merge',
  dryRun: false,
  imported: [
    { name: 'get_order', method: 'GET', path: '/orders/{id}', action: 'create', note: '' },
  ],
  removed: [],
  problems: [],
}
