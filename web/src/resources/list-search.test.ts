import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterOf, isFiltered, readListSearch } from './list-search.ts'

test('whatever stands in an address becomes a search that the API takes', () => {
  const all = readListSearch({ search: 7, changed: 'yes', method: ['GET'] })

  assert.deepEqual(filterOf(all), {
    search: '7',
    method: '',
    backend: '',
    label: '',
    changed: '',
  })
  assert.equal(isFiltered(all), true)
  assert.equal(isFiltered(readListSearch({})), false)
  assert.equal(filterOf(readListSearch({ changed: true }))['changed'], 'true')
})
