import { recordExample, recordListExample } from './flow-record-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import { callerVerdict } from '../../diagnosis/caller-verdict.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import type { Language } from '../../model/bilingual.ts'
import { callerView } from '../../model/caller-view.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { ApiProblem } from '../problem.ts'
import { viewOf } from '../record-access.ts'
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
export const requestId = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'X-Bkapi-Request-ID.',
})
const parameters = Type.Object({ id: requestId })

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
      access: 'signed-in',
      summary: 'Flow records, newest first.',
      answer: { example: recordListExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query
      // an empty one is how programs write that there was no page before
      const page = cursor === undefined || cursor === '' ? { limit } : { limit, cursor }
      const listed = listedFilter(filter, request.caller)
      return await answered(async () => await flowLog.list({ ...listed, ...page }))
    },
  })
  flowCountRoutes(app, flowLog)
  app.route<{ Params: Static<typeof parameters>; Querystring: Static<typeof verdictQuery> }>({
    method: 'GET',
    url: '/api/v1/flow-records/:id',
    schema: { params: parameters, querystring: verdictQuery },
    config: {
      access: 'signed-in',
      summary: 'One flow record with its verdict and evidence.',
      answer: { example: recordExample },
    },
    handler: async (request) => {
      const { caller } = request
      const maySee = (found: FlowRecord): boolean => viewOf(caller, found) !== undefined
      const record = await flowLog.byId(request.params.id, maySee)
      if (record === undefined) throw noRecord()
      const view = viewOf(caller, record) ?? 'caller'
      return shownRecord(record, view, { contacts, language: languageOf(request) })
    },
  })
}

interface Shown {
  readonly contacts: ContactBook
  readonly language: Language
}

/** One record with what is concluded of it, whole or as the owner of the calling application sees it. */
export function shownRecord(record: FlowRecord, view: 'full' | 'caller', shown: Shown): object {
  const whole = diagnose(record, shown)
  if (view === 'full') return { record, verdict: whole, evidence: whole.evidence }
  const seen = callerView(record)
  const verdict = callerVerdict(whole, seen, shown.language)
  return { record: seen, verdict, evidence: verdict.evidence }
}

/** The same whether there is none or the caller may not see it. */
export function noRecord(): ApiProblem {
  return new ApiProblem(
    'not_found',
    'There is no record of this request id that you may see: it is older than the log keeps, of a gateway or an application that is not yours, or was not answered by this deployment.',
  )
}
