import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as check, constantFrom, property, uniqueArray } from 'fast-check'
import { listDifference } from './list-difference.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => ({ name }))

test('what was added, replaced or taken away is found wherever it stands', () => {
  assert.ok(a && b && c && d)
  assert.deepEqual(listDifference([a, b], [a, b, c]), { gone: [], come: [c] })
  assert.deepEqual(listDifference([a, b, c], [a, d, c]), { gone: [b], come: [d] })
  assert.deepEqual(listDifference([a, b, c], [c]), { gone: [a, b], come: [] })
  assert.deepEqual(listDifference([a], [{ ...a }]).come.length, 1, 'an equal object is another')
})

test('any two lists differ in exactly what only one of them holds', () => {
  const items = Array.from({ length: 8 }, (_, name) => ({ name }))
  const list = uniqueArray(constantFrom(...items), { maxLength: 8 })
  check(
    property(list, list, (before, after) => {
      const { gone, come } = listDifference(before, after)
      assert.deepEqual(
        gone,
        before.filter((item) => !after.includes(item)),
      )
      assert.deepEqual(
        come,
        after.filter((item) => !before.includes(item)),
      )
    }),
  )
})
