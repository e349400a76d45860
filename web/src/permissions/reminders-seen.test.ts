import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepSeen, seenBy } from './reminders-seen.ts'

test('what one person looked at is new to the next who signs in at the same browser', () => {
  const items = new Map<string, string>()
  const kept = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  }

  keepSeen('user ann', 7, kept)

  assert.equal(seenBy('user ann', kept), 7)
  assert.equal(seenBy('user bob', kept), 0)
})
