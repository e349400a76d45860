import { alarmExample } from './alarm-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  alarmNumbered,
  changeAlarm,
  type KeptAlarm,
  listAlarms,
} from '../../storage/alarm-history.ts'
import { auditedChange } from '../../storage/audited-change.ts'
import { deliveriesOf, type Delivery } from '../../storage/notification-outbox.ts'
import { quietUntilIn } from '../../storage/quiet-time.ts'
import type { AlarmBody } from '../alarms/alarm-words.ts'
import { subjectOf } from '../alarms/decide-alarms.ts'
import { hostOf } from '../alarms/shown-rule.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import {
  type AlarmParts,
  type AlarmScope,
  alarmScopes,
  gatewayOf,
  placeOf,
} from './alarm-rule-routes.ts'

/** `/api/v1/gateways/{gateway}/alarms` and `/api/v1/alarms`: what fired, who was told, and what became of
 *  it. */
const query = Type.Object({
  state: Type.Optional(
    Type.Union([Type.Literal('firing'), Type.Literal('recovered'), Type.Literal('closed')]),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})
const alarmNumber = { number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }

export function alarmRoutes(app: FastifyInstance, parts: AlarmParts): void {
  for (const scope of alarmScopes) {
    listRoute(app, parts, scope)
    acknowledgeRoute(app, parts, scope)
  }
}

function listRoute(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  app.route<{ Querystring: Static<typeof query> }>({
    method: 'GET',
    url: `${scope.prefix}/alarms`,
    schema: { querystring: query, params: placeOf(scope) },
    config: {
      access: scope.read,
      summary: 'What fired, newest first, and who was told.',
      answer: { example: { items: [alarmExample], next: null } },
    },
    handler: async (request) => {
      const gateway = gatewayOf(request, parts)
      const { state, limit, cursor } = request.query
      const before = numberAt('alarms', cursor)
      const found = await listAlarms(parts.database, {
        gateway,
        ...(state === undefined ? {} : { state }),
        ...(before === undefined ? {} : { before }),
        limit: limit + 1,
      })
      const { items, next } = pageOfNumbered('alarms', found, limit, ({ number }) => number)
      const numbers = items.map(({ number }) => number)
      const deliveries = await deliveriesOf(parts.database, numbers)
      return { items: items.map((alarm) => shownAlarm(alarm, deliveries)), next }
    },
  })
}

function acknowledgeRoute(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  app.route({
    method: 'POST',
    url: `${scope.prefix}/alarms/:number/acknowledge`,
    schema: { params: placeOf(scope, alarmNumber) },
    config: {
      access: scope.change,
      summary: 'Somebody has seen it and takes care.',
      bodiless: true,
      answer: { example: alarmExample },
    },
    handler: async (request) => {
      const gateway = gatewayOf(request, parts)
      const { number } = request.params as { readonly number: number } // the schema has it
      const author = authorOf(request)
      const acknowledged = await auditedChange(parts.database, author, async (tables, note) => {
        const alarm = await alarmNumbered(tables, number)
        if (alarm?.gateway !== gateway) return undefined
        if (alarm.acknowledgedAtMs > 0) return alarm
        const now = { acknowledgedAtMs: Date.now(), acknowledgedBy: author.actor }
        await changeAlarm(tables, number, {
          acknowledged_at: now.acknowledgedAtMs,
          acknowledged_by: now.acknowledgedBy,
        })
        const path = `${gateway === '' ? '' : `gateways/${gateway}/`}alarms/${number}`
        note({ gateway, kind: 'alarm', path, action: 'update', before: undefined, after: now })
        return { ...alarm, ...now }
      })
      if (acknowledged === undefined) {
        throw new ApiProblem('not_found', 'There is no alarm of this number here.')
      }
      return shownAlarm(acknowledged, await deliveriesOf(parts.database, [number]))
    },
  })
}

function shownAlarm(alarm: KeptAlarm, deliveries: readonly Delivery[]): object {
  const body = JSON.parse(alarm.body) as AlarmBody // alarm-watch.ts wrote it
  const { rule, groupBy, condition, windowMinutes, measured, explanation, unreached } = body
  const { summary, nextStep, ...explained } = explanation
  return {
    number: alarm.number,
    rule,
    ...subjectOf(alarm.subject),
    groupBy,
    severity: alarm.severity,
    state: alarm.state,
    firedAt: timeOf(alarm.firedAtMs),
    endedAt: timeOf(alarm.endedAtMs),
    suppressed: alarm.suppressed,
    quietUntil: quietUntilIn(alarm.suppressed),
    acknowledgedAt: timeOf(alarm.acknowledgedAtMs),
    acknowledgedBy: alarm.acknowledgedBy,
    condition: { ...condition, windowMinutes },
    measured,
    recordsMissing: body.isIncomplete,
    ...explained,
    summary: { en: summary[0], zh: summary[1] },
    nextStep: { en: nextStep[0], zh: nextStep[1] },
    deliveries: deliveries.filter((one) => one.alarm === alarm.number).map(shownDelivery),
    unreached,
  }
}

function shownDelivery({
  kind,
  channel,
  receiver,
  state,
  attempts,
  failure,
  endedAtMs,
}: Delivery): object {
  const shown = channel === 'webhook' ? hostOf(receiver) : receiver
  return { kind, channel, receiver: shown, state, attempts, failure, at: timeOf(endedAtMs) }
}

function timeOf(ms: number): string | null {
  return ms === 0 ? null : new Date(ms).toISOString()
}
