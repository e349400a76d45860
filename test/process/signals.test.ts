import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { type Owner, ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { type GatewayProcess, startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { until, untilAsync } from '../protocol/until.ts'
import { RawClient } from '../raw-client.ts'

/** A gateway whose backend holds every answer until the test gives it. */
async function withHeldBackend(owner: Owner, words: readonly string[] = []) {
  const held: ServerResponse[] = []
  const backend = createServer((_request, response) => void held.push(response))
  const port = await listeningPort(backend)
  owner.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  const file = join(temporaryFolder(), 'shop.yaml')
  writeFileSync(file, JSON.stringify(definition(port)))
  const gateway = await startGatewayWithFile(owner, file, { words: ['--no-probe', ...words] })
  const nextHeld = async (): Promise<ServerResponse> => {
    await until(() => held.length > 0, 'a request at the backend')
    return held.shift() ?? assert.fail('nothing is held')
  }
  return { gateway, file, nextHeld, port }
}

function definition(port: number, path = '/orders'): object {
  const auth = { app: false, permission: false }
  return definitionOf({
    backends: { default: `http://127.0.0.1:${port}` },
    resources: [{ name: 'orders', path, matchSubpath: true, auth }],
  })
}

/** Is told of its files again and again, and restarted after that. */
const reapplied = await withHeldBackend(ownerOfAll())

const request = 'GET /api/shop/prod/orders HTTP/1.1\r\nHost: shop\r\n\r\n'

async function healthOf({ consoleUrl }: GatewayProcess): Promise<{ code: number; status: string }> {
  const response = await fetch(`${consoleUrl}/healthz`)
  const body = (await response.json()) as { status: string } // our own answer
  return { code: response.status, status: body.status }
}

test('SIGTERM: the request in flight gets its answer, new connections are refused, exit 0', async (t) => {
  const { gateway, nextHeld } = await withHeldBackend(t)
  const caller = (await RawClient.connect(gateway.port)).send(request)
  const response = await nextHeld()

  gateway.program.child.kill('SIGTERM')
  await gateway.program.said(/stopping/)
  await refused(gateway.port)
  response.end('late but whole')
  const answer = await caller.answer()

  assert.equal(answer.status, 200)
  assert.equal(answer.body, 'late but whole')
  assert.match(answer.raw, /\r\nconnection: close\r\n/i)
  assert.equal(await gateway.program.ended, 0)
  assert.equal(existsSync(join(gateway.dataFolder, 'runtime.json')), false)
})

test('with a drain delay /-/healthy says 503 while connections are still accepted', async (t) => {
  const { gateway } = await withHeldBackend(t, ['--drain-delay=2'])
  assert.equal((await gateway.call({ path: '/-/healthy' })).status, 200)

  gateway.program.child.kill('SIGTERM')
  await gateway.program.said(/stopping/)
  let draining = await gateway.call({ path: '/-/healthy' })
  await untilAsync(async () => {
    draining = await gateway.call({ path: '/-/healthy' })
    return draining.status !== 200 // until the worker is told
  }, '503 on /-/healthy')
  const health = await healthOf(gateway)

  assert.equal(draining.status, 503)
  assert.deepEqual(health, { code: 503, status: 'draining' })
  assert.equal(await gateway.program.ended, 0)
})

test('a second signal ends it at once, whatever is in flight', async (t) => {
  const { gateway, nextHeld } = await withHeldBackend(t)
  const caller = (await RawClient.connect(gateway.port)).send(request)
  await nextHeld()

  gateway.program.child.kill('SIGTERM')
  await gateway.program.said(/stopping/)
  gateway.program.child.kill('SIGTERM') // the same one again at once: a shell does that
  gateway.program.child.kill('SIGINT')

  assert.equal(await gateway.program.ended, 130)
  caller.close()
})

test('SIGHUP applies the files as they are now; a bad file changes nothing and is told', async () => {
  const { gateway, file, port } = reapplied

  writeFileSync(file, 'version: 2')
  gateway.program.child.kill('SIGHUP')
  await gateway.program.said(/definitions not applied: [^\n]+shop\.yaml:1:/)
  const before = await gateway.call({ path: '/api/shop/prod/parcels/1' })
  writeFileSync(file, JSON.stringify(definition(port, '/elsewhere')))
  gateway.program.child.kill('SIGHUP')
  await gateway.program.said(/definitions applied again changedStages=1/)
  const after = await gateway.call({ path: '/api/shop/prod/orders' })

  assert.equal(before.status, 404)
  assert.equal(after.status, 404) // the old path is gone
  assert.deepEqual(await healthOf(gateway), { code: 200, status: 'ok' })
})

test('SIGHUP while the state cannot be kept tells the cause, and changes nothing', async (t) => {
  const { gateway, file, port } = reapplied
  // Waits its turn: the gateway may be writing what it has just started with.
  const other = new DatabaseSync(join(gateway.dataFolder, 'control.db'), { timeout: 20_000 })
  other.exec('BEGIN IMMEDIATE') // the lock of one who writes
  t.after(() => other.close())

  writeFileSync(file, JSON.stringify(definition(port, '/never')))
  gateway.program.child.kill('SIGHUP')
  const [told] = await gateway.program.said(/definitions not applied: [^\n]+ cause=[^\n]+\n/)
  const miss = await gateway.call({ path: '/api/shop/prod/never' })

  assert.match(told, /cause="The database file .+ is locked by another program \(SQLITE_BUSY\)/)
  assert.equal(miss.status, 404)
})

test('a restart without files serves the last state, under the same token and keys', async (t) => {
  const { gateway } = reapplied
  const key = readFileSync(join(gateway.dataFolder, 'keys', 'shop.pem'), 'utf8')
  await gateway.stop()

  const again = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })
  const miss = await again.call({ path: '/api/shop/prod/nothing' })

  assert.match(miss.body, /1640401/) // the stage is there, the path is not
  assert.equal(readFileSync(join(gateway.dataFolder, 'keys', 'shop.pem'), 'utf8'), key)
})

test('killed without warning it starts again at once: no lock and no half-written file stays', async (t) => {
  const { gateway } = await withHeldBackend(t)
  gateway.program.child.kill('SIGKILL')
  await gateway.program.ended

  const again = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })

  assert.equal((await healthOf(again)).code, 200)
  await untilAsync(async () => (await healthOf(again)).status === 'ok', 'the log engine as well')
})

async function refused(port: number): Promise<void> {
  const isRefused = async (): Promise<boolean> => {
    try {
      const client = await RawClient.connect(port)
      client.close()
      return false
    } catch {
      return true
    }
  }
  await untilAsync(isRefused, 'a refused connection')
}
