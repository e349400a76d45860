import { applyExample, definitionExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Definition } from '../../definition/definition.ts'
import type { DefinitionProblem } from '../../definition/definition-problem.ts'
import type { ReadResult } from '../../definition/read-definition.ts'
import { notUtf8, utf8Text } from '../../definition/utf8-text.ts'
import type { Applier } from '../applier.ts'
import type { DefinitionReader } from '../definition-reader.ts'
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

const retryAfterSeconds = 10

export function applyRoutes(
  app: FastifyInstance,
  applier: Applier,
  reader: DefinitionReader,
  probeByDefault: boolean,
): void {
  app.route<{ Querystring: Static<typeof query> }>({
    method: 'POST',
    url: '/api/v1/apply',
    schema: { querystring: query },
    config: {
      summary: 'Applies a definition once every worker serves it, or plans it.',
      text: { types: ['application/yaml', 'application/json'], example: definitionExample },
      answer: { example: applyExample },
      problems: ['definition_invalid', 'import_busy', 'release_refused', 'storage_failed'],
    },
    handler: async (request, reply) => {
      // the only parser gives bytes (management-server.ts); no body at all is undefined
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const times = new PhaseTimes()
      if (reader.isFull) {
        reply.header('retry-after', retryAfterSeconds)
        throw new ApiProblem('import_busy', 'Other definitions are being read: send it again soon.')
      }
      const read = await times.during('read', () => reader.read(textOf(bytes)))
      const definition = definitionIn(read)
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

function definitionIn(read: ReadResult | undefined): Definition {
  if (read?.ok === true) return read.definition
  const problems = read?.problems ?? [tooMuch]
  const [first] = problems
  const place = first === undefined ? '' : `line ${first.line}: ${first.message}`
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`
  throw new ApiProblem('definition_invalid', `${count}; ${place}`, { errors: problems })
}

const tooMuch: DefinitionProblem = {
  file: 'body',
  line: 1,
  column: 1,
  path: '',
  message: 'the definition takes too long or too much memory to read',
  suggestion: 'Split it: one file for each gateway.',
}
