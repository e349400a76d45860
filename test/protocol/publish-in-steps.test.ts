import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import type { Plugin } from '../../src/model/plugin.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import {
  dataPlaneUnderTest,
  path,
  publicationOf,
  request,
  resourceOf,
  type Situation,
} from './data-plane-under-test.ts'

const echoing = script.readRequest().respond(200, 'yes').again()

/** As many resources, of which the last takes the tests' request. */
function many(port: number, backendOfLast = 'default'): Situation {
  const resources = Array.from({ length: 400 }, (_, index) =>
    resourceOf({ name: `r${index}`, path: `/other/${index}`, matchSubpath: false }),
  )
  const backend = { name: backendOfLast, method: 'GET', path: '/orders' } as const
  const last = resourceOf({ name: 'last', path: '/orders', matchSubpath: false, backend })
  return { backends: [port], release: { hash: backendOfLast, resources: [...resources, last] } }
}

test('while a publication is prepared requests go where the one before leads, and then all at once', async (t) => {
  const [before, after] = [await scriptedBackend(t, echoing), await scriptedBackend(t, echoing)]
  const plane = await dataPlaneUnderTest(t, { backends: [before.port] })
  const client = await plane.connect()
  const work = plane.plane.prepare(publicationOf(many(after.port)))

  let steps = 0
  let step = work.next()
  for (; step.done !== true; step = work.next()) {
    if (steps++ % 8 === 0) await client.send(request()).answer()
  }
  await client.send(request()).answer()
  step.value()
  await client.send(request()).answer()

  assert.ok(steps > 16, `${steps} steps`)
  const records = await plane.records(Math.ceil(steps / 8) + 2)
  assert.deepEqual([...new Set(records.slice(0, -1).map(({ resource }) => resource))], ['all'])
  assert.equal(records.at(-1)?.resource, 'last')
})

test('a release with a resource that cannot be served is refused before anybody asks for it', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })

  const wanted = 'shop/prod/last names the backend search, which the stage does not have'
  assert.throws(() => plane.publish(many(backend.port, 'search')), new Error(wanted))
  assert.equal((await (await plane.connect()).send(request()).answer()).status, 200)
  const [record] = await plane.records(1)
  assert.deepEqual([record?.resource, record?.http_path], ['all', path])
})

test('what a release does not have any more is not counted any more, and what it has counts on', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const [kept, gone, late] = ['orders', 'gone', 'late'].map((name) =>
    resourceOf({ name, path: `/${name}`, matchSubpath: false }),
  )
  assert.ok(kept !== undefined && gone !== undefined && late !== undefined)
  const before = { backends: [backend.port], release: { hash: '1', resources: [kept, gone, late] } }
  const plane = await dataPlaneUnderTest(t, before)
  const client = await plane.connect()
  await client.send(request()).answer()
  await client.send(request('', '', 'GET', '/api/shop/prod/gone')).answer()
  await plane.records(2)

  const next = { ...before, release: { hash: '2', resources: [kept] } }
  const work = plane.plane.prepare(publicationOf(next))
  let [step, steps] = [work.next(), 1]
  for (; step.done !== true; step = work.next(), steps++) {
    // the first of its requests come when the others were looked for already
    if (steps === 2) await client.send(request('', '', 'GET', '/api/shop/prod/late')).answer()
  }
  await plane.records(3)
  step.value()

  assert.ok(steps > 2)
  const counted = plane.plane.metrics().routes.map(({ resource }) => resource)
  assert.deepEqual(counted, ['orders'])
})

test('options that a plugin refuses are never published, wherever they stand', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plugins = [choosy]
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], plugins })
  const [good, bad] = [
    { type: 'choosy', config: 'good' },
    { type: 'choosy', config: 'bad' },
  ]
  const [plain, own] = [resourceOf({ path: '/a' }), resourceOf({ name: 'own', plugins: [good] })]
  const publish = (hash: string, release: Situation['release']): void =>
    plane.publish({ backends: [backend.port], plugins, release: { hash, ...release } })

  publish('served', { plugins: [good], resources: [plain, own] })

  const refusal = new Error('choosy cannot take bad')
  // of a resource; of a stage whose resources are served already; of one whose first resource replaces it
  assert.throws(() => publish('1', { resources: [resourceOf({ plugins: [bad] })] }), refusal)
  assert.throws(() => publish('2', { plugins: [bad], resources: [plain, own] }), refusal)
  assert.throws(() => publish('3', { plugins: [bad], resources: [own, plain] }), refusal)
  assert.throws(() => publish('4', { plugins: [bad], resources: [own] }), refusal)
  assert.equal((await (await plane.connect()).send(request()).answer()).status, 200)
  const [record] = await plane.records(1)
  assert.equal(record?.resource, 'own')
})

const choosy: Plugin = {
  name: 'choosy',
  scope: 'listed',
  merge: 'replaces',
  refuses: [],
  options: Type.String(),
  bind(options) {
    if (options === 'bad') throw new Error('choosy cannot take bad')
    return {}
  },
}
