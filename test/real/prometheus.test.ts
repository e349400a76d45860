/** What Prometheus itself says of /metrics, by its own promtool. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { before, suite, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
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
          { name: 'orders', path: '/orders', backend: 'shop', matchSubpath: true },
          { name: 'gone', path: '/gone', backend: 'dead' },
        ],
      }),
      { workers: 2 },
    )
    for (const path of ['/orders/7', '/orders/8', '/orders', '/gone', '/none'])
      await gateway.call({ path: `/api/shop/prod${path}` })
    text = await untilConcluded(gateway, 5)
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
      new RegExp(`^faultline_request_duration_seconds_count\\{${place}\\} 4$`, 'm'),
    )
    assert.match(
      text,
      new RegExp(`^faultline_backend_duration_seconds_count\\{${place}\\} 4$`, 'm'),
    )
  })

  test('every answer is counted once by who gave it and whose fault it is, also when the log engine dies', async () => {
    const place = 'gateway="shop",stage="prod"'
    const nowhere = 'gateway="",stage="",responder="gateway",fault="client",status_class="4xx"'
    assert.deepEqual(answersIn(text), {
      [`${place},responder="backend",fault="none",status_class="2xx"`]: 2,
      [`${place},responder="service",fault="gateway",status_class="4xx"`]: 1,
      [`${place},responder="gateway",fault="network",status_class="5xx"`]: 1,
      [nowhere]: 1,
    })
    assert.match(text, /^faultline_answers_missed_bytes_total 0$/m)

    killLogEngine(gateway)
    for (const path of ['/orders/9', '/gone']) await gateway.call({ path: `/api/shop/prod${path}` })
    const later = await untilConcluded(gateway, 7)

    assert.deepEqual(answersIn(later), {
      [`${place},responder="backend",fault="none",status_class="2xx"`]: 3,
      [`${place},responder="service",fault="gateway",status_class="4xx"`]: 1,
      [`${place},responder="gateway",fault="network",status_class="5xx"`]: 2,
      [nowhere]: 1,
    })
    assert.match(later, /^faultline_log_engine_restarts_total [1-9]$/m)
  })

  test('a host that failed too often is told while workers pass it over', async () => {
    for (let count = 0; count < 12; count++) await gateway.call({ path: '/api/shop/prod/gone' })

    const later = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()

    assert.match(
      later,
      /^faultline_backend_hosts_ejected\{gateway="shop",stage="prod",backend="dead",endpoint="127\.0\.0\.1:\d+"\} [12]$/m,
    )
    assert.match(later, /^faultline_backend_requests 0$/m)
    assert.doesNotMatch(text, /^faultline_backend_hosts_ejected\{/m)
  })

  test('promtool finds nothing to complain about', async () => {
    const all = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const { status, stdout, stderr } = spawnSync(fileOf('promtool'), ['check', 'metrics'], {
      input: all,
      encoding: 'utf8',
    })
    assert.equal(status, 0, `${stdout}${stderr}`)
    assert.equal(stderr, '')
  })

  test('it is told how many workers serve a release', () => {
    assert.match(text, /^faultline_release_workers\{gateway="shop",stage="prod",number="1"\} 2$/m)
    assert.match(text, /^faultline_backend_connections_idle [12]$/m)
  })
})

function answersIn(text: string): Record<string, number> {
  const found = text.matchAll(/^faultline_answers_total\{(.*)\} (\d+)$/gm)
  return Object.fromEntries([...found].map(([, labels = '', count]) => [labels, Number(count)]))
}

/** Conclusions follow within a second or two, and after a restart of the log engine somewhat later. */
async function untilConcluded(gateway: GatewayProcess, count: number): Promise<string> {
  const endMs = Date.now() + 20_000
  for (;;) {
    const text = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const sum = Object.values(answersIn(text)).reduce((total, each) => total + each, 0)
    if (sum >= count || Date.now() > endMs) return text
    await wait(50)
  }
}

function killLogEngine({ controlPid }: GatewayProcess): void {
  const children = spawnSync('pgrep', ['-P', String(controlPid), '-f', 'log-engine'], {
    encoding: 'utf8',
  })
  for (const pid of children.stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL')
}
