import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rotationOf } from './rotation.ts'

test('of two keys the older one is to go; one of a file is older than any that was made here', () => {
  const first = { id: 'a', createdAt: '2026-11-30T18:00:00.000Z' }
  const second = { id: 'b', createdAt: '2026-12-01T18:00:00.000Z' }

  assert.deepEqual(rotationOf([]), { step: 'first', older: '' })
  assert.deepEqual(rotationOf([first]), { step: 'begin', older: '' })
  assert.deepEqual(rotationOf([second, first]), { step: 'finish', older: 'a' })
  assert.deepEqual(rotationOf([first, { id: 'c', createdAt: null }]), {
    step: 'finish',
    older: 'c',
  })
})
