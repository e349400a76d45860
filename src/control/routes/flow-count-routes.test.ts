import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import {
  logFolders,
  openEngine,
  refused,
  startMs,
  success,
  writeSegment,
} from '../../flowlog/engine/engine-under-test.ts'
import { managementServer } from '../management-server.ts'
import { processLog } from '../../carrier/process-log.ts'
import { flowCountRoutes } from './flow-count-routes.ts'

const token = 'a-token-of-this-test-0123456789'
const range = `from=${startMs}&to=${startMs + 60_000}`

test('records in memory and in files are counted as one, by time and fault', async (t) => {
  const app = await server(t)

  const { status, body } = await get(app, `/histogram?${range}&step=1m`)

  assert.equal(status, 200)
  const { total, series, times, complete, by } = body
  assert.deepEqual({ total, by, complete }, { total: 400, by: 'fault', complete: true })
  assert.deepEqual(
    series.map(({ value, total: count }: { value: string; total: number }) => [value, count]),
    [
      ['none', 300],
      ['network', 100],
    ],
  )
  assert.ok(times.length >= 1)
})

test('top values, percentiles and differences take the query and the filters beside it', async (t) => {
  const app = await server(t)

  const top = await get(app, `/top-values?${range}&field=status&field=key&query=-status:404`)
  const one = await get(app, `/top-values?${range}&field=status&include=status:502`)
  const percentiles = await get(app, `/percentiles?${range}&by=gateway&exclude=status:502`)
  const differences = await get(app, `/differences?${range}&query=gateway:shop%20status:502`)

  const [status, key] = top.body.fields
  assert.deepEqual([status.values[0].value, status.values[0].share], [200, 0.75])
  assert.equal(key.values[1].value, 'backend_refused')
  assert.equal(one.body.fields[0].total, 100)
  assert.deepEqual(percentiles.body.all, {
    count: 300,
    p50: 1.25,
    p90: 1.25,
    p95: 1.25,
    p99: 1.25,
    max: 1.25,
  })
  assert.deepEqual([differences.body.selected, differences.body.rest], [100, 300])
  assert.equal(differences.body.items[0].field, 'key')
})

test('what may stand at the cursor of a query is told', async (t) => {
  const app = await server(t)

  const { body } = await get(app, `/query-completion?text=${encodeURIComponent('fault:ne')}`)

  assert.equal(body.from, 6)
  assert.deepEqual(
    body.items.map(({ text }: { text: string }) => text),
    ['network', 'none'],
  )
})

const mistakes: readonly (readonly [path: string, key: string, words: RegExp])[] = [
  ['/histogram?query=statsu:1', 'invalid_query', /column 1: there is no field "statsu"/],
  ['/histogram?step=fast', 'invalid_parameter', /step: "fast" is no length of time, like 30s/],
  ['/histogram?from=0&to=9999999999&step=1s', 'invalid_parameter', /step: .* more than 2000/],
  ['/histogram?from=2&to=1', 'invalid_parameter', /from: it must be before `to`/],
  ['/histogram?by=request_id', 'invalid_parameter', /by: .* differs in nearly every record/],
  ['/histogram?include=status', 'invalid_query', /a filter looks like field:value/],
  ['/top-values', 'invalid_parameter', /field/],
  ['/top-values?field=status&top=101', 'invalid_parameter', /top/],
  ['/percentiles?of=status', 'invalid_parameter', /of: "status" is no duration/],
]

for (const [path, key, words] of mistakes) {
  test(`${path} is refused as ${key}`, async (t) => {
    const app = await server(t)

    const { status, body } = await get(app, path)

    assert.equal(status, 400)
    assert.equal(body.key, key)
    assert.match(body.detail, words)
  })
}

test('every route that counts wants the token', async (t) => {
  const app = await server(t)

  for (const route of [
    'histogram',
    'top-values',
    'percentiles',
    'differences',
    'query-completion',
  ]) {
    const { statusCode } = await app.inject(`/api/v1/flow-records/${route}`)

    assert.equal(statusCode, 401, route)
  }
})

/** 300 successes in a file, 100 refused ones in memory, each a millisecond after the one before. */
async function server(t: TestContext): Promise<FastifyInstance> {
  const folders = await logFolders(t)
  const numbers = Array.from({ length: 400 }, (_, number) => number)
  await writeSegment(folders, 1, numbers.slice(0, 300).map(success))
  const engine = await openEngine(folders)
  await engine.round()
  await writeSegment(folders, 2, numbers.slice(300).map(refused), 'open')
  const { app } = managementServer(
    token,
    processLog('text', () => undefined),
  )
  t.after(async () => await app.close())
  flowCountRoutes(app, engine)
  return app
}

interface Got {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it asked for
  readonly body: any
}

async function get(app: FastifyInstance, path: string): Promise<Got> {
  const url = `/api/v1/flow-records${path}`
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  return { status: answer.statusCode, body: answer.json() }
}
