import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { test, type TestContext } from 'node:test'
import { type DraftsUnderTest, draftsUnderTest } from './drafts-under-test.ts'

/** What a release answers when something beside it fails. */
const any = { 'if-match': '*' }
const order = { name: 'get_order', method: 'GET', path: '/orders/{id}', auth: { app: false } }
const release = '/gateways/shop/stages/prod/release'

async function shopAt(t: TestContext, port: number): Promise<DraftsUnderTest> {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop' })
  const hosts = { hosts: [{ url: `http://127.0.0.1:${port}` }] }
  await api.ask('PUT', '/gateways/shop/stages/prod/backends/default', hosts)
  await api.ask('POST', '/gateways/shop/resources', order)
  return api
}

test('a release that is live says so, also where its draft and its history cannot be reached any more', async (t) => {
  const api = await shopAt(t, 9)
  api.historyFails(true)

  const released = await api.ask('POST', release, {})
  api.historyFails(false)
  const draft = await api.ask('GET', '/gateways/shop/draft')
  const again = await api.ask('POST', release, {})

  assert.equal(released.status, 200, released.text)
  const { number, changed, pending, live } = released.body
  assert.deepEqual([number, changed, pending], [1, true, null])
  assert.equal(Reflect.get(Object(live), 'workers'), 2)
  assert.deepEqual(api.served(), ['shop/prod/1'])
  assert.deepEqual(draft.body['changes'], [], 'what is live is no change, wherever it is written')
  assert.deepEqual([again.status, again.body['changed']], [200, false])
})

test('a gateway that is gone says so, also where its draft cannot be reached', async (t) => {
  const api = await shopAt(t, 9)
  api.historyFails(true)

  const gone = await api.ask('DELETE', '/gateways/shop', undefined, any)
  api.historyFails(false)
  await api.ask('POST', '/gateways', { name: 'shop' })
  const draft = await api.ask('GET', '/gateways/shop/draft')

  assert.equal(gone.status, 204, gone.text)
  assert.deepEqual(draft.body['changes'], [])
})

test('why a release was refused is forgotten with its gateway', async (t) => {
  const api = await shopAt(t, 9)
  api.refuseNext('no')
  await api.ask('POST', release, {})
  const refusalOf = async (): Promise<unknown> =>
    (await api.ask('GET', '/gateways/shop/stages/prod')).body['lastRefusal']
  assert.notEqual(await refusalOf(), null)

  await api.ask('DELETE', '/gateways/shop', undefined, any)
  await api.ask('POST', '/gateways', { name: 'shop' })

  assert.equal(await refusalOf(), null)
})

test('releases that try hosts first count among the preflights that may be under way', async (t) => {
  const held: net.Socket[] = []
  const silent = net.createServer((socket) => void held.push(socket.on('error', () => undefined)))
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.after(() => {
    for (const socket of held) socket.destroy()
    silent.close()
  })
  const api = await shopAt(t, Reflect.get(Object(silent.address()), 'port') as number)
  const underWay = Array.from({ length: 4 }, async () => {
    await api.ask('POST', release, { preflight: true })
  })
  while (held.length < 4) await once(silent, 'connection')

  const one = await api.ask('POST', release, { preflight: true })
  const preflight = await api.ask('POST', '/gateways/shop/stages/prod/preflight')
  const blind = await api.ask('POST', '/gateways/shop/stages/prod/preflight?probe=false')
  silent.on('connection', (socket) => socket.destroy())
  for (const socket of held) socket.destroy()
  await Promise.all(underWay)

  assert.deepEqual([one.status, one.body['key']], [429, 'too_many_probes'])
  assert.deepEqual([preflight.status, blind.status], [429, 200])
})
