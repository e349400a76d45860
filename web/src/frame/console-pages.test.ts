import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pagesFor } from './console-pages.ts'

const ann = {
  name: 'user ann',
  user: { name: 'ann', displayName: '', source: 'local' },
  mayCreateGateways: false,
  gateways: [],
  csrfToken: '',
} as const
const toOf = (session: Parameters<typeof pagesFor>[0]) => pagesFor(session).map(({ to }) => to)

test('pages that somebody may not use are not offered', () => {
  assert.deepEqual(toOf(null), ['/diagnose', '/errors'])
  assert.deepEqual(toOf(undefined), ['/diagnose', '/errors'])

  const own = toOf({ ...ann, isAdministrator: false })
  assert.ok(own.includes('/flow-log') && own.includes('/account'))
  assert.ok(!own.includes('/users') && !own.includes('/audit'))
  assert.ok(toOf({ ...ann, isAdministrator: true }).includes('/users'))
})

test('approvals are for who maintains a gateway, and not for who may only look', () => {
  const of = (role: 'maintainer' | 'viewer') =>
    toOf({ ...ann, isAdministrator: false, gateways: [{ name: 'shop', role }] })

  assert.ok(of('maintainer').includes('/approvals'))
  assert.ok(!of('viewer').includes('/approvals'))
})
