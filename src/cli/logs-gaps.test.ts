import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  logs,
  managementServer,
  startLogs,
  type Answer,
} from '../../test/logs-command-under-test.ts'
import type { RecordGap } from './logs-answers.ts'
import { gapNote, gapReasons } from './logs-gaps.ts'

const startMs = new Date(2026, 10, 24, 8).getTime() // as this machine's clock shows it
const killed: RecordGap = { from: startMs, to: startMs + 1_500, reason: 'killed' }
const full: RecordGap = {
  from: startMs + 60_000,
  to: startMs + 86_400_000,
  reason: 'disk_error',
  records: 1_200,
}

test('what is missing from a list, and why, stands beside it in the language asked for', async (t) => {
  const server = await managementServer(t, () => list([full, killed]))

  const english = await logs(server.url, [])
  const chinese = await logs(server.url, ['--lang', 'zh'])

  assert.equal(english.stdout, '')
  assert.match(english.stderr, /^From these times records are missing, or may be:$/m)
  assert.match(english.stderr, /2026-11-24 08:00:00\.000 – 08:00:01\.500\n +the server ended/)
  assert.match(
    english.stderr,
    /2026-11-24 08:01:00\.000 – 2026-11-25 08:00:00\.000\n +1,200 records:/,
  )
  assert.ok(english.stderr.indexOf('killed') < english.stderr.indexOf('disk_error'))
  assert.match(chinese.stderr, /^以下时间的记录有缺失，或可能有缺失：$/m)
  assert.match(chinese.stderr, /1,200 条：被丢弃，因为磁盘已满/)
})

test('beside counts too, and nothing is said where nothing is missing', async (t) => {
  const gaps: RecordGap[][] = [[killed], []]
  const server = await managementServer(t, () => ({
    status: 200,
    body: { complete: true, gaps: gaps.shift(), fields: [] },
  }))

  const withGap = await logs(server.url, ['--top', 'key'])
  const without = await logs(server.url, ['--top', 'key'])

  assert.match(withGap.stderr, /records are missing, or may be:\n.*08:00:00\.000/)
  assert.equal(without.stderr, '')
})

test('--json of a list gives the gaps as one line of stderr, so that stdout is records only', async (t) => {
  const server = await managementServer(t, () => list([killed, full]))

  const { stdout, stderr } = await logs(server.url, ['--json'])

  assert.equal(stdout, '')
  assert.deepEqual(JSON.parse(stderr.split('\n')[0] ?? ''), { gaps: [killed, full] })
})

test('--json of counts gives the gaps in the answer, and not a second time', async (t) => {
  const body = { complete: true, gaps: [killed], fields: [] }
  const server = await managementServer(t, () => ({ status: 200, body }))

  const { stdout, stderr } = await logs(server.url, ['--top', 'key', '--json'])

  assert.deepEqual(JSON.parse(stdout), body)
  assert.equal(stderr, '')
})

test('--follow tells of each gap once', async (t) => {
  const { promise: askedEnough, resolve } = Promise.withResolvers<void>()
  const answers = [[killed], [killed], [killed, full], [killed, full]]
  const server = await managementServer(t, () => {
    const gaps = answers.shift()
    if (gaps === undefined) resolve()
    return list(gaps ?? [])
  })
  const child = startLogs(server.url, ['--follow'])
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))

  await askedEnough
  child.kill()
  await once(child, 'close')

  assert.deepEqual(
    [...said.matchAll(/\((killed|disk_error)\)/g)].map(([, reason]) => reason),
    ['killed', 'disk_error'],
  )
})

test('of many gaps the newest are named and the others counted', () => {
  const gaps = Array.from({ length: 8 }, (_, place) => ({ ...killed, from: startMs + place }))

  const note = gapNote(gaps, 'en')

  assert.match(note, /… and 3 earlier/)
  assert.equal(note.match(/\(killed\)/g)?.length, 5)
  assert.match(note, /08:00:00\.007/)
})

test('every reason that the log gives has its sentence, and one of a newer server is shown as it is', () => {
  const source = readFileSync(new URL('../flowlog/record-gap.ts', import.meta.url), 'utf8')
  const union = /export type GapReason =([^;]*?)\n\n/.exec(source)?.[1] ?? ''
  const reasons = [...union.matchAll(/'(\w+)'/g)].map(([, reason]) => reason ?? '')

  assert.deepEqual(reasons.toSorted(), Object.keys(gapReasons).toSorted())
  assert.match(gapNote([{ ...killed, reason: 'eaten\u001b[2J' }], 'en'), /eaten\?\[2J/)
})

function list(gaps: readonly RecordGap[]): Answer {
  return { status: 200, body: { items: [], next: null, complete: true, gaps } }
}
