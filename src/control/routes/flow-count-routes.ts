import {
  completionExample,
  differencesExample,
  failuresExample,
  histogramExample,
  percentilesExample,
  summaryExample,
  topValuesExample,
} from './flow-record-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from '../../flowlog/aggregate/aggregate-question.ts'
import { completeQuery } from '../../flowlog/query/complete-query.ts'
import type { Caller } from '../caller.ts'
import { durationMs } from '../time-parameter.ts'
import { answered, countedFilter, filterParameters, type FilterQuery } from './flow-filter.ts'

/** `/api/v1/flow-records/…`: what is counted about records instead of listing them, and what may be
 *  written in a query. */
export interface RecordCounter {
  /** Throws a QueryError or an AggregateError. */
  aggregate(filter: AggregateFilter, question: AggregateQuestion): Promise<AggregateAnswer>
}

interface Asking {
  readonly query: FilterQuery
  readonly caller: Caller
}

const fieldName = Type.String({ maxLength: 64 })
const top = Type.Integer({
  minimum: 1,
  maximum: 100,
  default: 10,
  description: 'So many, the most frequent ones.',
})

const histogram = Type.Object({
  ...filterParameters,
  step: Type.Optional(
    Type.String({ description: 'Width of a bar: 30s, 5m, 1h, 1d; left out: as fits the time.' }),
  ),
  by: Type.Optional({ ...fieldName, description: 'Field that splits each bar; default fault.' }),
  top,
})
const topValues = Type.Object({
  ...filterParameters,
  field: Type.Array(fieldName, { minItems: 1, maxItems: 16, description: 'May be repeated.' }),
  top,
})
const summary = Type.Object({
  ...histogram.properties,
  field: topValues.properties.field,
})
const percentiles = Type.Object({
  ...filterParameters,
  of: Type.Optional({ ...fieldName, description: 'A duration; default request_duration.' }),
  by: Type.Optional({ ...fieldName, description: 'Field whose values get percentiles each.' }),
  top,
})
const differences = Type.Object({ ...filterParameters, top })
const failures = Type.Object({ ...filterParameters, top })
const completion = Type.Object({
  text: Type.String({ maxLength: 4_096, description: 'The query as far as it is written.' }),
  cursor: Type.Optional(Type.Integer({ minimum: 0, description: 'Default: the end.' })),
})

export function flowCountRoutes(app: FastifyInstance, flowLog: RecordCounter): void {
  completionRoute(app)
  const count: Count = async ({ query, caller }, question) => {
    const filter = countedFilter(filterOf(query), caller)
    const { kind: _kind, ...answer } = await answered(
      async () => await flowLog.aggregate(filter, question),
    )
    return { ...answer, from: filter.fromMs, to: filter.toMs }
  }
  app.route<{ Querystring: Static<typeof histogram> }>({
    method: 'GET',
    url: '/api/v1/flow-records/histogram',
    schema: { querystring: histogram },
    config: {
      access: 'signed-in',
      summary: 'How many flow records, by time and by the values of a field.',
      answer: { example: histogramExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => {
      const { query } = request
      const stepMs = query.step === undefined ? 0 : durationMs('step', query.step)
      const by = query.by ?? 'fault'
      return await count(request, { kind: 'histogram', stepMs, by, top: query.top })
    },
  })
  app.route<{ Querystring: Static<typeof topValues> }>({
    method: 'GET',
    url: '/api/v1/flow-records/top-values',
    schema: { querystring: topValues },
    config: {
      access: 'signed-in',
      summary: 'The most frequent values of fields.',
      answer: { example: topValuesExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => {
      const { field: fields, top: most } = request.query
      return await count(request, { kind: 'top-values', fields, top: most })
    },
  })
  summaryRoute(app, count)
  comparingRoutes(app, count)
}

type Count = (asking: Asking, question: AggregateQuestion) => Promise<object>

function summaryRoute(app: FastifyInstance, count: Count): void {
  app.route<{ Querystring: Static<typeof summary> }>({
    method: 'GET',
    url: '/api/v1/flow-records/summary',
    schema: { querystring: summary },
    config: {
      access: 'signed-in',
      summary: 'A histogram and the most frequent values of fields, sooner than one by one.',
      answer: { example: summaryExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => {
      const { step, by = 'fault', field: fields, top: most } = request.query
      const stepMs = step === undefined ? 0 : durationMs('step', step)
      return await count(request, { kind: 'summary', stepMs, by, fields, top: most })
    },
  })
}

function comparingRoutes(app: FastifyInstance, count: Count): void {
  app.route<{ Querystring: Static<typeof percentiles> }>({
    method: 'GET',
    url: '/api/v1/flow-records/percentiles',
    schema: { querystring: percentiles },
    config: {
      access: 'signed-in',
      summary: 'How long things took: p50, p90, p95, p99 and the longest.',
      answer: { example: percentilesExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => {
      const { query } = request
      const of = query.of ?? 'request_duration'
      return await count(request, { kind: 'percentiles', of, by: query.by, top: query.top })
    },
  })
  app.route<{ Querystring: Static<typeof differences> }>({
    method: 'GET',
    url: '/api/v1/flow-records/differences',
    schema: { querystring: differences },
    config: {
      access: 'signed-in',
      summary: 'What is different about the records of a query: compared with the rest.',
      answer: { example: differencesExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) =>
      await count(request, { kind: 'differences', top: request.query.top }),
  })
  app.route<{ Querystring: Static<typeof failures> }>({
    method: 'GET',
    url: '/api/v1/flow-records/failures',
    schema: { querystring: failures },
    config: {
      access: 'signed-in',
      summary:
        'What fails: by gateway, stage and verdict; since when, how often, and the last one.',
      answer: { example: failuresExample },
      problems: ['invalid_query', 'question_too_large'],
    },
    handler: async (request) => await count(request, { kind: 'failures', top: request.query.top }),
  })
}

function completionRoute(app: FastifyInstance): void {
  app.route<{ Querystring: Static<typeof completion> }>({
    method: 'GET',
    url: '/api/v1/flow-records/query-completion',
    schema: { querystring: completion },
    config: {
      access: 'signed-in',
      summary: 'What may stand at the cursor of a log query.',
      answer: { example: completionExample },
    },
    handler: ({ query: { text, cursor } }) => completeQuery(text, cursor ?? text.length),
  })
}

/** Without the parameters that say what is counted. */
function filterOf({ gateway, stage, query, include, exclude, from, to }: FilterQuery): FilterQuery {
  const all = { gateway, stage, query, include, exclude, from, to }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
