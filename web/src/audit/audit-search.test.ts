import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditFilter, readAuditSearch } from './audit-search.ts'

test('whatever stands in the address becomes a filter that the API takes', () => {
  const search = readAuditSearch({ kind: 'user', search: 42, from: 'yesterday', to: '2026-11-30' })

  assert.equal(search.search, '42')
  assert.equal(search.from, '')
  const filter = auditFilter(search)
  assert.equal(filter['kind'], 'user')
  assert.equal(filter['from'], '')
})

test('the last day of a filter counts whole, as the clock of the reader has it', () => {
  const filter = auditFilter(readAuditSearch({ from: '2026-11-30', to: '2026-11-30' }))

  const [from, to] = [filter['from'], filter['to']].map((text) => Date.parse(text ?? ''))
  assert.equal((to ?? 0) - (from ?? 0), 86_400_000)
})
