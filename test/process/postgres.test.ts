import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, startGatewayWithFile } from '../gateway-process.ts'
import { postgresPassword, startPostgres } from '../postgres-server.ts'
import { listeningPort } from '../program.ts'
import { missing } from '../real-programs.ts'
import { programWords } from '../program-words.ts'

/** The whole server with its control state in a real PostgreSQL. */

test(
  'the server keeps its state in PostgreSQL, goes on serving when that is gone, and never shows the password',
  { skip: missing('postgresql') },
  async (t) => {
    const backend = createServer((request, response) => response.end(`saw ${request.url}`))
    const port = await listeningPort(backend)
    t.after(() => {
      backend.closeAllConnections()
      backend.close()
    })
    const definition = (path: string): object =>
      definitionOf({
        backends: { default: `http://127.0.0.1:${port}` },
        resources: [{ name: 'all', path: '/', backendPath: path }],
      })
    const postgres = await startPostgres(t)
    const environment = { FAULTLINE_DATABASE: await postgres.newDatabase() }
    const first = await startGateway(t, definition('/v1'), { environment, workers: 2 })
    await first.apply(definition('/v2'))
    const body = JSON.stringify({ number: 1 })
    await first.api('/gateways/shop/stages/prod/rollback', { method: 'POST', body })
    await first.stop()

    const gateway = await startGatewayWithFile(t, undefined, { environment })
    const served = await gateway.call({ path: '/api/shop/prod/' })
    const { items } = (await gateway.api('/audit?kind=release')) as { items: { action: string }[] }
    await postgres.stop()
    const whileGone = await gateway.call({ path: '/api/shop/prod/' })
    const applying = await applied(gateway.consoleUrl, gateway.token, definition('/v3'))
    const history = await fetch(`${gateway.consoleUrl}/api/v1/audit`, {
      headers: { authorization: `Bearer ${gateway.token}` },
    })
    const metrics = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const nodes = await gateway.api('/nodes')
    const stillServed = await gateway.call({ path: '/api/shop/prod/' })

    assert.equal(served.body, 'saw /v1')
    assert.deepEqual(
      items.map(({ action }) => action),
      ['rollback', 'create', 'create'],
    )
    assert.equal(whileGone.body, 'saw /v1')
    assert.deepEqual(applying, { status: 507, key: 'storage_failed' })
    assert.equal(history.status, 503)
    assert.match(metrics, /^faultline_control_store_up 0$/m)
    assert.match(metrics, /^faultline_flow_records_total [1-9]/m)
    assert.match(JSON.stringify(nodes), /"store":\{"kind":"postgres","state":"away"\}/)
    assert.equal(stillServed.body, 'saw /v1')
    await gateway.program.said(
      /The database postgres:\/\/faultline@127\.0\.0\.1:\d+\/test_1 cannot be reached/,
    )
    assert.equal(existsSync(join(gateway.dataFolder, 'control.db')), false)
    assert.ok(!gateway.program.output().includes(postgresPassword))
    assert.equal(await gateway.stop(), 0)
  },
)

test(
  'a password that PostgreSQL refuses, and a database that is not there, are told in one sentence',
  { skip: missing('postgresql') },
  async (t) => {
    const postgres = await startPostgres(t)
    const started = (database: string): { code: number | null; said: string } => {
      const folder = join(temporaryFolder(), 'data')
      const words = ['start', `--data=${folder}`, '--listen=127.0.0.1:0', '--console=127.0.0.1:0']
      const done = spawnSync(process.execPath, [...programWords, ...words], {
        encoding: 'utf8',
        env: { ...process.env, FAULTLINE_DATABASE: database },
        timeout: 60_000,
      })
      return { code: done.status, said: done.stderr }
    }

    const refused = started(postgres.wrongPassword)
    const missingOne = started((await postgres.newDatabase()).replace(/test_1$/, 'nowhere'))

    assert.deepEqual([refused.code, missingOne.code], [1, 1])
    assert.match(
      refused.said,
      /^faultline: The database postgres:\/\/faultline@\S+\/postgres does not accept this user and password \(28P01\)\. [^\n]+\n$/,
    )
    assert.match(
      missingOne.said,
      /^faultline: The database postgres:\/\/faultline@\S+\/nowhere does not exist \(3D000\)\. Create it with createdb[^\n]+\n$/,
    )
  },
)

async function applied(
  consoleUrl: string,
  token: string,
  definition: object,
): Promise<{ status: number; key: string }> {
  const response = await fetch(`${consoleUrl}/api/v1/apply`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(definition),
  })
  const { key } = (await response.json()) as { key: string } // a problem
  return { status: response.status, key }
}
