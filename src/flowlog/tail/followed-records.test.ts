import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classify } from '../../diagnosis/diagnose.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import type { RecordLine } from '../../model/short-members.ts'
import { FollowedRecords, type FollowFilter } from './followed-records.ts'

function followed(filter: FollowFilter) {
  let nowMs = 0
  let reads = 0
  const records = new FollowedRecords(filter, classify, () => nowMs)
  const offer = (line: RecordLine, canRead = true): void =>
    records.offer({
      line: JSON.stringify(line),
      read: () => {
        reads += 1
        return canRead ? wholeRecord(line) : undefined
      },
    })
  return { records, offer, pass: (ms: number) => (nowMs += ms), reads: () => reads }
}

const success: RecordLine = {
  gateway: 'shop',
  stage: 'prod',
  status: 200,
  answered_by: 'backend',
  complete: true,
}

test('a follower gets what matches its query, with the conclusions of the rules', () => {
  const { records, offer } = followed({ gateway: 'shop', query: 'fault:network' })
  const refused: RecordLine = {
    gateway: 'shop',
    status: 502,
    answered_by: 'gateway',
    error_key: 'backend_refused',
    attempts: [],
  }
  offer(success)
  offer(refused)
  offer({ ...refused, gateway: 'other' })

  const batch = records.batch()

  assert.equal(batch?.texts.length, 1)
  const record = JSON.parse(batch.texts[0] ?? '') as Record<string, unknown>
  assert.equal(record['error_key'], 'backend_refused')
  assert.equal(record['fault'], 'network')
  assert.equal(records.batch(), undefined)
})

test('at most 200 records a second are passed on; the others are counted and not even read', () => {
  const { records, offer, pass, reads } = followed({})

  for (let count = 0; count < 1_000; count++) offer(success)
  const first = records.batch()
  pass(500)
  for (let count = 0; count < 1_000; count++) offer(success)
  const second = records.batch()

  assert.deepEqual([first?.texts.length, first?.dropped], [200, 800])
  assert.deepEqual([second?.texts.length, second?.dropped], [100, 900])
  assert.equal(reads(), 300)
})

test('what there was no time to look at is told, not left out in silence', () => {
  const { records, offer } = followed({ query: 'status:500' })

  offer(success, false)
  records.skip(9)

  assert.deepEqual(records.batch(), { texts: [], dropped: 0, unseen: 10 })
})

test('the owner of an application gets its calls, without what is behind the gateway', () => {
  const { records, offer } = followed({ scope: { gateways: ['bank'], apps: ['web'] } })
  const call: RecordLine = { ...success, backend_host: 'inner.host', app_code: 'web' }

  offer(call)
  offer({ ...call, app_code: 'other' })
  offer({ ...call, app_code: 'other', gateway: 'bank' })

  const shown = records.batch()?.texts ?? []
  assert.equal(shown.length, 2)
  assert.doesNotMatch(shown[0] ?? '', /inner\.host/)
  assert.match(shown[1] ?? '', /inner\.host/, 'whole at a gateway that may be viewed')
})
