import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, post, request } from './data-plane-under-test.ts'

const echoing = script.readRequest().respond(200, 'yes').again()
const orders = {
  path: '/orders',
  matchSubpath: false,
  method: 'GET',
  backend: { name: 'default', method: 'GET', path: '/orders' },
} as const

test('a path that is asked for again leads to the same resource, and only with its method', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: orders })
  const client = await plane.connect()

  const statuses: number[] = []
  for (const text of [request(), request(), post('x'), request(), request('', '', 'OPTIONS')])
    statuses.push((await client.send(text).answer()).status)

  assert.deepEqual(statuses, [200, 200, 404, 200, 404])
  const records = await plane.records(5)
  assert.deepEqual(
    records.map(({ resource, http_path: path, stage }) => [resource, path, stage]),
    ['all', 'all', '', 'all', ''].map((name) => [name, '/api/shop/prod/orders', 'prod']),
  )
})

test('a path that was known leads where the next release says, at once', async (t) => {
  const [before, after] = [await scriptedBackend(t, echoing), await scriptedBackend(t, echoing)]
  const plane = await dataPlaneUnderTest(t, { backends: [before.port], resource: orders })
  const client = await plane.connect()
  for (let round = 0; round < 2; round++) await client.send(request()).answer()

  plane.publish({ backends: [after.port], resource: orders })
  assert.equal((await client.send(request()).answer()).status, 200)
  plane.publish({ backends: [after.port], resource: { ...orders, path: '/other' } })
  const gone = await client.send(request()).answer()

  assert.equal(field(gone, 'x-bkapi-error-code'), '1640401')
  assert.deepEqual([before.connections.length, after.connections.length], [1, 1])
})

test('methods of any name are served where the resource takes any', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const any = { ...orders, method: 'ANY', backend: { ...orders.backend, method: 'ANY' } } as const
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: any })
  const client = await plane.connect()

  for (const method of ['GET', 'PURGE', 'GET', 'PURGE', 'MKCOL'])
    assert.equal((await client.send(request('', '', method)).answer()).status, 200)

  const records = await plane.records(5)
  assert.ok(records.every(({ resource }) => resource === 'all'))
})
