import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gateOf } from './preflight.ts'

const blocker = { level: 'blocker', key: 'k', sentence: 'it fails', advice: '', path: '' } as const
const host = {
  backend: 'default',
  url: 'http://a',
  exit_address: '',
  steps: [],
  findings: [{ key: 'k', level: 'failure', sentence: 'it fails', advice: '' }],
} as const

test('a host that is down can be released all the same, a broken definition cannot', () => {
  const ofHost = gateOf({ worst: 'blocker', findings: [blocker], hosts: [host] })
  const ofDraft = gateOf({ worst: 'blocker', findings: [blocker], hosts: null })

  assert.deepEqual([ofHost.isBlocked, ofHost.hasFailingHosts], [false, true])
  assert.deepEqual([ofDraft.isBlocked, ofDraft.hasFailingHosts], [true, false])
})

test('warnings are asked about', () => {
  const warning = { ...blocker, level: 'warning' } as const
  assert.equal(gateOf({ worst: 'warning', findings: [warning], hosts: [] }).hasWarnings, true)
})
