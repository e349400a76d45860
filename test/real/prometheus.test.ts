/** What Prometheus itself says of /metrics, by its own promtool. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { before, suite, test } from 'node:test'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { fileOf, missing, startNodeService } from '../real-programs.ts'
import { refusingPort } from '../scripted-backend.ts'

suite('/metrics as Prometheus reads it', { skip: missing('promtool') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let text = ''

  before(async () => {
    const express = await startNodeService(owner, 'express-service.mjs')
    const dead = `http://127.0.0.1:${await refusingPort()}`
    gateway = await startGateway(
      owner,
      definitionOf({
        backends: { shop: express.url, dead },
        resources: [
          { name: 'orders', path: '/orders', backend: 'shop' },
          { name: 'gone', path: '/gone', backend: 'dead' },
        ],
      }),
      { workers: 2 },
    )
    for (const path of ['/orders', '/orders', '/gone', '/none'])
      await gateway.call({ path: `/api/shop/prod${path}` })
    const response = await fetch(`${gateway.consoleUrl}/metrics`)
    text = await response.text()
  })

  test('promtool finds nothing to complain about', () => {
    const { status, stdout, stderr } = spawnSync(fileOf('promtool'), ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    assert.equal(status, 0, `${stdout}${stderr}`)
    assert.equal(stderr, '')
  })

  test('requests, failures with who must act, and both durations are counted', () => {
    const place = 'gateway="shop",stage="prod"'
    assert.match(
      text,
      new RegExp(`^faultline_requests_total\\{${place},answered_by="backend",.* 2$`, 'm'),
    )
    assert.match(
      text,
      new RegExp(
        `^faultline_errors_total\\{${place},key="backend_refused",fault="network",owner="backend"\\} 1$`,
        'm',
      ),
    )
    assert.match(
      text,
      new RegExp(`^faultline_request_duration_seconds_count\\{${place}\\} 3$`, 'm'),
    )
    assert.match(
      text,
      new RegExp(`^faultline_backend_duration_seconds_count\\{${place}\\} 3$`, 'm'),
    )
  })

  test('it is told how many workers serve a release', () => {
    assert.match(text, /^faultline_release_workers\{gateway="shop",stage="prod",number="1"\} 2$/m)
    assert.match(text, /^faultline_backend_connections_idle [12]$/m)
  })
})
