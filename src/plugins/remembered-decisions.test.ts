import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RememberedDecisions } from './remembered-decisions.ts'

const nowMs = 1_000
const decision = (name: string, untilMs = nowMs + 1) => ({ name, untilMs })

test('a decision is given back until its end', () => {
  const decisions = new RememberedDecisions<{ name: string; untilMs: number }>()
  decisions.get('a', 1, nowMs)
  decisions.accept('a', decision('first'))

  assert.equal(decisions.get('a', 1, nowMs)?.name, 'first')
  assert.equal(decisions.get('b', 1, nowMs), undefined)
  assert.equal(decisions.get('a', 1, nowMs + 1), undefined)
})

test('a new version drops what was accepted and what was refused', () => {
  const decisions = new RememberedDecisions<{ name: string; untilMs: number }>()
  decisions.get('a', 1, nowMs)
  decisions.accept('a', decision('accepted'))
  decisions.refuse('b', decision('refused'))

  assert.deepEqual(
    [decisions.get('a', 2, nowMs), decisions.get('b', 2, nowMs), decisions.get('a', 2, nowMs)],
    [undefined, undefined, undefined],
  )
})

test('junk, however much, displaces no accepted decision', () => {
  const decisions = new RememberedDecisions<{ name: string; untilMs: number }>(2)
  decisions.get('a', 1, nowMs)
  decisions.accept('a', decision('a'))
  decisions.accept('b', decision('b'))

  for (let n = 0; n < 10_000; n += 1) decisions.refuse(`junk ${n}`, decision('junk'))

  assert.equal(decisions.get('a', 1, nowMs)?.name, 'a')
  assert.equal(decisions.get('b', 1, nowMs)?.name, 'b')
  assert.equal(decisions.get('junk 0', 1, nowMs), undefined, 'the oldest junk is forgotten')
  assert.equal(decisions.get('junk 9999', 1, nowMs)?.name, 'junk')
})

test('a full table drops one entry that is not in use, never all', () => {
  const decisions = new RememberedDecisions<{ name: string; untilMs: number }>(3)
  decisions.get('a', 1, nowMs)
  for (const name of ['a', 'b', 'c']) decisions.accept(name, decision(name))
  decisions.get('a', 1, nowMs)

  decisions.accept('d', decision('d'))

  const left = ['a', 'b', 'c', 'd'].filter((name) => decisions.get(name, 1, nowMs) !== undefined)
  assert.deepEqual(left, ['a', 'c', 'd'])
})

test('what was refused and is accepted now is accepted', () => {
  const decisions = new RememberedDecisions<{ name: string; untilMs: number }>()
  decisions.get('a', 1, nowMs)
  decisions.refuse('a', decision('no'))
  decisions.accept('a', decision('yes'))

  assert.equal(decisions.get('a', 1, nowMs)?.name, 'yes')
})
