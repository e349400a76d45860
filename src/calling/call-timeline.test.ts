import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bar, barColumns, phaseSpans, timelineOf, type TimedExchange } from './call-timeline.ts'

function timed(
  times: Partial<TimedExchange['times']>,
  others: Partial<Omit<TimedExchange, 'times'>> = {},
): TimedExchange {
  const none = { dnsMs: -1, connectMs: -1, tlsMs: -1, sentMs: -1, firstByteMs: -1, endMs: 100 }
  return {
    times: { ...none, ...times },
    needsName: true,
    isSecure: true,
    hasFailed: false,
    ...others,
  }
}

test('each step lasts from the end of the one before', () => {
  const times = { dnsMs: 5, connectMs: 10, tlsMs: 30, sentMs: 31, firstByteMs: 90, endMs: 100 }

  assert.deepEqual(timelineOf(timed(times)), {
    dns_ms: 5,
    tcp_ms: 5,
    tls_ms: 20,
    send_ms: 1,
    wait_ms: 59,
    body_ms: 10,
    total_ms: 100,
  })
})

test('steps that are not needed are -1: no name, no TLS', () => {
  const times = { connectMs: 10, sentMs: 11, firstByteMs: 90, endMs: 100 }

  const timeline = timelineOf(timed(times, { needsName: false, isSecure: false }))

  assert.equal(timeline.dns_ms, -1)
  assert.equal(timeline.tls_ms, -1)
  assert.equal(timeline.tcp_ms, 10)
})

test('the step that failed lasts until the end and is the last', () => {
  const failures: readonly (readonly [Partial<TimedExchange['times']>, string])[] = [
    [{}, 'dns'],
    [{ dnsMs: 5 }, 'tcp'],
    [{ dnsMs: 5, connectMs: 10 }, 'tls'],
    [{ dnsMs: 5, connectMs: 10, tlsMs: 20 }, 'send'],
    [{ dnsMs: 5, connectMs: 10, tlsMs: 20, sentMs: 21 }, 'wait'],
    [{ dnsMs: 5, connectMs: 10, tlsMs: 20, sentMs: 21, firstByteMs: 50 }, 'body'],
  ]
  for (const [times, phase] of failures) {
    const last = phaseSpans(timed(times, { hasFailed: true })).at(-1)

    assert.deepEqual([last?.phase, last?.isBroken, last?.endMs], [phase, true, 100])
  }
})

test('an answer that begins before the request is sent leaves nothing to wait for', () => {
  const times = { dnsMs: 1, connectMs: 2, tlsMs: 3, sentMs: 60, firstByteMs: 50, endMs: 100 }

  const { send_ms: send, wait_ms: wait, body_ms: body } = timelineOf(timed(times))

  assert.deepEqual([send, wait, body], [47, 0, 50])
})

test('bars lie within their columns, and a broken one ends in a cross', () => {
  for (const [startMs, endMs] of [
    [0, 100],
    [99.99, 100],
    [0, 0],
    [50, 75],
  ] as const) {
    const whole = bar({ phase: 'wait', startMs, endMs, isBroken: false }, 100)
    const broken = bar({ phase: 'wait', startMs, endMs, isBroken: true }, 100)

    assert.ok(whole.length <= barColumns, `${startMs} ${endMs}: ${whole.length}`)
    assert.ok(broken.endsWith('✗'))
  }
})
