import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import {
  logs,
  managementServer,
  startLogs,
  type Answer,
} from '../../test/logs-command-under-test.ts'
import { wholeRecord } from '../model/record-defaults.ts'

test('records are shown newest last, with whose fault it was, and the notes apart', async (t) => {
  const server = await managementServer(t, () => page([flow(2, 'service'), flow(1, 'none')]))

  const { stdout, stderr, exitCode } = await logs(server.url, ['status:>=200', 'two words'])

  const lines = stdout.trimEnd().split('\n')
  assert.equal(exitCode, 0)
  assert.match(lines[0] ?? '', /STATUS +FAULT +ANSWERED BY/)
  assert.match(lines[1] ?? '', /200 +✔ .*shop\/prod\/get_order.* id-1$/)
  assert.match(lines[2] ?? '', /500 +✖ service .* id-2$/)
  assert.match(stderr, /older ones/)
  assert.equal(server.asked[0]?.searchParams.get('query'), 'status:>=200 "two words"')
})

test('a path cannot write to the terminal', async (t) => {
  const nasty = { ...flow(1, 'client'), http_path: '/\u001b[2J\u009b31m\u202e' }
  const server = await managementServer(t, () => page([nasty]))

  const { stdout } = await logs(server.url, [])

  for (const sign of ['\u001b', '\u009b', '\u202e']) assert.ok(!stdout.includes(sign))
})

test('--json gives one record a line and nothing else', async (t) => {
  const server = await managementServer(t, () => page([flow(2, 'none'), flow(1, 'none')]))

  const { stdout } = await logs(server.url, ['--json', '-status:404'])

  const ids = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { request_id: string }).request_id)
  assert.deepEqual(ids, ['id-1', 'id-2'])
  assert.equal(server.asked[0]?.searchParams.get('query'), '-status:404')
})

test('a mistake in the query is shown under its column; exit code 2', async (t) => {
  const server = await managementServer(t, () => ({
    status: 400,
    body: { key: 'invalid_query', detail: 'column 12: there is no field "statsu"' },
  }))

  const { stderr, exitCode } = await logs(server.url, ['status:200 statsu:1'])

  assert.equal(exitCode, 2)
  assert.equal(stderr.split('\n')[2], `  ${' '.repeat(11)}^`)
})

test('the mark stands under the place also behind Chinese characters, which take two columns', async (t) => {
  const server = await managementServer(t, () => ({
    status: 400,
    body: { key: 'invalid_query', detail: 'column 4: there is no field "statsu"' },
  }))

  const { stderr } = await logs(server.url, ['超时 statsu:1'])

  assert.equal(stderr.split('\n')[2], `  ${' '.repeat(5)}^`)
})

test('where nothing fits it says so, and where the answer is not complete too', async (t) => {
  const server = await managementServer(t, () => ({
    status: 200,
    body: { items: [], next: null, complete: false, gaps: [] },
  }))

  const { stdout, stderr, exitCode } = await logs(server.url, ['--from', '2h'])

  assert.equal(stdout, '')
  assert.match(stderr, /Only the newest records/)
  assert.match(stderr, /No record fits/)
  assert.equal(exitCode, 0)
})

test('--follow shows each new record once', async (t) => {
  const answers = [[1], [2, 1], [3, 2], [3]].map((numbers) =>
    numbers.map((number) => flow(number, 'none')),
  )
  const { promise: allAsked, resolve } = Promise.withResolvers<void>()
  const server = await managementServer(t, () => {
    const items = answers.shift()
    if (items === undefined) resolve()
    return page(items ?? [])
  })
  const child = startLogs(server.url, ['--follow', '--json'])
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()))

  await allAsked
  child.kill()
  await once(child, 'close')

  const ids = [...shown.matchAll(/"request_id":"(.*?)"/g)].map(([, id]) => id)
  assert.deepEqual(ids, ['id-1', 'id-2', 'id-3'])
})

test('--follow waits for a server that starts anew, says so once, and goes on', async (t) => {
  const answers = [[1], undefined, undefined, [2, 1]]
  const { promise: allAsked, resolve } = Promise.withResolvers<void>()
  const server = await managementServer(t, () => {
    if (answers.length === 0) resolve()
    const numbers = answers.length === 0 ? [] : answers.shift()
    return numbers && page(numbers.map((number) => flow(number, 'none')))
  })
  const child = startLogs(server.url, ['--follow', '--json'])
  let [shown, said] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))

  await Promise.race([allAsked, once(child, 'close')])
  child.kill()
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')

  const ids = [...shown.matchAll(/"request_id":"(.*?)"/g)].map(([, id]) => id)
  assert.deepEqual(ids, ['id-1', 'id-2'])
  assert.equal(said, 'The server does not answer; waiting for it.\nThe server answers again.\n')
})

test('what was meant as a step or a field is not searched for', async () => {
  for (const [words, sentence] of [
    [['--histogram', '10min'], /^error: --histogram takes a step/],
    [['--percentiles', 'status'], /^error: --percentiles takes request_duration/],
  ] as const) {
    const { stderr, exitCode } = await logs('http://127.0.0.1:9', words)

    assert.match(stderr, sentence)
    assert.equal(exitCode, 2)
  }
})

function page(items: readonly unknown[]): Answer {
  return { status: 200, body: { items, next: 'more', complete: true, gaps: [] } }
}

function flow(number: number, fault: string): Record<string, unknown> {
  return {
    ...wholeRecord({
      request_id: `id-${number}`,
      timestamp: 1_795_346_921_875 + number,
      gateway: 'shop',
      stage: 'prod',
      resource: 'get_order',
      status: fault === 'none' ? 200 : 500,
    }),
    responder: 'service',
    fault,
    owner: 'backend',
    key: 'x',
  }
}
