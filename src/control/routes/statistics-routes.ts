import { statisticsExample } from './alarm-examples.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  cutFor,
  dimensions,
  resolutionMs,
  type StatisticsAnswer,
  type StatisticsQuestion,
} from '../../flowlog/statistics/statistics-question.ts'
import { ApiProblem } from '../problem.ts'
import { statisticsCsv } from '../statistics/statistics-csv.ts'
import { autoStep, timeBars, tooMany } from '../statistics/time-bars.ts'
import { epochMs } from '../time-parameter.ts'

/** `/api/v1/statistics`: how many requests, whose fault their failures were and how long they took, for
 *  longer than flow records are kept. */
export interface StatisticsSource {
  statistics(question: StatisticsQuestion): Promise<StatisticsAnswer>
}

const name = (description: string) => Type.Optional(Type.String({ maxLength: 256, description }))

const query = Type.Object({
  gateway: name('Without it an administrator asks about all of them.'),
  stage: name('Name of a stage.'),
  resource: name('Name of a resource.'),
  app: name('Code of an application.'),
  status_class: Type.Optional(Type.String({ pattern: '^[0-9]$', description: '2, 3, 4 or 5.' })),
  responder: name('Who wrote the answer.'),
  fault: name('Whose fault it was.'),
  owner: name('Who had to act.'),
  key: name('Error or verdict.'),
  from: name('ISO 8601 time or epoch milliseconds, inclusive; default a day before `to`.'),
  to: name('The same, exclusive; default now.'),
  step: name('1m, 5m, 1h …, day, week or month; left out: as fits the time.'),
  timeZone: name('Where days begin, like Asia/Shanghai; default UTC.'),
  by: Type.Optional(
    Type.Union(
      dimensions.map((dimension) => Type.Literal(dimension)),
      { description: 'What the counts are split by.' },
    ),
  ),
  top: Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Values of `by`.' }),
  format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
})
type Query = Static<typeof query>

export function statisticsRoutes(app: FastifyInstance, source: StatisticsSource): void {
  app.route<{ Querystring: Query }>({
    method: 'GET',
    url: '/api/v1/statistics',
    schema: { querystring: query },
    config: {
      access: 'signed-in',
      summary: 'Requests, failures by whose fault they were, and percentiles, over any time.',
      answer: { example: statisticsExample },
      problems: ['not_found'],
    },
    handler: async (request, reply) => {
      const isOfOwner = rightOf(request) === 'owner'
      const { question, step } = questionOf(request.query, Date.now())
      const answer = await source.statistics({ ...question, isOfOwner })
      const { by, timeZone = 'UTC', format } = request.query
      if (format === 'csv') {
        reply.type('text/csv; charset=utf-8').header('faultline-complete', String(answer.complete))
        return statisticsCsv(answer, by)
      }
      const times = { from: question.times[0] ?? 0, to: question.toMs }
      return { ...times, step, timeZone, by: by ?? null, ...answer }
    },
  })
}

/** Of a gateway those who may see it; of an application its owners; of everything the administrators. */
function rightOf({
  query: asked,
  caller,
}: FastifyRequest<{ Querystring: Query }>): 'viewer' | 'owner' {
  const { gateway, app } = asked
  if (caller.isAdministrator) return 'viewer'
  if (gateway !== undefined && caller.mayView(gateway)) return 'viewer'
  if (app !== undefined && caller.owns(app)) return 'owner'
  if (gateway === undefined && app === undefined) {
    const detail = 'Name a gateway or an application of yours: the whole is for administrators.'
    throw new ApiProblem('not_permitted', detail)
  }
  throw new ApiProblem(
    'not_found',
    'There is no gateway or application of this name that you may see.',
  )
}

function questionOf(
  asked: Query,
  nowMs: number,
): { readonly question: StatisticsQuestion; readonly step: string } {
  const { by, top, timeZone = 'UTC' } = asked
  const given = dimensions.flatMap((dimension) => {
    const value = asked[dimension]
    return value === undefined ? [] : [[dimension, value] as const]
  })
  const where = Object.fromEntries(given)
  const to = asked.to === undefined ? nowMs : epochMs('to', asked.to)
  const from = asked.from === undefined ? to - dayMs : epochMs('from', asked.from)
  if (from >= to) throw new ApiProblem('invalid_parameter', 'from: it must be before `to`.')
  const finest = resolutionMs(cutFor({ where, by }), from, nowMs)
  const fromMs = Math.max(0, Math.floor(from / finest) * finest)
  const toMs = Math.ceil(to / finest) * finest
  const step = asked.step ?? longEnough(autoStep(toMs - fromMs), finest)
  const groups = by === undefined ? 1 : top + 2
  const most = Math.floor(mostNumbers / groups)
  const times = timeBars({ fromMs, toMs, step, timeZone, resolutionMs: finest, most: mostNumbers })
  if (times.length > most) throw tooMany(most)
  return { question: { where, times, toMs, by, top }, step }
}

/** Bars by groups: a year of days by ten values, or a day of minutes by two. */
const mostNumbers = 6_000
const dayMs = 86_400_000

function longEnough(step: string, finestMs: number): string {
  return finestMs > 60_000 && step.endsWith('m') ? '1h' : step
}
