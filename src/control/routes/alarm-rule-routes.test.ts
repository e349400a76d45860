import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { temporaryFolder } from '../../../test/clean-up.ts'
import { emptyState } from '../../definition/control-state.ts'
import type { MatchCounts, MatchQuestion } from '../../flowlog/aggregate/match-counts.ts'
import { listAudit } from '../../storage/audit-log.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { ControlStore } from '../../storage/control-store.ts'
import { openSqlite } from '../../storage/sqlite-database.ts'
import { NameResolver } from '../../network/resolver.ts'
import { addressesFrom } from '../alarms/alarm-receivers.ts'
import { AlarmWatch } from '../alarms/alarm-watch.ts'
import { contactBook } from '../contact-book.ts'
import { managementServer } from '../management-server.ts'
import { Notifier } from '../notify/notifier.ts'
import { emailSender } from '../notify/send-email.ts'
import { processLog } from '../../carrier/process-log.ts'
import { alarmRuleRoutes } from './alarm-rule-routes.ts'
import { alarmRoutes } from './alarm-routes.ts'

const token = 'a-token-of-this-test-0123456789'
const rules = '/api/v1/gateways/shop/alarm-rules'
const hook = 'https://hooks.example.com/T0/secret-of-theirs'
const rule = {
  name: 'Orders fail',
  query: 'status:>=500',
  condition: { measure: 'count', comparison: '>=', threshold: 3 },
  windowMinutes: 5,
  receivers: [{ kind: 'webhook', url: hook }],
}

test('a rule is made, read, changed and removed; its secret is told once and its address is in no audit', async (t) => {
  const { send, database } = await under(t)

  const made = await send('POST', rules, rule)
  const { id, secrets, ...shown } = made.body
  const read = await send('GET', `${rules}/${id}`)
  const tag = String(read.etag)
  const unseen = await send('PUT', `${rules}/${id}`, rule)
  const stale = await send('PUT', `${rules}/${id}`, rule, '"another"')
  const more = {
    ...rule,
    receivers: [...rule.receivers, { kind: 'webhook', url: 'http://b.example.com/' }],
  }
  const changed = await send('PUT', `${rules}/${id}`, more, tag)
  const removed = await send('DELETE', `${rules}/${id}`, undefined, String(changed.etag))

  assert.equal(made.status, 201)
  assert.match(secrets[0].secret, /^whsec_/)
  assert.deepEqual([shown.enabled, shown.severity, shown.quietMinutes], [true, 'warning', 60])
  assert.ok(!JSON.stringify(read.body).includes('whsec_'))
  assert.deepEqual(
    [unseen.status, stale.status, changed.status, removed.status],
    [428, 412, 200, 204],
  )
  assert.deepEqual(
    changed.body.secrets.map(({ url }: { url: string }) => url),
    ['http://b.example.com/'],
  )
  assert.equal((await send('GET', `${rules}/${id}`)).status, 404)
  const audit = await listAudit(database, { limit: 10 })
  assert.deepEqual(
    audit.map(({ kind, action, gateway }) => [kind, action, gateway]),
    [
      ['alarm-rule', 'delete', 'shop'],
      ['alarm-rule', 'update', 'shop'],
      ['alarm-rule', 'create', 'shop'],
    ],
  )
  assert.ok(!/secret-of-theirs|whsec_/.test(JSON.stringify(audit)))
})

test('what cannot be a rule is refused with the member that is wrong', async (t) => {
  const { send } = await under(t)
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ ...rule, query: 'statu:500' }, /^query: .*status/],
    [{ ...rule, groupBy: 'http_path' }, /^groupBy: .*too many values/],
    [{ ...rule, groupBy: 'nothing' }, /^groupBy: .*no such field/],
    [{ ...rule, windowMinutes: 61 }, /^windowMinutes/],
    [
      { ...rule, condition: { ...rule.condition, measure: 'rate', threshold: 101 } },
      /^condition\.threshold/,
    ],
    [
      { ...rule, receivers: [{ kind: 'webhook', url: 'file:///etc/passwd' }] },
      /^receivers\[0\]\.url/,
    ],
    [{ ...rule, receivers: [{ kind: 'webhook', url: 'http://a:b@c/' }] }, /credentials/],
    [{ ...rule, receivers: [{ kind: 'email', address: 'a@b,c@d' }] }, /^receivers/],
  ]

  for (const [body, detail] of wrong) {
    const answer = await send('POST', rules, body)
    assert.deepEqual([answer.status, answer.body.key], [400, 'invalid_body'], JSON.stringify(body))
    assert.match(answer.body.detail, detail)
  }
  assert.equal((await send('POST', '/api/v1/gateways/none/alarm-rules', rule)).status, 404)
})

test('rules that ask the same share one question, whatever their gateway; an alarm is kept and acknowledged', async (t) => {
  const { send, watch, asked } = await under(t)
  await send('POST', rules, rule)
  await send('POST', '/api/v1/gateways/bank/alarm-rules', rule)
  await send('POST', '/api/v1/alarm-rules', { ...rule, groupBy: 'gateway', quietMinutes: 0 })
  await send('POST', rules, { ...rule, enabled: false, query: 'status:404' })

  await watch.round(Date.now())
  await watch.round(Date.now() + 60_000)

  assert.equal(asked[0]?.length, 2)
  const ofShop = (await send('GET', '/api/v1/gateways/shop/alarms')).body.items
  const ofAll = (await send('GET', '/api/v1/alarms?state=firing')).body.items
  assert.deepEqual((await send('GET', '/api/v1/gateways/bank/alarms')).body.items, [])
  assert.equal(ofShop.length, 1)
  assert.equal(ofShop[0].deliveries[0].receiver, 'https://hooks.example.com/***')
  assert.deepEqual(
    ofAll.map(({ gateway }: { gateway: string }) => gateway),
    ['shop'],
  )
  const seen = await send('POST', `/api/v1/gateways/shop/alarms/${ofShop[0].number}/acknowledge`)
  assert.deepEqual([seen.status, seen.body.acknowledgedBy], [200, 'token admin'])
  assert.equal(
    (await send('POST', `/api/v1/gateways/bank/alarms/${ofShop[0].number}/acknowledge`)).status,
    404,
  )
})

test('a test of a rule shows what fires now and goes to every receiver', async (t) => {
  const { send } = await under(t)
  const { body } = await send('POST', rules, rule)

  const tested = await send('POST', `${rules}/${body.id}/test`)
  const offers = await send('GET', '/api/v1/gateways/shop/alarm-rule-offers')

  assert.equal(tested.body.fires, true)
  assert.deepEqual(tested.body.measured, [{ gateway: 'shop', value: '', matching: 5, holds: true }])
  assert.deepEqual(
    tested.body.notifications.map(({ receiver }: { receiver: string }) => receiver),
    [hook],
  )
  for (const offer of offers.body.items)
    assert.equal((await send('POST', rules, offer)).status, 201)
})

interface Sent {
  readonly status: number
  readonly etag: unknown
  // each test reads what its own route gives
  readonly body: ReturnType<typeof JSON.parse>
}

async function under(t: TestContext): Promise<{
  readonly send: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    match?: string,
  ) => Promise<Sent>
  readonly watch: AlarmWatch
  readonly database: ControlDatabase
  readonly asked: (readonly MatchQuestion[])[]
}> {
  const { database } = await ControlStore.open(openSqlite(join(temporaryFolder(), 'control.db')))
  const resolver = new NameResolver()
  const log = processLog('text', () => undefined)
  const webhook = { resolver, isRefused: () => true } // nothing leaves the test
  const notifier = new Notifier({
    database,
    email: emailSender('', ''),
    webhook,
    serverKey: 'k',
    log,
  })
  const asked: (readonly MatchQuestion[])[] = []
  const hasGateway = (name: string): boolean => name === 'shop' || name === 'bank'
  const watch = new AlarmWatch({
    database,
    flowLog: {
      list: async () => ({ items: [], next: null, complete: true }),
      matches: async (questions) => {
        asked.push(questions)
        return { answers: questions.map(answerTo), gaps: [] }
      },
    },
    contacts: contactBook(emptyState, ''),
    addressesOf: addressesFrom(database),
    notifier,
    consoleUrl: () => '',
    hasGateway,
    log,
    roundMs: 60_000,
  })
  const { app } = managementServer(token, log)
  const parts = { database, watch, notifier, serverKey: 'k', hasGateway }
  alarmRuleRoutes(app, parts)
  alarmRoutes(app, parts)
  t.after(async () => {
    await app.close()
    await notifier.close()
    resolver.close()
    await database.close()
  })
  return { send: async (...request) => await sent(app, ...request), watch, database, asked }
}

function answerTo({ by }: MatchQuestion): MatchCounts {
  const counts = [
    { gateway: 'shop', value: by === undefined ? '' : 'shop', total: 5, matching: 5 },
    { gateway: 'bank', value: by === undefined ? '' : 'bank', total: 2, matching: 2 },
  ]
  return { counts, complete: true }
}

async function sent(
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
  match?: string,
): Promise<Sent> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(match === undefined ? {} : { 'if-match': match }),
  }
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
  const answer = await app.inject({ method, url, headers, ...payload })
  const { statusCode: status, headers: got, payload: text } = answer
  return { status, etag: got.etag, body: text === '' ? undefined : JSON.parse(text) }
}
