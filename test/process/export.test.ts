import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { programWords } from '../program-words.ts'

const owner = ownerOfAll()
const backend = createServer((_request, response) => response.writeHead(418).end('=short'))
const backendPort = await listeningPort(backend)
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})
const auth = { app: false, permission: false }
const gateway = await startGateway(
  owner,
  definitionOf({
    backends: { default: `http://127.0.0.1:${backendPort}` },
    resources: [{ name: 'all', path: '/', matchSubpath: true, auth }],
  }),
)
for (let number = 0; number < 30; number++) {
  await gateway.call({
    path: `/api/shop/prod/${number}?q==1`,
    headers: { 'X-Request-ID': `r-${number}` },
  })
}
await gateway.flowByQuery('x_request_id:r-29')
const folder = temporaryFolder()

test('records are exported as NDJSON, whole, oldest first', async () => {
  const { code, stderr } = await exported('--ndjson', 'all.ndjson', 'status:418')

  const lines = textOf('all.ndjson').trim().split('\n')
  const records = lines.map((line) => JSON.parse(line) as FlowRecord)
  assert.equal(code, 0)
  assert.match(stderr, /30 records in .*all\.ndjson/)
  assert.equal(records.length, 30)
  assert.deepEqual(
    records.map(({ x_request_id: id }) => id),
    Array.from({ length: 30 }, (_, number) => `r-${number}`),
  )
  assert.equal(records[0]?.attempts[0]?.status, 418)
})

test('records are exported as a table that holds no formula', async () => {
  const { code } = await exported('--csv', 'all.csv')

  const [head = '', first = ''] = textOf('all.csv').split('\r\n')
  assert.equal(code, 0)
  assert.match(head, /^time,request_id,gateway,/)
  assert.ok(first.includes(`,'=short,`), first)
})

test('records are exported as Parquet that DuckDB reads', async () => {
  const { code } = await exported('--parquet', 'all.parquet', 'path:*/1*')

  const connection = await (await DuckDBInstance.create()).connect()
  const sql = `SELECT count(*)::INTEGER AS records, min(time) < now() AS past FROM '${join(folder, 'all.parquet')}'`
  const rows = (await connection.runAndReadAll(sql)).getRowObjects()
  assert.equal(code, 0)
  assert.deepEqual(rows, [{ records: 11, past: true }])
})

test('a mistake in the query is told with its column, and leaves no file', async () => {
  const { code, stderr } = await exported('--csv', 'none.csv', 'statsu:1')

  assert.equal(code, 2)
  assert.match(stderr, /column 1/)
  assert.deepEqual(existsSync(join(folder, 'none.csv')), false)
})

test('a file that cannot be written is told in one sentence', async () => {
  const { code, stderr } = await exported('--csv', 'no/such/folder.csv')

  assert.equal(code, 1)
  assert.match(stderr, /folder\.csv cannot be written: /)
})

test('an export leaves nothing behind in the data folder', async () => {
  await exported('--ndjson', 'again.ndjson')

  const names = readdirSync(join(gateway.dataFolder, 'flow'))
  assert.deepEqual(
    names.filter((name) => name.startsWith('export-')),
    [],
  )
})

test('export without a format, or with two, says which there are', async () => {
  const { code, stderr } = await run(['logs', 'export', '--csv', 'a', '--ndjson', 'b'])

  assert.equal(code, 2)
  assert.match(stderr, /--parquet FILE, --csv FILE and --ndjson FILE/)
})

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

function exported(format: string, name: string, ...query: string[]): Promise<Ended> {
  return run(['logs', 'export', format, join(folder, name), ...query])
}

interface Ended {
  readonly code: number
  readonly stderr: string
}

async function run(words: readonly string[]): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [...programWords, ...words, '--server', gateway.consoleUrl],
    {
      env: { ...process.env, FAULTLINE_TOKEN: gateway.token },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, stderr }
}
