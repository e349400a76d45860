import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftsUnderTest } from './drafts-under-test.ts'

const any = { 'if-match': '*' }

test('a document that comes again changes what it says, and nothing of what it does not say', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop' })
  const own = { name: 'own', method: 'GET', path: '/own' }
  const mine = { name: 'mine', method: 'GET', path: '/orders/{any}', auth: { user: true } }
  await api.ask('POST', '/gateways/shop/resources', own)
  await api.ask('POST', '/gateways/shop/resources', mine)
  const path = '/gateways/shop/draft/import'

  const dry = await api.ask('POST', `${path}?dryRun=true`, document)
  const before = await api.ask('GET', '/gateways/shop/resources')
  const first = await api.ask('POST', path, document)
  await api.ask('PATCH', '/gateways/shop/resources/list', { websocket: true }, any)
  const again = await api.ask('POST', path, document)
  const replaced = await api.ask('POST', `${path}?mode=replace&backend=orders`, document)
  const broken = await api.ask('POST', path, 'openapi: 3.1.0\npaths: [')

  const actionsOf = ({ body }: typeof first): string[] =>
    (body['imported'] as { name: string; action: string }[]).map(
      ({ name, action }) => `${name} ${action}`,
    )
  assert.deepEqual(dry.body['imported'], first.body['imported'])
  assert.equal(before.body['total'], 2)
  assert.deepEqual(actionsOf(first), ['mine update', 'list create'])
  assert.deepEqual(actionsOf(again), ['mine same', 'list same'])
  assert.deepEqual(actionsOf(replaced), ['mine update', 'list update'])
  assert.deepEqual(replaced.body['removed'], ['own'])
  const { body } = await api.ask('GET', '/gateways/shop/resources/mine')
  const merged = body['definition'] as Record<string, unknown>
  assert.deepEqual([merged['path'], merged['auth']], ['/orders/{id}', { user: true }])
  assert.deepEqual([broken.status, broken.body['key']], [422, 'openapi_invalid'])
  const audit = await api.ask('GET', '/audit?kind=draft&limit=1')
  assert.match(audit.text, /"removed":\{"count":1,"names":\["own"\]\}/)
})

const document = `openapi: 3.1.0
paths:
  /orders/{id}:
    get: { operationId: get_order, summary: "One order for \${NAME}" }
  /orders:
    get: { operationId: list }
`
