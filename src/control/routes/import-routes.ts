import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DefinitionProblem } from '../../definition/definition-problem.ts'
import { notUtf8, utf8Text } from '../../definition/utf8-text.ts'
import type { OpenApiImports } from '../openapi-imports.ts'
import { ApiProblem } from '../problem.ts'

/** `POST /api/v1/import/openapi`: a document as resources, with what became of each operation. It changes
 *  nothing: what it gives goes into a definition. */
const retryAfterSeconds = 10

export function importRoutes(app: FastifyInstance, imports: OpenApiImports): void {
  app.route({
    method: 'POST',
    url: '/api/v1/import/openapi',
    config: {
      access: 'signed-in',
      summary: 'An OpenAPI 3 or Swagger 2 document as resources, with a report; changes nothing.',
      text: { types: ['application/yaml', 'application/json'], example: documentExample },
      answer: { example: importExample },
      problems: ['openapi_invalid', 'import_busy'],
    },
    handler: async (request, reply) => {
      const json = await importedAnswer(request, reply, imports)
      return reply.type('application/json; charset=utf-8').send(json)
    },
  })
}

export const documentExample = `openapi: 3.1.0
info: { title: Orders, version: "1" }
paths:
  /orders/{id}: { get: { operationId: get_order, summary: One order } }
`

const importExample = {
  format: 'OpenAPI 3.1',
  title: 'Orders',
  operations: 1,
  taken: 1,
  refused: [],
  warnings: [],
  server: '',
  resources: [{ name: 'get_order', summary: 'One order', method: 'GET', path: '/orders/{id}' }],
  references: {},
}

/** The body as a document, read in a thread; the answer as JSON. */
export async function importedAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  imports: OpenApiImports,
): Promise<string> {
  // the only parser gives bytes (management-server.ts); no body at all is undefined
  const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
  if (bytes.length === 0) {
    throw new ApiProblem('invalid_parameter', 'Send the OpenAPI document as the body.')
  }
  const text = textOf(bytes)
  if (imports.isFull) {
    reply.header('retry-after', retryAfterSeconds)
    throw new ApiProblem('import_busy', 'Other documents are being read: send it again soon.')
  }
  const answer = await imports.read(text)
  if (answer === undefined) throw invalid(tooMuch)
  if (!answer.ok) throw invalid(answer.problem)
  return answer.json
}

const tooMuch: DefinitionProblem = {
  file: 'body',
  line: 1,
  column: 1,
  path: '',
  message: 'the document takes too long or too much memory to read',
  suggestion: 'Split it into several documents.',
}

function textOf(bytes: Uint8Array): string {
  const read = utf8Text(bytes)
  if (read.ok) return read.text
  const { line, column } = read
  const { message, hint: suggestion } = notUtf8
  throw invalid({ file: 'body', line, column, path: '', message, suggestion })
}

function invalid(problem: DefinitionProblem): ApiProblem {
  const detail = `line ${problem.line}: ${problem.message}`
  return new ApiProblem('openapi_invalid', detail, { errors: [problem] })
}
