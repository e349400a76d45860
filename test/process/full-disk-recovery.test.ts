import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { RawClient } from '../raw-client.ts'

/** A file system of its own, so that it can really be full. */
const sizeMebibytes = 64
const longQuery = `q=${'x'.repeat(7_000)}`
/** Their records are more than what waits in memory for the disk. */
const requests = 3_500
const canMount = process.getuid?.() === 0 && process.platform === 'linux'

test(
  'a disk that was full takes records again by itself; what was dropped is counted and told as a gap',
  { skip: canMount ? false : 'needs root on Linux, for a small file system' },
  async (t) => {
    const disk = temporaryFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMebibytes}m`, 'tmpfs', disk])
    t.after(() => execFileSync('umount', ['-l', disk]))
    const backend = createServer((_request, response) => response.end('fine'))
    const port = await listeningPort(backend)
    t.after(() => {
      backend.closeAllConnections()
      backend.close()
    })
    mkdirSync(join(disk, 'data'), { mode: 0o700 })
    const auth = { app: false, permission: false }
    const gateway = await startGateway(
      t,
      definitionOf({
        backends: { default: `http://127.0.0.1:${port}` },
        resources: [{ name: 'all', path: '/', matchSubpath: true, auth }],
      }),
      { dataFolder: join(disk, 'data') },
    )
    await send(gateway.port, 'before', 5, '')
    await gateway.flowByQuery('path:*/before-4') // it is written, so it is no part of what is dropped
    const filler = join(disk, 'filler')
    fillUp(filler)

    const whileFull = await send(gateway.port, 'full', requests, longQuery)
    const listed = await gateway.flowByQuery('path:*/before-4')
    const full = await lossesOf(gateway)
    rmSync(filler)
    await until(async () => (await metric(gateway, 'faultline_flow_log_lag_seconds')) === 0)
    const afterwards = await send(gateway.port, 'free', 50, '')
    const last = await gateway.flowByQuery('path:*/free-49')
    const recovered = await lossesOf(gateway)

    assert.deepEqual(whileFull, new Map([[200, requests]]))
    assert.ok(full.dropped > 0)
    assert.equal(listed.record.status, 200)
    assert.deepEqual(afterwards, new Map([[200, 50]]))
    assert.equal(last.record.status, 200)
    assert.equal(recovered.dropped, full.dropped)
    assert.deepEqual(
      recovered.gaps.map(({ reason }) => reason),
      ['disk_error'],
    )
    assert.equal(recovered.gaps[0]?.records, full.dropped)
  },
)

/** To the last page. */
function fillUp(path: string): void {
  for (const bytes of [1_048_576, 65_536, 4_096]) {
    const chunk = Buffer.alloc(bytes)
    try {
      for (;;) appendFileSync(path, chunk)
    } catch {
      // no room for so much
    }
  }
}

async function send(
  port: number,
  name: string,
  count: number,
  query: string,
): Promise<ReadonlyMap<number, number>> {
  const client = await RawClient.connect(port)
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < count; sent++) {
    client.send(`GET /api/shop/prod/${name}-${sent}?${query} HTTP/1.1\r\nHost: shop\r\n\r\n`)
    const { status } = await client.answer()
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  client.close()
  return statuses
}

interface Losses {
  readonly dropped: number
  readonly gaps: readonly { readonly reason: string; readonly records?: number }[]
}

async function lossesOf(gateway: GatewayProcess): Promise<Losses> {
  await wait(1_200) // gaps are written down once a second
  const { gaps } = (await gateway.api('/flow-records?limit=1000&query=path:*/before-4')) as Losses
  return { dropped: await metric(gateway, 'faultline_flow_records_dropped_total'), gaps }
}

async function metric(gateway: GatewayProcess, name: string): Promise<number> {
  const text = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
  const found = text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))
  return [...found].reduce((sum, [, value]) => sum + Number(value), 0)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return
    await wait(100)
  }
  throw new Error('it never came true')
}
