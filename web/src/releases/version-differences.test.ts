import assert from 'node:assert/strict'
import { test } from 'node:test'
import { versionDifferences } from './version-differences.ts'

test('of two versions only what differs is shown, by its place', () => {
  const draft = { name: 'prod', variables: { region: 'cn', a: '1' }, 'x-team': 'a' }
  const live = { name: 'prod', variables: { region: 'us', a: '1' } }

  assert.deepEqual(versionDifferences(draft, live), [
    { field: 'variables.region', draft: 'cn', live: 'us' },
    { field: 'x-team', draft: 'a', live: undefined },
  ])
})

test('a part that is gone on one side differs as a whole', () => {
  assert.deepEqual(versionDifferences({ name: 'a' }, null), [
    { field: '', draft: { name: 'a' }, live: null },
  ])
})
