import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import { QueryError } from '../../flowlog/query/parse-query.ts'
import type { FlowFilter, FlowPage } from '../../flowlog/record-search.ts'
import { ApiProblem } from '../problem.ts'
import { epochMs } from '../time-parameter.ts'

/** `/api/v1/flow-records`: what passed the gateway, and the verdict on each. */
const query = Type.Object({
  gateway: Type.Optional(Type.String({ maxLength: 64 })),
  stage: Type.Optional(Type.String({ maxLength: 64 })),
  query: Type.Optional(
    Type.String({ maxLength: 4_096, description: 'Log query, like `status:>=500 path:/v1/*`.' }),
  ),
  from: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, inclusive.' }),
  ),
  to: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, exclusive.' }),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})
type Query = Static<typeof query>

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
    config: { summary: 'Flow records, newest first.' },
    handler: async (request) => {
      const { from, to, ...filter } = request.query
      return await listed(flowLog, {
        ...filter,
        ...(from === undefined ? {} : { fromMs: epochMs('from', from) }),
        ...(to === undefined ? {} : { toMs: epochMs('to', to) }),
      })
    },
  })
  app.route<{ Params: Static<typeof parameters> }>({
    method: 'GET',
    url: '/api/v1/flow-records/:id',
    schema: { params: parameters },
    config: { summary: 'One flow record with its verdict and evidence.' },
    handler: async (request) => {
      const record = await flowLog.byId(request.params.id)
      if (record === undefined) {
        throw new ApiProblem(
          'not_found',
          'There is no record of this request id: it is older than the log keeps, or was not answered by this deployment.',
        )
      }
      const verdict = diagnose(record, { contacts })
      return { record, verdict, evidence: verdict.evidence }
    },
  })
}

/** A query that cannot be understood is the caller's matter; the sentence names the column. */
async function listed(flowLog: FlowLog, filter: FlowFilter): Promise<FlowPage> {
  try {
    return await flowLog.list(filter)
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    throw new ApiProblem('invalid_query', error.message, { column: error.column }, { cause: error })
  }
}
