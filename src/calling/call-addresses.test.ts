import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressesSeen } from './call-addresses.ts'

const resolved = {
  ok: true,
  addresses: [
    { address: '::1', family: 6 },
    { address: '10.0.0.1', family: 4 },
    { address: '10.0.0.2', family: 4 },
  ],
  fromCache: false,
  ageMs: 0,
  notes: '',
} as const
const refused = { address: '[::1]:80', key: 'backend_refused', errno: 'ECONNREFUSED' } as const

function outcomes(attempt: Parameters<typeof addressesSeen>[1]): string[] {
  return addressesSeen(resolved, attempt).map(({ address, outcome }) => `${address} ${outcome}`)
}

test('the address that was used stands behind those that failed, before those not needed', () => {
  assert.deepEqual(outcomes({ address: '10.0.0.1:80', failedAddresses: [refused] }), [
    '[::1]:80 failed',
    '10.0.0.1:80 used',
    '10.0.0.2:80 not_needed',
  ])
})

test('where all failed, none is shown as used', () => {
  const failedAddresses = [refused, { ...refused, address: '10.0.0.1:80' }]

  assert.deepEqual(outcomes({ address: '[::1]:80', failedAddresses }), [
    '[::1]:80 failed',
    '10.0.0.1:80 failed',
    '10.0.0.2:80 not_needed',
  ])
})

test('a name without addresses has none', () => {
  assert.deepEqual(addressesSeen(undefined, undefined), [])
})
