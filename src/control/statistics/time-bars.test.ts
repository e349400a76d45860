import assert from 'node:assert/strict'
import { test } from 'node:test'
import { autoStep, timeBars } from './time-bars.ts'

const common = { resolutionMs: 60_000, most: 1_000, timeZone: 'UTC' }

function bars(from: string, to: string, step: string, timeZone = 'UTC'): string[] {
  const times = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  return timeBars({ ...common, ...times, step, timeZone }).map((ms) => new Date(ms).toISOString())
}

test('bars begin at whole multiples of the step, the first where the time begins', () => {
  assert.deepEqual(bars('2026-11-01T10:02:00Z', '2026-11-01T10:16:00Z', '5m'), [
    '2026-11-01T10:02:00.000Z',
    '2026-11-01T10:05:00.000Z',
    '2026-11-01T10:10:00.000Z',
    '2026-11-01T10:15:00.000Z',
  ])
})

test('days are those of the time zone, also where its clocks are set', () => {
  assert.deepEqual(bars('2026-10-24T22:00:00Z', '2026-10-27T00:00:00Z', 'day', 'Europe/Berlin'), [
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z',
  ])
  assert.deepEqual(bars('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', 'day', 'Asia/Kolkata'), [
    '2026-11-01T00:00:00.000Z',
    '2026-11-01T18:30:00.000Z',
  ])
})

test('where clocks skip midnight a day begins with its first minute, east and west of Greenwich', () => {
  for (const [timeZone, from, to, days] of [
    ['America/Sao_Paulo', '2018-11-03T03:00:00Z', '2018-11-06T00:00:00Z', ['04T03', '05T02']],
    ['America/Havana', '2024-03-09T05:00:00Z', '2024-03-12T00:00:00Z', ['10T05', '11T04']],
    ['Asia/Beirut', '2024-03-29T22:00:00Z', '2024-04-01T00:00:00Z', ['30T22', '31T21']],
    ['Pacific/Apia', '2011-12-29T10:00:00Z', '2012-01-01T00:00:00Z', ['30T10', '31T10']], // no 30th
  ] as const) {
    assert.deepEqual(
      bars(from, to, 'day', timeZone)
        .slice(1)
        .map((time) => time.slice(8, 13)),
      days,
      timeZone,
    )
  }
})

test('weeks begin on Monday and months on their first day', () => {
  assert.deepEqual(bars('2026-11-25T00:00:00Z', '2026-12-08T00:00:00Z', 'week', 'Asia/Shanghai'), [
    '2026-11-25T00:00:00.000Z',
    '2026-11-29T16:00:00.000Z',
    '2026-12-06T16:00:00.000Z',
  ])
  assert.deepEqual(bars('2026-11-25T00:00:00Z', '2027-02-01T00:00:00Z', 'month'), [
    '2026-11-25T00:00:00.000Z',
    '2026-12-01T00:00:00.000Z',
    '2027-01-01T00:00:00.000Z',
  ])
})

test('a step that counts are not known in, too many bars and a zone that is none are told', () => {
  const times = { fromMs: 0, toMs: 10 * 86_400_000 }
  assert.throws(() => timeBars({ ...common, ...times, step: '90s' }), /multiple of 1m/)
  assert.throws(
    () => timeBars({ ...common, ...times, step: '5m', resolutionMs: 3_600_000 }),
    /kept by the hour/,
  )
  assert.throws(() => timeBars({ ...common, ...times, step: '1m' }), /more than 1000/)
  assert.throws(
    () => timeBars({ ...common, ...times, step: 'day', timeZone: 'Mars' }),
    /no time zone/,
  )
})

test('a step that fits the time is found', () => {
  assert.equal(autoStep(3_600_000), '1m')
  assert.equal(autoStep(30 * 86_400_000), 'day')
})
