import { recordExample, recordListExample } from './flow-record-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import { ApiProblem } from '../problem.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import { flowCountRoutes } from './flow-count-routes.ts'
import { answered, filterParameters, listedFilter } from './flow-filter.ts'

/** `/api/v1/flow-records`: what passed the gateway, and the verdict on each. */
const query = Type.Object({
  ...filterParameters,
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})
type Query = Static<typeof query>

const verdictQuery = Type.Object({ lang: languageParameter })
const parameters = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128, description: 'X-Bkapi-Request-ID.' }),
})

export function flowRecordRoutes(
  app: FastifyInstance,
  flowLog: FlowLog,
  contacts: ContactBook,
): void {
  app.route<{ Querystring: Query }>({
    method: 'GET',
    url: '/api/v1/flow-records',
    schema: { querystring: query },
    config: {
      summary: 'Flow records, newest first.',
      answer: { example: recordListExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query
      // an empty one is how programs write that there was no page before
      const page = cursor === undefined || cursor === '' ? { limit } : { limit, cursor }
      return await answered(async () => await flowLog.list({ ...listedFilter(filter), ...page }))
    },
  })
  flowCountRoutes(app, flowLog)
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof verdictQuery> }>({
    method: 'GET',
    url: '/api/v1/flow-records/:id',
    schema: { params: parameters, querystring: verdictQuery },
    config: {
      summary: 'One flow record with its verdict and evidence.',
      answer: { example: recordExample },
    },
    handler: async (request) => {
      const record = await flowLog.byId(request.params.id)
      if (record === undefined) {
        throw new ApiProblem(
          'not_found',
          'There is no record of this request id: it is older than the log keeps, or was not answered by this deployment.',
        )
      }
      const verdict = diagnose(record, { contacts, language: languageOf(request) })
      return { record, verdict, evidence: verdict.evidence }
    },
  })
}
