import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayMaintain } from './rights.ts'

test('nobody is told that they may not before it is known who they are', () => {
  const session = {
    name: 'user mia',
    user: { name: 'mia', displayName: 'Mia', source: 'local' },
    isAdministrator: false,
    mayCreateGateways: false,
    gateways: [{ name: 'shop', role: 'maintainer' }],
    csrfToken: null,
  } as const

  assert.equal(mayMaintain(undefined, 'shop'), undefined)
  assert.equal(mayMaintain(null, 'shop'), false)
  assert.equal(mayMaintain(session, 'shop'), true)
  assert.equal(mayMaintain(session, 'pay'), false)
})
