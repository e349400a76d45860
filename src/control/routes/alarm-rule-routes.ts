import { ruleExample, ruleOrder, ruleTestExample } from './alarm-examples.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { listAlarmRules } from '../../storage/alarm-rules.ts'
import { asked } from '../../storage/audited-change.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { addNotifications } from '../../storage/notification-outbox.ts'
import type { Access } from '../access.ts'
import { completeRule, type RuleInForce, ruleOf, ruleSchema } from '../alarms/alarm-rule.ts'
import { type AlarmWatch, messagesOf } from '../alarms/alarm-watch.ts'
import { ratePercent } from '../alarms/decide-alarms.ts'
import { offeredRules } from '../alarms/offered-rules.ts'
import { addRule, changeRule, removeRule, ruleAt, type RulePlace } from '../alarms/rule-changes.ts'
import { shownRule } from '../alarms/shown-rule.ts'
import { etagOf, requireMatch } from '../etag.ts'
import { bodyIn } from '../json-body.ts'
import type { Notifier } from '../notify/notifier.ts'
import { signingSecret } from '../notify/signing-secret.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'

/** Rules of alarms: of a gateway (`/api/v1/gateways/{gateway}/alarm-rules`), and of the whole deployment
 *  (`/api/v1/alarm-rules`), which are the administrators' matter. */
export interface AlarmParts {
  readonly database: ControlDatabase
  readonly watch: AlarmWatch
  readonly notifier: Notifier
  /** What secrets of webhooks are made of. */
  readonly serverKey: string
  readonly hasGateway: (name: string) => boolean
}

/** Where routes are: with a gateway in the path or without. */
export interface AlarmScope {
  readonly prefix: string
  readonly read: Access
  readonly change: Access
}

export const alarmScopes: readonly AlarmScope[] = [
  { prefix: '/api/v1/gateways/:gateway', read: 'viewer', change: 'maintainer' },
  { prefix: '/api/v1', read: 'administrator', change: 'administrator' },
]

const body = { schema: ruleSchema, example: ruleOrder }

export function alarmRuleRoutes(app: FastifyInstance, parts: AlarmParts): void {
  for (const scope of alarmScopes) {
    readingRoutes(app, parts, scope)
    offersRoute(app, parts, scope)
    changingRoutes(app, parts, scope)
    removingRoute(app, parts, scope)
    testRoute(app, parts, scope)
  }
}

function readingRoutes(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  const { prefix, read } = scope
  const { database, watch } = parts
  app.get(
    `${prefix}/alarm-rules`,
    {
      config: {
        access: read,
        summary: 'Rules of alarms.',
        answer: { example: { items: [ruleExample], next: null } },
      },
      schema: { params: placeOf(scope) },
    },
    async (request) => {
      const gateway = gatewayOf(request, parts)
      const rules = (await listAlarmRules(database, gateway)).map(ruleOf)
      const items = rules.map((rule) =>
        shownRule(rule, watch.statusOf(rule.id), mayChange(request)),
      )
      return { items, next: null }
    },
  )
  app.get(
    `${prefix}/alarm-rules/:id`,
    {
      config: {
        access: read,
        summary: 'A rule of alarms, with its ETag.',
        answer: { example: ruleExample },
      },
      schema: { params: placeOf(scope, ruleId) },
    },
    async (request, reply) => {
      const rule = await ruleIn(request, parts)
      reply.header('etag', ruleTag(rule))
      return shownRule(rule, watch.statusOf(rule.id), mayChange(request))
    },
  )
}

function offersRoute(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  const { prefix, read } = scope
  app.get(
    `${prefix}/alarm-rule-offers`,
    {
      config: {
        access: read,
        summary: 'Rules to begin with, as bodies for making them.',
        answer: { example: { items: offeredRules.slice(0, 1), next: null } },
      },
      schema: { params: placeOf(scope) },
    },
    (request) => {
      gatewayOf(request, parts)
      return { items: offeredRules, next: null }
    },
  )
}

function changingRoutes(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  const { prefix, change: access } = scope
  const { database, watch } = parts
  app.post(
    `${prefix}/alarm-rules`,
    {
      config: {
        access,
        body,
        summary: 'Makes a rule; secrets of webhooks are shown once.',
        answer: { status: 201, example: { ...ruleExample, secrets: [] } },
      },
      schema: { params: placeOf(scope) },
    },
    async (request, reply) => {
      const gateway = gatewayOf(request, parts)
      const given = completeRule(bodyIn(request, ruleSchema))
      const rule = await addRule(database, authorOf(request), gateway, given)
      reply.code(201).header('etag', ruleTag(rule))
      return { ...shownRule(rule, undefined, true), secrets: newSecrets(rule, {}, parts) }
    },
  )
  app.put(
    `${prefix}/alarm-rules/:id`,
    {
      config: {
        access,
        body,
        summary: 'Changes a rule; needs If-Match.',
        answer: { example: { ...ruleExample, secrets: [] } },
        problems: ['precondition_required', 'changed_meanwhile'],
      },
      schema: { params: placeOf(scope, ruleId) },
    },
    async (request, reply) => {
      const given = completeRule(bodyIn(request, ruleSchema))
      const place = placeIn(request, parts)
      const check = (rule: RuleInForce): void => requireMatch(request, ruleTag(rule))
      const changed = await changeRule(database, authorOf(request), place, given, check)
      if (changed === undefined) throw noRule()
      const { rule, before } = changed
      reply.header('etag', ruleTag(rule))
      const shown = shownRule(rule, watch.statusOf(rule.id), true)
      return { ...shown, secrets: newSecrets(rule, before.signing, parts) }
    },
  )
}

function removingRoute(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  const { prefix, change: access } = scope
  const { database } = parts
  app.delete(
    `${prefix}/alarm-rules/:id`,
    {
      config: {
        access,
        summary: 'Removes a rule; needs If-Match. Its alarms are closed.',
        answer: { status: 204 },
        problems: ['precondition_required', 'changed_meanwhile'],
      },
      schema: { params: placeOf(scope, ruleId) },
    },
    async (request, reply) => {
      const check = (rule: RuleInForce): void => requireMatch(request, ruleTag(rule))
      const place = placeIn(request, parts)
      if (!(await removeRule(database, authorOf(request), place, check))) throw noRule()
      return await reply.code(204).send()
    },
  )
}

/** Tells every receiver, whether anything is wrong or not, and shows what would fire now. */
function testRoute(app: FastifyInstance, parts: AlarmParts, scope: AlarmScope): void {
  const { database, watch, notifier } = parts
  app.post(
    `${scope.prefix}/alarm-rules/:id/test`,
    {
      config: {
        access: scope.change,
        summary: 'Sends a test notice and shows what would fire now.',
        bodiless: true,
        answer: { example: ruleTestExample },
      },
      schema: { params: placeOf(scope, ruleId) },
    },
    async (request) => {
      const rule = await ruleIn(request, parts)
      const { measured, isIncomplete } = await watch.tryOut(rule)
      const most = measured.toSorted(
        (a, b) => Number(b.holds) - Number(a.holds) || b.matching - a.matching,
      )
      const subject = { gateway: rule.gateway, value: '' }
      const shownOne = most[0] ?? { subject, total: 0, matching: 0, holds: false }
      const notice = await watch.noticeNow(rule, shownOne)
      const madeAtMs = Date.now()
      const messages = messagesOf(notice).map((one) => ({ ...one, alarm: 0, madeAtMs }))
      await asked(database, async (tables) => await addNotifications(tables, messages))
      notifier.wake()
      return {
        fires: most.some(({ holds }) => holds),
        recordsMissing: isIncomplete,
        measured: most.slice(0, mostShown).map(({ subject: about, total, matching, holds }) => {
          const isRate = rule.condition.measure === 'rate'
          const rate = isRate ? { total, ratePercent: ratePercent({ total, matching }) } : {}
          return { ...about, matching, ...rate, holds }
        }),
        notifications: messages.map(({ id, channel, receiver }) => ({ id, channel, receiver })),
        unreached: notice.body.unreached,
      }
    },
  )
}

const mostShown = 50
const ruleId = { id: Type.String({ minLength: 1, maxLength: 64 }) }

export function placeOf(
  { prefix }: AlarmScope,
  more: Parameters<typeof Type.Object>[0] = {},
): ReturnType<typeof Type.Object> {
  const gateway = { gateway: Type.String({ minLength: 1, maxLength: 64 }) }
  return Type.Object({ ...(prefix.includes(':gateway') ? gateway : {}), ...more })
}

/** Throws where there is none of this name; '' for the whole deployment. */
export function gatewayOf({ params }: FastifyRequest, { hasGateway }: AlarmParts): string {
  const { gateway } = params as { readonly gateway?: string } // placeOf has it
  if (gateway === undefined || hasGateway(gateway)) return gateway ?? ''
  throw new ApiProblem('not_found', 'There is no gateway of this name.')
}

function placeIn(request: FastifyRequest, parts: AlarmParts): RulePlace {
  const { id = '' } = request.params as { readonly id?: string } // placeOf has it
  return { gateway: gatewayOf(request, parts), id }
}

async function ruleIn(request: FastifyRequest, parts: AlarmParts): Promise<RuleInForce> {
  const rule = await ruleAt(parts.database, placeIn(request, parts))
  if (rule === undefined) throw noRule()
  return rule
}

function noRule(): ApiProblem {
  return new ApiProblem('not_found', 'There is no alarm rule of this id here.')
}

function mayChange({ caller, params }: FastifyRequest): boolean {
  const { gateway = '' } = params as { readonly gateway?: string } // placeOf has it
  return caller.isAdministrator || (gateway !== '' && caller.mayMaintain(gateway))
}

function ruleTag({ id, changedAtMs }: RuleInForce): string {
  return etagOf([id, changedAtMs])
}

/** Of webhooks that were not there before. */
function newSecrets(
  { signing }: RuleInForce,
  before: Readonly<Record<string, string>>,
  { serverKey }: AlarmParts,
): { readonly url: string; readonly secret: string }[] {
  return Object.entries(signing)
    .filter(([url]) => before[url] === undefined)
    .map(([url, name]) => ({ url, secret: signingSecret(serverKey, name) }))
}
