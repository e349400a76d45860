import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRepeated, rowsFor, rowsOf, variablesOf } from './variable-rows.ts'

test('a row whose name is not typed yet stays in the form and is not saved', () => {
  const rows = [...rowsOf({ region: 'eu' }), { name: '', value: 'x' }]

  assert.deepEqual(variablesOf(rows), { region: 'eu' })
  assert.equal(rowsFor(rows, { region: 'eu' }), rows)
})

test('other variables take the place of what is shown', () => {
  assert.deepEqual(rowsFor(rowsOf({ a: '1' }), { a: '2' }), [{ name: 'a', value: '2' }])
})

test('a name that stands twice is told at its second row', () => {
  const rows = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ]
  assert.deepEqual([isRepeated(rows, 0), isRepeated(rows, 1)], [false, true])
})
