import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pairMs, readStroke, type Stroke } from './key-strokes.ts'

const rest = { gAtMs: 0 }
const press = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

test('g and then a letter leads to a page, as long as they follow each other', () => {
  const { strokes, act } = readStroke(rest, press('g'), false, 1_000)
  assert.equal(act, undefined)

  assert.deepEqual(readStroke(strokes, press('l'), false, 1_200).act, {
    kind: 'go',
    to: '/flow-log',
  })
  assert.equal(readStroke(strokes, press('l'), false, 1_001 + pairMs).act, undefined)
  assert.equal(readStroke(strokes, press('x'), false, 1_200).act, undefined)
})

test('no key is taken from somebody who types, but Ctrl-K and ⌘K', () => {
  for (const key of ['g', '?', '/', 'h']) {
    assert.deepEqual(readStroke(rest, press(key), true, 0), { strokes: rest, act: undefined })
  }
  const palette = { kind: 'palette' }
  assert.deepEqual(readStroke(rest, press('k', { ctrlKey: true }), true, 0).act, palette)
  assert.deepEqual(readStroke(rest, press('K', { metaKey: true }), false, 0).act, palette)
})

test('keys of the browser stay its own', () => {
  for (const key of ['l', '?', '/', 'g']) {
    assert.equal(readStroke(rest, press(key, { ctrlKey: true }), false, 0).act, undefined)
    assert.equal(readStroke(rest, press(key, { altKey: true }), false, 0).act, undefined)
  }
})
