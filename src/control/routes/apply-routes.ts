import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { bundledFiles, readBundle } from '../../definition/apply-bundle.ts'
import type { Definition } from '../../definition/definition.ts'
import { readDefinitions } from '../../definition/read-definition.ts'
import { notUtf8, utf8Text } from '../../definition/utf8-text.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Applier } from '../applier.ts'
import { PhaseTimes } from '../phase-times.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'

/** `POST /api/v1/apply`: a definition, YAML or JSON, becomes what is served; or nothing changes. */
const query = Type.Object({
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Only plan: check and say what would change.' }),
  ),
  comment: Type.Optional(plainText(1_000, 'Why; kept with the releases it makes.')),
  probe: Type.Optional(
    Type.Boolean({ description: 'Send one GET / to each backend host afterwards; default true.' }),
  ),
})

export function applyRoutes(
  app: FastifyInstance,
  applier: Applier,
  plugins: readonly Plugin[],
  probeByDefault: boolean,
): void {
  app.route<{ Querystring: Static<typeof query> }>({
    method: 'POST',
    url: '/api/v1/apply',
    schema: { querystring: query },
    config: { summary: 'Applies a definition once every worker serves it, or plans it.' },
    handler: async (request, reply) => {
      // the only parser gives bytes (management-server.ts); no body at all is undefined
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const times = new PhaseTimes()
      const definition = await times.during('read', () => definitionOf(textOf(bytes), plugins))
      const { dryRun = false, probe = probeByDefault, comment = '' } = request.query
      const author = authorOf(request)
      const answer = await applier.apply(definition, { dryRun, probe, author, comment, times })
      void reply.header('server-timing', times.field)
      return answer
    },
  })
}

function textOf(bytes: Uint8Array): string {
  const read = utf8Text(bytes)
  if (read.ok) return read.text
  const { line, column } = read
  const { message, hint: suggestion } = notUtf8
  const errors = [{ file: 'body', line, column, path: '', message, suggestion }]
  throw new ApiProblem('definition_invalid', `1 error; line ${line}: ${message}`, { errors })
}

/** The server reads neither its own environment nor its own files for what it receives: what a
 *  definition refers to comes along in a bundle (`faultline apply`), or is refused. */
function definitionOf(text: string, plugins: readonly Plugin[]): Definition {
  const bundle = readBundle(text)
  const read =
    bundle === undefined
      ? readDefinitions([{ file: 'body', text }], { ...withoutReferences, plugins })
      : readDefinitions(bundle.definitions, {
          expand: bundle.values,
          readFile: bundledFiles(bundle),
          plugins,
          blueKingGateway: bundle.gateway,
        })
  if (read.ok) return read.definition
  const [first] = read.problems
  const place = first === undefined ? '' : `line ${first.line}: ${first.message}`
  const count = read.problems.length === 1 ? '1 error' : `${read.problems.length} errors`
  throw new ApiProblem('definition_invalid', `${count}; ${place}`, { errors: read.problems })
}

const withoutReferences = { expand: undefined, readFile: undefined } as const
