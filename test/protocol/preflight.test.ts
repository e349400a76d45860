import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../../src/model/plugin.ts'
import type { Resource } from '../../src/model/release.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, plugin, request } from './data-plane-under-test.ts'

/** Stands for the real one, of which routing only looks at the name. */
const cors = plugin('cors', { onRequest: () => proceed })

function resource(name: string, parts: Partial<Resource>): Resource {
  return {
    name,
    method: 'ANY',
    path: '/',
    matchSubpath: false,
    websocket: false,
    auth: { app: false, user: false, permission: false },
    backend: { name: 'default', method: 'ANY', path: '/' },
    timeoutMs: {},
    bodyLimitBytes: null,
    plugins: [],
    ...parts,
  }
}

const everything = resource('everything', { matchSubpath: true })
const orders = resource('orders', { method: 'GET', path: '/orders' })
const options = resource('options', { method: 'OPTIONS', path: '/orders' })
const preflight = request(
  'Origin: https://shop.example.com\r\nAccess-Control-Request-Method: GET\r\n',
  '',
  'OPTIONS',
)

async function resourcesOf(t: Parameters<typeof scriptedBackend>[0], resources: Resource[]) {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'yes').again())
  const release = { resources }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], plugins: [cors], release })
  const client = await plane.connect()
  const texts = [preflight, request('', '', 'OPTIONS'), preflight]
  for (const text of texts) await client.send(text).answer()
  return (await plane.records(texts.length)).map((record) => record.resource)
}

test('a preflight matches the resource it asks about, also where another takes any method', async (t) => {
  assert.deepEqual(await resourcesOf(t, [orders, everything]), ['orders', 'everything', 'orders'])
})

test('a resource of the method OPTIONS gets its own calls', async (t) => {
  assert.deepEqual(await resourcesOf(t, [orders, options]), ['options', 'options', 'options'])
})

test('a gateway in the name of the host is found in any case, and with the dot of a whole name', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'yes').again())
  const settings = { hostTemplate: '{gateway}.example.com' }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], settings })
  const client = await plane.connect()

  for (const host of ['shop.example.com', 'SHOP.Example.com:80', 'shop.example.com.']) {
    const answer = await client.send(`GET /prod/orders HTTP/1.1\r\nHost: ${host}\r\n\r\n`).answer()
    assert.equal(answer.status, 200, host)
  }
})
