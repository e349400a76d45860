import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

/** A file system of its own, so that it can really be full. */
const canMount = process.getuid?.() === 0 && process.platform === 'linux'
const longText = 'x'.repeat(1_000)
const resourceCount = 500

test(
  'a full disk refuses a release before any worker is asked, says so, and takes it once there is room',
  { skip: canMount ? false : 'needs root on Linux, for a small file system' },
  async (t) => {
    const disk = temporaryFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk])
    t.after(() => execFileSync('umount', ['-l', disk]))
    const backend = createServer((request, response) => response.end(`saw ${request.url}`))
    const port = await listeningPort(backend)
    t.after(() => {
      backend.closeAllConnections()
      backend.close()
    })
    const definition = (path: string, resources: number): object =>
      definitionOf({
        backends: { default: `http://127.0.0.1:${port}` },
        resources: [
          { name: 'all', path: '/', backendPath: path },
          ...Array.from({ length: resources }, (_, at) => ({
            name: `r${at}`,
            path: `/r${at}/${longText}`,
          })),
        ],
      })
    const dataFolder = join(disk, 'data')
    mkdirSync(dataFolder, { mode: 0o700 })
    const gateway = await startGateway(t, definition('/v1', 0), { dataFolder })
    const filler = join(disk, 'filler')
    fillUp(filler)

    await assert.rejects(gateway.apply(definition('/v2', resourceCount)), /507 .*storage_failed/)
    const whileFull = await gateway.call({ path: '/api/shop/prod/' })
    rmSync(filler)
    await gateway.apply(definition('/v2', resourceCount))
    const afterwards = await gateway.call({ path: '/api/shop/prod/' })

    assert.equal(whileFull.body, 'saw /v1')
    await gateway.program.said(
      /The database file \S+ cannot be written: the disk is full \(SQLITE_FULL\)/,
    )
    assert.equal(afterwards.body, 'saw /v2')
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
