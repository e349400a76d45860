import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallerMemo } from '../model/caller-memo.ts'
import { proceed, type GrantFound, type Outcome } from '../model/plugin.ts'
import { permission } from './permission.ts'
import {
  decisionOf,
  emptyDirectory,
  testExchange,
  testRelease,
  testResource,
  testServices,
  testTimeMs,
} from './plugin-under-test.ts'

function decide(grant: GrantFound): Outcome {
  const asked: string[][] = []
  const services = testServices({
    directory: {
      ...emptyDirectory,
      grantFor(...names) {
        asked.push(names)
        return grant
      },
    },
  })
  const at = { release: testRelease(), resource: testResource(), level: 'built-in' } as const
  const bound = permission.bind(undefined, at, services)
  const outcome = decisionOf(
    bound,
    testExchange({ identity: { appCode: 'demo-app', appVerified: true } }),
  )
  assert.deepEqual(asked, [['demo-app', 'shop', 'get_order']])
  return outcome
}

test('a grant passes until the moment it expires', () => {
  const granted = { kind: 'granted', dimension: 'gateway' } as const

  assert.equal(decide({ ...granted, expiresAtMs: null }), proceed)
  assert.equal(decide({ ...granted, expiresAtMs: testTimeMs + 1 }), proceed)
  assert.deepEqual(decide({ ...granted, expiresAtMs: testTimeMs }), {
    kind: 'reject',
    key: 'permission_expired',
    facts: { type: 'gateway_permission', app_code: 'demo-app' },
  })
  assert.deepEqual(decide({ ...granted, dimension: 'resource', expiresAtMs: 1 }), {
    kind: 'reject',
    key: 'permission_expired',
    facts: { type: 'resource_permission', app_code: 'demo-app' },
  })
})

test('no grant at all and no grant here are refused with their own texts', () => {
  const reasons = (['none', 'other-resources'] as const).map((kind) => decide({ kind }))

  assert.deepEqual(reasons, [
    {
      kind: 'reject',
      key: 'app_no_permission',
      facts: { reason: 'no permission, bk_app_code=demo-app' },
    },
    { kind: 'reject', key: 'app_no_permission', facts: { reason: 'no permission' } },
  ])
})

test('what was found for a remembered caller holds for one resource and until the directory changes', () => {
  const granted = { kind: 'granted', dimension: 'resource', expiresAtMs: null } as const
  const directory = {
    ...emptyDirectory,
    version: 1,
    grantFor: (_app: string, _gateway: string, resource: string): GrantFound =>
      resource === 'get_order' && directory.version === 1 ? granted : { kind: 'none' },
  }
  const memo: CallerMemo = []
  const kindFor = (name: string): string => {
    const at = {
      release: testRelease(),
      resource: testResource({ name }),
      level: 'built-in',
    } as const
    const bound = permission.bind(undefined, at, testServices({ directory }))
    const identity = { appCode: 'demo-app', appVerified: true, memo }
    return decisionOf(bound, testExchange({ identity })).kind
  }

  const before = ['get_order', 'get_order', 'del_order', 'get_order'].map(kindFor)
  directory.version = 2
  const after = kindFor('get_order')

  assert.deepEqual(before, ['continue', 'continue', 'reject', 'continue'])
  assert.equal(after, 'reject')
})

test('a resource that needs no permission is not looked up', () => {
  const resource = testResource({ auth: { app: true, user: false, permission: false } })
  const at = { release: testRelease(), resource, level: 'built-in' } as const

  assert.equal(permission.bind(undefined, at, testServices()), undefined)
})

test('permission without an application is a fault of the configuration, not of the caller', () => {
  const resource = testResource({ auth: { app: false, user: false, permission: true } })
  const at = { release: testRelease(), resource, level: 'built-in' } as const
  const outcome = decisionOf(permission.bind(undefined, at, testServices()), testExchange())

  assert.equal(outcome.kind === 'reject' && outcome.key, 'invalid_resource_config')
})
