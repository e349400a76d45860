/** Server-sent events as `curl -N` gets them through a real nginx, which buffers by default. */
import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { ownerOfAll, type Owner } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { adminToken, startGateway, type GatewayProcess } from '../gateway-process.ts'
import { startProgram, type Program } from '../program.ts'
import { missing, startNginx, type RunningServer } from '../real-programs.ts'
import { refusingPort } from '../scripted-backend.ts'

suite('server-sent events', { skip: missing('nginx', 'curl') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let nginx: RunningServer
  let definition: (path: string) => object
  let dead = ''

  before(async () => {
    dead = `http://127.0.0.1:${await refusingPort()}`
    definition = (path) =>
      definitionOf({ backends: { dead }, resources: [{ name: 'gone', path, backend: 'dead' }] })
    const words = ['--no-probe', '--alarm-seconds=1']
    gateway = await startGateway(owner, definition('/gone'), { workers: 2, words })
    nginx = await startNginx(owner, {
      http: `
        server {
          listen 127.0.0.1:@PORT@;
          location / { proxy_pass ${gateway.consoleUrl}; proxy_http_version 1.1; }
        }`,
    })
  })

  const listen = (parameters: string, lastId?: string): Program =>
    curl(owner, `${nginx.url}/api/v1/events?${parameters}`, lastId)

  test('records that match a query come as they happen, and no others', async () => {
    const stream = listen('topics=flow-records&gateway=shop&query=path:*/wanted%20fault:network')
    await stream.said(/event: ready/)
    await engineRuns(gateway)

    await gateway.call({ path: '/api/shop/prod/gone?other' })
    const answer = await gateway.call({ path: '/api/shop/prod/gone/wanted' })
    assert.equal(answer.status, 404, 'the path is not there')
    await gateway.apply(definition('/gone/{name}'))
    await gateway.call({ path: '/api/shop/prod/gone/unwanted' })
    await gateway.call({ path: '/api/shop/prod/gone/wanted' })
    await stream.said(/"http_path":"[^"]*\/wanted"/)

    assert.deepEqual(
      framesOf(stream, 'flow-record').map(({ fault, key }) => [fault, key]),
      [['network', 'backend_refused']],
    )
  })

  test('the owner of an application hears of its calls alone, and nothing of what is behind the gateway', async () => {
    const wanted = { name: 'of-web', role: 'app-owner', apps: ['web'], expiresInDays: 1 }
    const made = await gateway.api('/tokens', { method: 'POST', body: JSON.stringify(wanted) })
    const { token } = made as { token: string }
    const parameters = 'topics=flow-records&query=fault:network'
    const stream = curl(owner, `${nginx.url}/api/v1/events?${parameters}`, undefined, token)
    await stream.said(/event: ready/)

    for (const app of ['other', 'web']) {
      const headers = { 'X-Bkapi-Authorization': JSON.stringify({ bk_app_code: app }) }
      await gateway.call({ path: `/api/shop/prod/gone/of-${app}`, headers })
    }
    await stream.said(/"http_path":"[^"]*\/of-web"/)

    const records = framesOf(stream, 'flow-record')
    assert.deepEqual(
      records.map(({ app_code: app, key }) => [app, key]),
      [['web', 'backend_refused']],
    )
    assert.ok(!stream.output().includes(new URL(dead).host), 'the address of the backend')
    const hidden = 'topics=flow-records&query=backend_host:*'
    const refused = await fetch(`${gateway.consoleUrl}/api/v1/events?${hidden}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    assert.equal(refused.status, 403)
  })

  test('a release is told step by step, with the answer of each worker; one who comes again gets the rest', async () => {
    const stream = listen('topics=releases,workers')
    await stream.said(/event: ready/)

    await gateway.apply(definition('/other'))
    await stream.said(/"step":"kept"/)
    await stream.stop()

    const events = framesOf(stream, 'release')
    assert.deepEqual(
      events.map(({ step }) => step),
      ['validated', 'prepared', 'acknowledged', 'acknowledged', 'published', 'kept'],
    )
    const workers = events.filter(({ step }) => step === 'acknowledged').map(({ worker }) => worker)
    assert.deepEqual(new Set(workers), new Set([0, 1]))
    const [first] = [...stream.output().matchAll(/^id: (\S+)$/gm)].map(([, id]) => id)
    const again = listen('topics=releases', first)
    await again.said(/"step":"kept"/)
    assert.deepEqual(
      framesOf(again, 'release').map(({ step }) => step),
      ['prepared', 'acknowledged', 'acknowledged', 'published', 'kept'],
    )
  })

  test('a worker that dies and comes back is told', async () => {
    const stream = listen('topics=workers')
    await stream.said(/event: ready/)

    await gateway.api('/workers/1/restart', { method: 'POST' })
    await stream.said(/"state":"running"/)

    assert.deepEqual(
      framesOf(stream, 'worker').map(({ index, state }) => [index, state]),
      [
        [1, 'restarting'],
        [1, 'running'],
      ],
    )
  })

  test('an alarm is told when it begins', async () => {
    const stream = listen('topics=alarms&gateway=shop')
    await stream.said(/event: ready/)
    const rule = {
      name: 'Something fails',
      severity: 'warning',
      query: 'status:>=400',
      condition: { measure: 'count', comparison: '>=', threshold: 1 },
      windowMinutes: 1,
      quietMinutes: 0,
      receivers: [],
    }
    await gateway.api('/gateways/shop/alarm-rules', { method: 'POST', body: JSON.stringify(rule) })

    await gateway.call({ path: '/api/shop/prod/nowhere' })
    await stream.said(/event: alarm/)

    const [alarm] = framesOf(stream, 'alarm')
    const { name } = (alarm?.['rule'] ?? {}) as { readonly name?: string }
    assert.deepEqual([alarm?.['state'], alarm?.['gateway'], name], ['fired', 'shop', rule.name])
  })

  test('proxies are told not to hold it back, and nobody to keep it', async () => {
    const ending = new AbortController()
    const { headers } = await fetch(`${gateway.consoleUrl}/api/v1/events?topics=releases`, {
      headers: { authorization: `Bearer ${adminToken}` },
      signal: ending.signal,
    })
    ending.abort()

    assert.equal(headers.get('content-type'), 'text/event-stream; charset=utf-8')
    assert.equal(headers.get('x-accel-buffering'), 'no')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
  })

  test('wrong topics and queries are told as problems, not as a stream', async () => {
    const problem = async (parameters: string): Promise<unknown> => {
      const response = await fetch(`${gateway.consoleUrl}/api/v1/events?${parameters}`, {
        headers: { authorization: `Bearer ${adminToken}` },
      })
      return ((await response.json()) as { key: string }).key
    }

    assert.equal(await problem('topics=everything'), 'invalid_parameter')
    assert.equal(await problem('topics=flow-records&query=(status:'), 'invalid_query')
    assert.equal(await problem(''), 'invalid_parameter')
  })

  test('when the server stops, the stream ends in order', async () => {
    const stream = listen('topics=releases,flow-records')
    await stream.said(/event: ready/)

    await gateway.stop()

    assert.equal(await stream.ended, 0, 'curl saw the end of the body')
    assert.match(stream.output(), /event: end\ndata: \{"reason":"the server is stopping"\}/)
  })
})

function curl(owner: Owner, url: string, lastId?: string, token = adminToken): Program {
  const again = lastId === undefined ? [] : ['-H', `Last-Event-ID: ${lastId}`]
  const words = ['-sN', '-H', `Authorization: Bearer ${token}`, ...again, url]
  return startProgram(owner, 'curl', words)
}

/** A stream may be there before the log engine is. */
async function engineRuns(gateway: GatewayProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const health = await fetch(`${gateway.consoleUrl}/healthz`)
    const { logEngine } = (await health.json()) as { logEngine: { state: string } }
    if (logEngine.state === 'running') return
    await wait(25)
  }
}

function framesOf(program: Program, name: string): Record<string, unknown>[] {
  const pattern = new RegExp(`^event: ${name}\ndata: (.+)$`, 'gm')
  return [...program.output().matchAll(pattern)].map(([, data = '']) => {
    return JSON.parse(data) as Record<string, unknown>
  })
}
