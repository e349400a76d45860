import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Directory, Grant } from '../model/release.ts'
import { LiveDirectory } from './directory-view.ts'

test('an application is found by its code and an unknown one is not', () => {
  const directory = directoryWith({ apps: [{ code: 'demo', secretHashes: ['a', 'b'], owner: '' }] })

  assert.deepEqual(directory.secretHashesOf('demo'), ['a', 'b'])
  assert.equal(directory.secretHashesOf('other'), undefined)
  assert.equal(directory.secretHashesOf('constructor'), undefined)
})

test('a grant on the whole gateway covers every resource of it and of no other', () => {
  const directory = directoryWith({ grants: [grant({ resources: null, expiresAtMs: null })] })

  assert.deepEqual(directory.grantFor('demo', 'shop', 'anything'), {
    kind: 'granted',
    dimension: 'gateway',
    expiresAtMs: null,
  })
  assert.deepEqual(directory.grantFor('demo', 'other', 'anything'), { kind: 'none' })
})

test('no grant at all and grants on other resources are told apart', () => {
  const directory = directoryWith({ grants: [grant({ resources: ['get_order'] })] })

  assert.equal(directory.grantFor('demo', 'shop', 'get_order').kind, 'granted')
  assert.equal(directory.grantFor('demo', 'shop', 'list_orders').kind, 'other-resources')
  assert.equal(directory.grantFor('stranger', 'shop', 'get_order').kind, 'none')
})

test('of several grants the one that lasts longest counts, whatever their order', () => {
  const grants = [
    grant({ resources: null, expiresAtMs: 100 }),
    grant({ resources: ['get_order'], expiresAtMs: 300 }),
    grant({ resources: ['get_order'], expiresAtMs: 200 }),
    grant({ app: 'forever', resources: ['get_order'], expiresAtMs: 5 }),
    grant({ app: 'forever', resources: null, expiresAtMs: null }),
  ]

  for (const order of [grants, grants.toReversed()]) {
    const directory = directoryWith({ grants: order })
    assert.deepEqual(directory.grantFor('demo', 'shop', 'get_order'), {
      kind: 'granted',
      dimension: 'resource',
      expiresAtMs: 300,
    })
    assert.deepEqual(directory.grantFor('forever', 'shop', 'get_order'), {
      kind: 'granted',
      dimension: 'gateway',
      expiresAtMs: null,
    })
  }
})

test('replacing the directory forgets what it held and grows the version', () => {
  const directory = directoryWith({
    apps: [{ code: 'demo', secretHashes: ['a'], owner: '' }],
    grants: [grant({ resources: null })],
    keys: [{ gateway: 'shop', kid: 'shop', privatePem: '', publicPem: '' }],
  })
  const before = directory.version

  directory.replace({ version: 1, apps: [], grants: [], keys: [] })

  assert.ok(directory.version > before)
  assert.equal(directory.secretHashesOf('demo'), undefined)
  assert.equal(directory.grantFor('demo', 'shop', 'x').kind, 'none')
  assert.equal(directory.keyOf('shop'), undefined)
})

test('a change replaces what it names, whole, and leaves the rest; taken twice it is the same', () => {
  const directory = directoryWith({
    apps: ['demo', 'old', 'other'].map((code) => ({ code, secretHashes: ['a'], owner: '' })),
    grants: [
      grant({ resources: ['get_order'] }),
      grant({ app: 'old' }),
      grant({ app: 'other' }),
      grant({ gateway: 'elsewhere' }),
    ],
    keys: [{ gateway: 'shop', kid: 'shop', privatePem: '', publicPem: '' }],
  })
  const before = directory.version
  const change = {
    version: 2,
    apps: [{ code: 'demo', secretHashes: ['b'], owner: '' }],
    goneApps: ['old'],
    grants: [
      { app: 'demo', gateway: 'shop', grants: [grant({ resources: ['list_orders'] })] },
      { app: 'old', gateway: 'shop', grants: [] },
      { app: 'new', gateway: 'new', grants: [grant({ app: 'new', gateway: 'new' })] },
    ],
    keys: null,
  }

  directory.change(change)
  directory.change(change)

  assert.ok(directory.version > before)
  assert.deepEqual(
    ['demo', 'old', 'other'].map((app) => directory.secretHashesOf(app)?.[0]),
    ['b', undefined, 'a'],
  )
  const found = (app: string, gateway: string, resource: string): string =>
    directory.grantFor(app, gateway, resource).kind
  assert.equal(found('demo', 'shop', 'list_orders'), 'granted')
  assert.equal(found('demo', 'shop', 'get_order'), 'other-resources')
  assert.equal(found('old', 'shop', 'get_order'), 'none')
  assert.equal(found('other', 'shop', 'get_order'), 'granted')
  assert.equal(found('demo', 'elsewhere', 'get_order'), 'granted')
  assert.equal(found('new', 'new', 'get_order'), 'granted')
  assert.equal(directory.keyOf('shop')?.kid, 'shop')
})

function directoryWith(parts: Partial<Directory>): LiveDirectory {
  const directory = new LiveDirectory()
  directory.replace({ version: 1, apps: [], grants: [], keys: [], ...parts })
  return directory
}

function grant(parts: Partial<Grant>): Grant {
  return { app: 'demo', gateway: 'shop', resources: null, expiresAtMs: 1, ...parts }
}
