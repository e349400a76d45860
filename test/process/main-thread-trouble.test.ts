import assert from 'node:assert/strict'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { echoBackend } from '../journeys/echo-backend.ts'
import { runCallers } from '../journeys/persistent-callers.ts'

const blockedMs = 1_500

test('with the main thread stuck or in error workers go on serving, new connections and all, and then it goes on', async (t) => {
  const backend = await echoBackend(t)
  const file = join(temporaryFolder(), 'trouble')
  const preload = fileURLToPath(new URL('../main-thread-trouble.mjs', import.meta.url))
  const environment = { NODE_OPTIONS: `--import=${preload}`, FAULTLINE_TEST_TROUBLE_FILE: file }
  const gateway = await startGateway(t, definition(backend.url, 1), { environment, workers: 2 })
  let asked = 0
  const calls = async (requests: number): Promise<void> => {
    const pathPrefix = `/api/shop/prod/orders/${++asked}`
    const plan = { port: gateway.port, connections: 20, requests, pathPrefix }
    const report = await runCallers({ ...plan, progress: () => undefined })
    assert.deepEqual([report.answered.size, report.cut.size, report.wrong], [requests, 0, []])
  }

  const stuckMs = performance.now()
  tell(file, `block ${blockedMs}`)
  const health = fetch(`${gateway.consoleUrl}/healthz`).then(() => performance.now() - stuckMs)
  let rounds = 0
  for (; performance.now() - stuckMs < blockedMs - 300; rounds++) await calls(200)
  const answeredMs = await health
  for (const what of ['throw', 'reject']) {
    tell(file, what)
    await gateway.program.said(what === 'throw' ? /nobody catches/ : /nobody waits for/)
    await calls(200)
  }
  await gateway.apply(definition(backend.url, 2))
  const { body } = await gateway.call({ path: '/api/shop/prod/mark' })
  const metrics = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
  t.diagnostic(`${rounds * 200} requests answered while the main thread stood still`)

  assert.ok(answeredMs > blockedMs - 100, `the main thread was not stuck: ${answeredMs} ms`)
  assert.ok(rounds > 0)
  assert.equal(body, 'shop-2')
  assert.match(metrics, /^faultline_main_thread_defects_total 2$/m)
  const expected = (rounds + 2) * 200 + 1
  assert.equal(await recordCount(gateway, expected), expected)
  assert.equal(await gateway.stop(), 0)
})

/** Whole or not there. */
function tell(file: string, text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

/** The log may be a second behind: once it holds `expected`, or a while later. */
async function recordCount(gateway: GatewayProcess, expected: number): Promise<number> {
  const giveUpMs = performance.now() + 10_000
  for (;;) {
    const metrics = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const found = Number(/^faultline_flow_records_total (\d+)$/m.exec(metrics)?.[1])
    if (found >= expected || performance.now() > giveUpMs) return found
    await wait(50)
  }
}

/** `/mark` is answered by the gateway itself, with the number that was applied. */
function definition(backendUrl: string, number: number): object {
  const mock = { type: 'mock', config: { response_example: `shop-${number}` } }
  return definitionOf({
    backends: { default: backendUrl },
    resources: [
      { name: 'order', method: 'POST', path: '/orders/{round}/{id}' },
      { name: 'mark', method: 'GET', path: '/mark', plugins: [mock] },
    ],
  })
}
