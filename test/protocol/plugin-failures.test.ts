import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Outcome } from '../../src/model/plugin.ts'
import { proceed } from '../../src/model/plugin.ts'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, plugin, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const ok = script.readRequest().respond(200, 'fine').again()

/** Our own defects are warned of; the tests mean to make them. */
function quiet(t: TestContext): void {
  t.mock.method(process, 'emitWarning', () => undefined)
}

const failing: readonly (readonly [string, () => Outcome | Promise<Outcome>])[] = [
  [
    'throws',
    () => {
      throw new Error('secret detail')
    },
  ],
  ['rejects late', async () => await Promise.reject(new Error('secret detail'))],
]

for (const [what, onRequest] of failing) {
  test(`a plugin that ${what} is the gateway’s fault and asks no backend`, async (t) => {
    quiet(t)
    const backend = await scriptedBackend(t, ok)
    const plugins = [plugin('broken', { onRequest })]
    const plane = await dataPlaneUnderTest(t, { backends: [backend.port], plugins })
    const client = await plane.connect()

    const first = await client.send(request()).answer()
    const second = await client.send(request()).answer()

    for (const answer of [first, second]) {
      assert.equal(answer.status, 500)
      assert.match(answer.body, /plugin broken failed/)
      assert.doesNotMatch(answer.raw, /secret detail/)
      assert.match(field(answer, 'proxy-status'), /error=proxy_internal_error/)
    }
    assert.equal(backend.connections.length, 0)
    for (const record of await plane.records(2)) assert.equal(record.error_key, 'plugin_failed')
  })
}

test('a plugin that throws while the answer leaves becomes a 500, not a dead worker', async (t) => {
  quiet(t)
  const backend = await scriptedBackend(t, ok)
  const onResponse = (): void => {
    throw new Error('secret detail')
  }
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    plugins: [plugin('broken', { onResponse })],
  })
  const client = await plane.connect()

  const answer = await client.send(request()).answer()
  const again = await client.send(request()).answer()

  for (const { status, body } of [answer, again]) {
    assert.equal(status, 500)
    assert.match(body, /plugin broken failed/)
  }
  for (const record of await plane.records(2)) {
    assert.equal(record.error_key, 'plugin_failed')
    assert.equal(record.answered_by, 'gateway')
    assert.equal(record.backend_status, 200)
  }
})

test('a plugin that throws at the end costs neither the record nor the next plugin its call', async (t) => {
  quiet(t)
  const backend = await scriptedBackend(t, ok)
  let ended = 0
  const broken = plugin('broken', {
    onRequest: () => proceed,
    onEnd() {
      throw new Error('secret detail')
    },
  })
  const counting = plugin('counting', { onRequest: () => proceed, onEnd: () => void ended++ })
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    plugins: [broken, counting],
  })
  const client = await plane.connect()

  const first = await client.send(request()).answer()
  const second = await client.send(request()).answer()

  assert.deepEqual([first.body, second.body], ['fine', 'fine'])
  assert.equal(ended, 2)
  await plane.records(2)
})

test('a plugin that answers after the caller has gone asks no backend', async (t) => {
  const backend = await scriptedBackend(t, ok)
  let decide = (_outcome: Outcome): void => undefined
  let ended = 0
  const slow = plugin('slow', {
    onRequest: async () => await new Promise<Outcome>((resolve) => (decide = resolve)),
    onEnd: () => void ended++,
  })
  const later = plugin('later', { onEnd: () => void ended++, onRequest: () => proceed })
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], plugins: [slow, later] })
  const client = await plane.connect()

  client.send(request())
  await until(() => plane.plane.openExchanges === 1, 'the request')
  client.reset()
  const record = await plane.record()
  decide(proceed)
  await new Promise((resolve) => setImmediate(resolve))

  assert.equal(record.status, 499)
  assert.equal(record.answered_by, 'none')
  assert.equal(backend.connections.length, 0)
  assert.equal(ended, 1, 'only the plugin that had run')
  assert.equal(plane.plane.openExchanges, 0)
})
