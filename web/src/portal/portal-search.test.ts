import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashKey } from '@tanstack/react-query'
import { portalSearch } from './portal-search.ts'

test('a page that lists many hits is not shown the few that were found for another place', () => {
  const keys = [portalSearch('order', 6), portalSearch('order', 100), portalSearch('pay', 6)]

  const hashes = new Set(keys.map(({ queryKey }) => hashKey(queryKey)))

  assert.equal(hashes.size, 3)
})
