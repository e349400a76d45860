import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { lockFolder } from '../../storage/folder-lock.ts'
import { checkLock } from './lock-check.ts'
import { checkFlowLog } from './log-check.ts'
import { oddities, placeUnderTest } from './place-under-test.ts'
import { checkStores } from './stores-check.ts'
import { checkWorkers } from './workers-check.ts'

const state = JSON.stringify({ version: 1, apps: [], gateways: [{ name: 'shop', stages: [] }] })

test('a damaged state, a truncated key, a weak key and a missing key are found', async (t) => {
  const place = await placeUnderTest(t)
  const { data } = place.settings
  const pem = (bits: number): string =>
    generateKeyPairSync('rsa', { modulusLength: bits })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString()
  assert.deepEqual(oddities(await checkStores(place)), ['note nothing_applied'])

  await writeFile(join(data, 'state.json'), state)
  assert.deepEqual(oddities(await checkStores(place)), ['warning key_missing'])

  await mkdir(join(data, 'keys'))
  await writeFile(join(data, 'keys', 'shop.pem'), pem(2_048))
  assert.deepEqual(oddities(await checkStores(place)), [])

  await writeFile(join(data, 'keys', 'shop.pem'), pem(1_024))
  await writeFile(join(data, 'keys', 'other.pem'), pem(2_048).slice(0, 400))
  await writeFile(join(data, 'state.json'), state.slice(0, 20))
  const found = await checkStores(place)
  assert.deepEqual(
    oddities(found).toSorted((a, b) => (a < b ? -1 : 1)),
    ['problem key_damaged', 'problem key_weak', 'problem state_damaged'],
  )
  assert.doesNotMatch(JSON.stringify(found), /BEGIN|MII/, 'no part of a key is shown')
})

test('a database that is damaged, or that nobody answers for, is found, without its password', async (t) => {
  const place = await placeUnderTest(t)
  await writeFile(join(place.settings.data, 'control.db'), 'no database '.repeat(100))
  const url = 'postgres://user:a-password@127.0.0.1:1/name'

  const damaged = await checkStores(place)
  const away = await checkStores({ settings: { ...place.settings, database: url } })

  assert.deepEqual(oddities(damaged), ['problem state_damaged'])
  assert.deepEqual(oddities(away), ['problem database_unusable'])
  assert.doesNotMatch(JSON.stringify(away), /a-password/)
})

test('a folder that a process holds is told from one that was left behind', async (t) => {
  const place = await placeUnderTest(t)
  const { data } = place.settings
  assert.deepEqual(checkLock(data), [])

  lockFolder(data).release()
  assert.deepEqual(oddities(checkLock(data)), [])

  await writeFile(join(data, 'runtime.json'), '{"pid":1,"console":"http://127.0.0.1:1"}')
  assert.deepEqual(oddities(checkLock(data)), ['note runtime_stale'])
})

test('segments and Parquet files that are damaged are named, whole ones are not', async (t) => {
  const place = await placeUnderTest(t)
  const { data } = place.settings
  await mkdir(join(data, 'spool'))
  await mkdir(join(data, 'flow', '2026'), { recursive: true })
  const segment = (number: number, text: string, ending = 'ndjson'): Promise<void> =>
    writeFile(join(data, 'spool', `1795340000000-node-00000${number}.${ending}`), text)
  await segment(1, '{"request_id":"1"}\n{"request_id":"2"}\n')
  await segment(2, '{"request_id":"1"}\n{"request_i', 'open')
  await writeFile(join(data, 'flow', '2026', 'whole.parquet'), 'PAR1________PAR1')
  assert.deepEqual(oddities(await checkFlowLog(place)), [])

  await segment(3, '{"request_id":"1"}\n\u0000\u0000\u0000\n')
  await segment(4, '{"request_id":"1"}\n{"cut')
  await writeFile(join(data, 'flow', '2026', 'cut.parquet'), 'PAR1________')
  await writeFile(join(data, 'flow', '2026', 'old.parquet.damaged'), '')
  assert.deepEqual(oddities(await checkFlowLog(place)), [
    'warning segment_damaged',
    'warning segment_damaged',
    'problem parquet_damaged',
    'warning files_set_aside',
  ])
})

test('a running server tells of drops, a stuck disk, an engine that is away and workers that died', async (t) => {
  const flowLog = {
    ingested: 100,
    dropped: { disk_error: 7, oversized: 0 },
    openWithoutSlot: 0,
    lagSeconds: 12,
    isEngineRunning: false,
    engineRestarts: 3,
    engine: undefined,
    gaps: [{ from: 1_795_340_000_000, to: 1_795_340_060_000, reason: 'killed' }],
  } as const
  const workers = [
    { index: 0, state: 'running', restarts: 2, lastFailure: 'out of memory' },
    { index: 1, state: 'restarting', restarts: 0, lastFailure: '' },
  ] as const
  const running = { flowLog, workers, gatewayUrl: '', helpUrl: '' }
  const place = await placeUnderTest(t, { running })

  assert.deepEqual(oddities(await checkFlowLog(place)), [
    'warning records_dropped',
    'problem log_not_written',
    'problem engine_away',
    'warning records_missing',
  ])
  assert.deepEqual(oddities(checkWorkers(place)), [
    'problem workers_away',
    'warning worker_restarted',
  ])
})
