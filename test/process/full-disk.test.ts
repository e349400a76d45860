import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { definitionOf } from '../definitions.ts'
import { startGateway } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { RawClient } from '../raw-client.ts'

/** A file-size limit of the process stands for a full disk: every file stops growing at 2 MiB. The
 *  records below (a long query and, since they are failures, a body) are longer than that and than
 *  what waits in memory for the disk. */
const limitKib = 2_048
const requests = 3_000
const longQuery = `q=${'x'.repeat(7_000)}`
const longBody = 'y'.repeat(4_000)

test('a disk that fills while running stops no request, and every dropped record is counted', async (t) => {
  const backend = createServer((_request, response) => response.writeHead(500).end(longBody))
  const port = await listeningPort(backend)
  t.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  const auth = { app: false, permission: false }
  const gateway = await startGateway(
    t,
    definitionOf({
      backends: { default: `http://127.0.0.1:${port}` },
      resources: [{ name: 'all', path: '/', matchSubpath: true, auth }],
    }),
    { under: ['bash', '-c', `ulimit -f ${limitKib}; exec "$@"`, 'bash'] },
  )

  const client = await RawClient.connect(gateway.port)
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < requests; sent += 1) {
    client.send(`GET /api/shop/prod/${sent}?${longQuery} HTTP/1.1\r\nHost: shop\r\n\r\n`)
    const { status } = await client.answer()
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  client.close()
  const counts = await recordCounts(gateway.consoleUrl)
  const health = await fetch(`${gateway.consoleUrl}/healthz`)

  assert.deepEqual([...statuses], [[500, requests]])
  assert.ok(counts.dropped > 0, `nothing was dropped of ${counts.written}`)
  assert.equal(counts.written + counts.dropped, requests)
  assert.equal(health.status, 200)
  assert.equal(await gateway.stop(), 0)
})

async function recordCounts(consoleUrl: string): Promise<{ written: number; dropped: number }> {
  const text = await (await fetch(`${consoleUrl}/metrics`)).text()
  const sumOf = (pattern: RegExp): number =>
    [...text.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0)
  return {
    written: sumOf(/^faultline_flow_records_total (\d+)$/gm),
    dropped: sumOf(/^faultline_flow_records_dropped_total\{[^}]*\} (\d+)$/gm),
  }
}
