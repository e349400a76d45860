import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Owner } from '../clean-up.ts'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, startGatewayWithFile, type GatewayProcess } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

/** Ten in the full run: FAULTLINE_TEST_KILLS=10 (npm run conformance:kill). */
const kills = Number(process.env['FAULTLINE_TEST_KILLS'] ?? 2)
const releases = '/gateways/shop/stages/prod/releases'

test('killed between preparing and keeping a release it starts with the old one, and says so', async (t) => {
  const port = await versionBackend(t)
  const deathFile = join(temporaryFolder(), 'dies-when-it-publishes')
  const preload = fileURLToPath(new URL('../publish-death.mjs', import.meta.url))
  const environment = { NODE_OPTIONS: `--import=${preload}`, FAULTLINE_TEST_DEATH_FILE: deathFile }
  const gateway = await startGateway(t, definition(port, 1), { environment })
  writeFileSync(deathFile, '')

  await assert.rejects(gateway.apply(definition(port, 2)))
  assert.equal(await gateway.program.ended, 'SIGKILL')
  rmSync(deathFile)
  const again = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })

  assert.deepEqual(await whole(again), { number: 1, version: '1' })
  assert.match(again.program.output(), /the server ended during a change, which was not kept/)
  await again.apply(definition(port, 2))
  assert.deepEqual(await whole(again), { number: 2, version: '2' })
})

test('killed at any moment of an apply it starts with the old release or the new one, whole', async (t) => {
  const port = await versionBackend(t)
  let gateway = await startGateway(t, definition(port, 1))
  const seen: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const before = await whole(gateway)
    const applying = gateway.apply(definition(port, before.number + 1)).then(
      () => true,
      () => false,
    )
    await wait(Math.random() * 20) // about as long as an apply takes
    gateway.program.child.kill('SIGKILL')
    await gateway.program.ended
    const wasAnswered = await applying
    gateway = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })

    const after = await whole(gateway)
    seen.push(after.number - before.number)
    assert.ok(after.number === before.number || after.number === before.number + 1)
    if (wasAnswered) assert.equal(after.number, before.number + 1) // what was answered is kept
  }
  t.diagnostic(`${kills} kills: ${seen.filter((one) => one === 1).length} left the new release`)
})

/** Which release is served; that history, audit and the definition say the same. */
async function whole(gateway: GatewayProcess): Promise<{ number: number; version: string }> {
  const { body: version } = await gateway.call({ path: '/api/shop/prod/' })
  const listed = (await gateway.api(releases)) as {
    items: { number: number; live: boolean; hash: string }[]
  }
  const audit = (await gateway.api('/audit?kind=release')) as {
    items: { after: { number: number } }[]
  }
  const { resources } = (await gateway.api('/gateways/shop')) as {
    resources: { backend: { path: string } }[]
  }

  const numbers = listed.items.map(({ number }) => number)
  assert.deepEqual(
    audit.items.map(({ after }) => after.number),
    numbers,
  )
  assert.equal(resources[0]?.backend.path, `/${version}`)
  assert.equal(version, String(numbers[0]))
  assert.deepEqual(
    listed.items.filter(({ live }) => live).map(({ number }) => number),
    [numbers[0]],
  )
  return { number: numbers[0] ?? 0, version }
}

/** Release N asks the backend for `/N`, which it answers with. */
function definition(port: number, version: number): object {
  return definitionOf({
    backends: { default: `http://127.0.0.1:${port}` },
    resources: [{ name: 'version', path: '/', backendPath: `/${version}` }],
  })
}

async function versionBackend(owner: Owner): Promise<number> {
  const backend = createServer((request, response) => response.end(request.url?.slice(1)))
  const port = await listeningPort(backend)
  owner.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  return port
}
