import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../../src/model/plugin.ts'
import type { Resource } from '../../src/model/release.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, plugin, request, resourceOf } from './data-plane-under-test.ts'

/** Stands for the real one, of which routing only looks at the name. */
const cors = plugin('cors', { onRequest: () => proceed })

const exactly = { path: '/orders', matchSubpath: false }
const everything = resourceOf({ name: 'everything' })
const orders = resourceOf({ ...exactly, name: 'orders', method: 'GET' })
const options = resourceOf({ ...exactly, name: 'options', method: 'OPTIONS' })
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
