import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definitionOf } from '../definitions.ts'
import { startGateway } from '../gateway-process.ts'
import { echoBackend } from './echo-backend.ts'
import { runCallers } from './persistent-callers.ts'

const requestCount = 10_000
const changeCount = 20

test('releases and rollbacks in turns under load: no request fails, and each is live when it is answered', async (t) => {
  const backend = await echoBackend(t)
  const gateway = await startGateway(t, definition(backend.url, 0), { workers: 2 })
  const stage = '/gateways/shop/stages/prod'
  const changes: Promise<unknown>[] = []
  const late: string[] = []

  /** A new release, then the first one again; each in its turn. */
  async function change(at: number): Promise<void> {
    if (at % 2 === 0) {
      await gateway.apply(definition(backend.url, at + 1))
    } else {
      const body = JSON.stringify({ number: 1, comment: `the ${at}th` })
      await gateway.api(`${stage}/rollback`, { method: 'POST', body })
    }
    const wanted = at % 2 === 0 ? `shop-${at + 1}` : 'shop-0'
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => gateway.call({ path: '/api/shop/prod/mark' })), // of both workers
    )
    for (const { body } of answers) if (body !== wanted) late.push(`${body} instead of ${wanted}`)
  }

  const report = await runCallers({
    port: gateway.port,
    connections: 100,
    requests: requestCount,
    pathPrefix: '/api/shop/prod/orders',
    progress(answered) {
      const due = Math.floor((answered / requestCount) * (changeCount + 1))
      while (changes.length < Math.min(due, changeCount)) {
        const at = changes.length
        changes.push((changes.at(-1) ?? Promise.resolve()).then(() => change(at)))
      }
    },
  })
  await Promise.all(changes)
  const { items } = (await gateway.api(`${stage}/releases?limit=1`)) as {
    items: { number: number; live: boolean }[]
  }
  t.diagnostic(`${report.answered.size} answered during ${changes.length} changes`)

  assert.deepEqual(report.wrong, [])
  assert.equal(report.cut.size, 0)
  assert.equal(report.answered.size, requestCount)
  assert.deepEqual(late, [])
  assert.deepEqual(items, [{ ...items[0], number: changeCount + 1, live: true }])
})

/** `/mark` is answered by the gateway itself, with the number that was applied. */
function definition(backendUrl: string, number: number): object {
  const mock = { type: 'mock', config: { response_example: `shop-${number}` } }
  return definitionOf({
    backends: { default: { hosts: [{ url: backendUrl }], retries: 0 } },
    resources: [
      { name: 'order', method: 'POST', path: '/orders/{id}' },
      { name: 'mark', method: 'GET', path: '/mark', plugins: [mock] },
    ],
  })
}
