import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parse } from 'yaml'
import { ownerOfAll } from '../../../test/clean-up.ts'
import { draftsUnderTest } from './drafts-under-test.ts'

/** `x-*` is for people and tools: whatever stands there, wherever, survives every edit of anything else. */
const owner = ownerOfAll()
const api = await draftsUnderTest({ after: (stop) => owner.after(stop) })
await api.ask('POST', '/gateways', { name: 'shop' })
const any = { 'if-match': '*' }

/** Not `__proto__`, which is refused wherever it stands. */
const anything = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !JSON.stringify(value).includes('__proto__'))
const extensions = fc.dictionary(fc.stringMatching(/^x-[a-zA-Z0-9 .]{1,12}$/), anything, {
  maxKeys: 3,
})

const resource = fc.record({ top: extensions, auth: extensions, backend: extensions }).map((x) => ({
  ...x.top,
  name: 'get_order',
  method: 'GET',
  path: '/orders/{id}',
  auth: { user: true, ...x.auth },
  backend: { ...x.backend, path: '/v1/{id}' },
}))

const stage = fc.record({ top: extensions, host: extensions, plugin: extensions }).map((x) => ({
  name: 'test',
  ...x.top,
  backends: { default: { hosts: [{ url: 'http://orders', ...x.host }] } },
  plugins: [{ ...x.plugin, type: 'cors', config: { allow_origins: 'https://a.example.com' } }],
}))

for (const [kind, parts] of [
  ['resources', resource],
  ['stages', stage],
] as const) {
  test(`an edit of one member of ${kind} leaves every other byte as it was`, async () => {
    await fc.assert(
      fc.asyncProperty(parts, async (part) => {
        const path = `/gateways/shop/${kind}/${part.name}`
        const made = await api.ask('POST', `/gateways/shop/${kind}`, part)
        assert.equal(made.status, 201, made.text)

        const changed = await api.ask('PATCH', path, { description: 'changed' }, any)
        const read = await api.ask('GET', path)
        const exported = await api.ask('GET', '/gateways/shop/definition?of=draft')
        await api.ask('DELETE', path, undefined, any)

        assert.equal(changed.status, 200, changed.text)
        const before = JSON.stringify(made.body['definition'])
        const after = JSON.stringify(read.body['definition'])
        assert.equal(after, before.replace(/}$/, ',"description":"changed"}'))
        assert.deepEqual(partIn(exported.text, kind, part.name), {
          ...JSON.parse(JSON.stringify(part)),
          description: 'changed',
        })
      }),
      { numRuns: 20 },
    )
  })
}

function partIn(text: string, kind: 'resources' | 'stages', name: string): unknown {
  const { gateways } = parse(text) as {
    gateways: [Record<typeof kind, { name: string }[]>]
  } // a definition file
  return gateways[0][kind].find((part) => part.name === name)
}

test('all of it is released and read back by the same rules as a file', async () => {
  const part = {
    name: 'get_order',
    method: 'GET',
    path: '/o',
    'x-a': { 'x-b': [1, null, '${no}'] },
  }
  await api.ask('PUT', '/gateways/shop/stages/prod/backends/default', {
    hosts: [{ url: 'http://orders', 'x-rack': 7 }],
  })
  await api.ask('POST', '/gateways/shop/resources', part)

  const released = await api.ask('POST', '/gateways/shop/stages/prod/release')
  const file = (await api.ask('GET', '/gateways/shop/definition')).text
  const applied = await api.ask('POST', '/apply?probe=false', file)

  assert.equal(released.status, 200, released.text)
  assert.deepEqual(applied.body['changes'], [])
  assert.equal((await api.ask('GET', '/gateways/shop/definition')).text, file)
  assert.deepEqual(partIn(file, 'resources', 'get_order'), part)
})
