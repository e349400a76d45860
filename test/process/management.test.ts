import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { type GatewayProcess, startGateway } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { field } from '../raw-client.ts'
import { programWords } from '../program-words.ts'

/** The management API and the commands that use it, on one running server. */
const owner = ownerOfAll()
const backend = createServer((request, response) => response.end(`saw ${request.url}`))
const backendPort = await listeningPort(backend)
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})
const gateway = await startGateway(owner, definition('/v1'), {
  workers: 2,
  environment: { SHOP_SECRET: 'a-secret-of-a-definition' },
})

function definition(backendPath: string, name = 'shop'): object {
  const auth = { app: false, permission: false }
  return definitionOf({
    name,
    backends: { default: `http://127.0.0.1:${backendPort}` },
    resources: [{ name: 'all', path: '/', matchSubpath: true, auth, backendPath }],
  })
}

function faultline(words: readonly string[], environment: Record<string, string> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    // the server runs in another process, so this one may wait
    const done = spawnSync(process.execPath, [...programWords, ...words], {
      encoding: 'utf8',
      env: {
        ...process.env,
        NO_COLOR: '1',
        FAULTLINE_SERVER: gateway.consoleUrl,
        FAULTLINE_TOKEN: gateway.token,
        ...environment,
      },
    })
    resolve({ code: done.status, stdout: done.stdout, stderr: done.stderr })
  })
}

async function bodyOf(at: GatewayProcess, path: string): Promise<string> {
  return (await at.call({ path })).body
}

test('an exchange can be asked for by its id, with verdict and evidence', async () => {
  const answer = await gateway.call({ path: '/api/shop/prod/orders' })

  const { record, verdict, evidence } = await gateway.flow(field(answer, 'x-bkapi-request-id'))

  assert.equal(record.status, 200)
  assert.equal(verdict.fault, 'none')
  assert.ok(evidence.length > 0)
})

test('a refusal names the caller as who must act, and the help page is there', async () => {
  const answer = await gateway.call({ path: '/api/nobody/prod/orders' })
  const link = /<([^>]+)>/.exec(field(answer, 'link'))?.[1] ?? ''

  const page = await fetch(link)

  assert.equal(page.status, 200)
  assert.match(await page.text(), /gateway_not_found/)
  const { verdict } = await gateway.flow(field(answer, 'x-bkapi-request-id'))
  assert.equal(verdict.key, 'gateway_not_found')
})

test('an applied definition is served by every worker when the answer comes', async () => {
  for (const version of ['/v2', '/v3', '/v4']) {
    await gateway.apply(definition(version))
    const bodies = await Promise.all(
      Array.from({ length: 20 }, () => bodyOf(gateway, '/api/shop/prod/orders')),
    )
    assert.deepEqual([...new Set(bodies)], [`saw ${version}/orders`])
  }
})

test('a definition with errors changes nothing and lists each with its place', async () => {
  const response = await fetch(`${gateway.consoleUrl}/api/v1/apply`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}` },
    body: 'version: 1\ngateways:\n  - name: shop\n    secret: ${HOME}\n',
  })
  const problem = (await response.json()) as { key: string; errors: { line: number }[] } // ours

  assert.equal(response.status, 422)
  assert.equal(problem.key, 'definition_invalid')
  assert.ok(problem.errors.every(({ line }) => line >= 3))
  assert.match(await bodyOf(gateway, '/api/shop/prod/orders'), /^saw /)
})

test('a definition that is not UTF-8 is refused, with the place, and not half read', async () => {
  const response = await fetch(`${gateway.consoleUrl}/api/v1/apply`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}` },
    body: Buffer.from('version: 1\napps: [{ code: a, secret: "\xff\xfe" }]\n', 'latin1'),
  })
  const problem = (await response.json()) as { errors: { line: number; column: number }[] } // ours

  assert.equal(response.status, 422)
  assert.deepEqual(
    problem.errors.map(({ line, column }) => [line, column]),
    [[2, 28]],
  )
})

test('faultline apply sends the values of its own environment and shows what changed', async () => {
  const file = join(temporaryFolder(), 'second.yaml')
  const text = JSON.stringify(definition('/env', 'second')).replace(
    `http://127.0.0.1:${backendPort}`,
    '${SECOND_URL}',
  )
  writeFileSync(file, text)

  const without = await faultline(['apply', file])
  const dry = await faultline(['apply', '--dry-run', file], {
    SECOND_URL: `http://127.0.0.1:${backendPort}`,
  })
  const missing = await bodyOf(gateway, '/api/second/prod/orders')
  const done = await faultline(['apply', file], { SECOND_URL: `http://127.0.0.1:${backendPort}` })

  assert.equal(without.code, 2)
  assert.match(without.stderr, /second\.yaml:1:\d+ the environment variable SECOND_URL is not set/)
  assert.equal(dry.code, 0)
  assert.match(dry.stdout, /Nothing was applied: this was a dry run/)
  assert.match(missing, /1640401|1640402/)
  assert.equal(done.code, 0, done.stderr)
  assert.match(done.stdout, /\+ gateway gateways\/second/)
  assert.equal(await bodyOf(gateway, '/api/second/prod/orders'), 'saw /env/orders')
  assert.match(await bodyOf(gateway, '/api/shop/prod/orders'), /^saw /) // others are not touched
})

test('a command without a valid token, or without a server, says what to do', async () => {
  const file = join(temporaryFolder(), 'shop.yaml')
  writeFileSync(file, JSON.stringify(definition('/v1')))

  const wrong = await faultline(['apply', file], { FAULTLINE_TOKEN: 'not-the-token' })
  const nobody = await faultline(['apply', file], { FAULTLINE_SERVER: 'http://127.0.0.1:1' })

  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /refused the management token: set FAULTLINE_TOKEN/)
  assert.equal(nobody.code, 1)
  assert.match(
    nobody.stderr,
    /^No answer from http:\/\/127\.0\.0\.1:1 \([^\n]+\)\. Is "faultline start" running there\?/,
  )
})

test('/metrics counts by who answered, and a restarted worker takes nothing away', async () => {
  const before = await requestsCounted()
  await gateway.call({ path: '/api/shop/prod/orders' })
  const counted = await requestsCounted()
  await gateway.api('/workers/0/restart', { method: 'POST' })
  await gateway.program.said(/records of the ended worker are saved/)
  const after = await requestsCounted()

  assert.ok(counted > before)
  assert.ok(after >= counted, `${after} after ${counted}`)
  assert.equal((await gateway.call({ path: '/api/shop/prod/orders' })).status, 200)
  await healthUntil('ok')
  const { items } = (await gateway.api('/nodes')) as NodeList
  const [worker] = items[0]?.workers ?? []
  assert.deepEqual([items.length, worker?.state, worker?.restarts], [1, 'running', 1])
  assert.match(worker?.lastFailure ?? '', /./)
  assert.deepEqual(items[0]?.store, { kind: 'sqlite', state: 'ok' })
})

interface NodeList {
  readonly items: readonly {
    readonly workers: readonly { state: string; restarts: number; lastFailure: string }[]
    readonly store: object
  }[]
}

test('a log engine that is killed is shown, started again, and no record is lost', async () => {
  const answer = await gateway.call({ path: '/api/shop/prod/orders' })
  const [engine] = childrenOf(gateway.controlPid)
  process.kill(engine ?? assert.fail('there is no log engine'), 'SIGKILL')

  await healthUntil('degraded')
  const { record } = await gateway.flow(field(answer, 'x-bkapi-request-id'))
  await healthUntil('ok')

  assert.equal(record.status, 200)
  assert.notEqual(childrenOf(gateway.controlPid)[0], engine)
})

test('the server examines itself in the language that is asked for', async () => {
  const sentenceIn = async (query: string, accepted: string): Promise<string> => {
    const headers = { 'accept-language': accepted }
    const answer = await gateway.api(`/doctor?probe=false${query}`, { headers })
    const { findings } = answer as { readonly findings: readonly { readonly sentence: string }[] }
    return findings.map(({ sentence }) => sentence).join('')
  }

  assert.match(await sentenceIn('', 'zh-CN,zh;q=0.9'), /[一-鿿]/)
  assert.doesNotMatch(await sentenceIn('&lang=en', 'zh'), /[一-鿿]/)
})

test('the log engine’s process holds no secret of ours in its environment', async (t) => {
  const pid = gateway.controlPid
  const list = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(list)) return t.skip('only Linux shows the environment of a process')
  const children = readFileSync(list, 'utf8').split(' ').filter(Boolean)

  const environments = children.map((child) => readFileSync(`/proc/${child}/environ`, 'utf8'))

  assert.equal(environments.length, 1)
  assert.match(environments[0] ?? '', /MALLOC_ARENA_MAX=1/)
  assert.doesNotMatch(environments[0] ?? '', /FAULTLINE_|a-secret-of-a-definition/)
})

test('the data folder is for its user alone', () => {
  const mode = (name: string): string =>
    (statSync(join(gateway.dataFolder, name)).mode & 0o777).toString(8)

  assert.equal(mode('.'), '700')
  assert.equal(mode('keys'), '700')
  for (const name of [
    'control.db',
    'control.db-wal',
    'instance-id',
    'runtime.json',
    'faultline.lock',
    'keys/shop.pem',
  ])
    assert.equal(mode(name), '600', name)
})

/** Processes whose parent is this one (the fourth field of /proc/PID/stat, proc(5)). */
function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number)
}

function parentOf(pid: string): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1])
  } catch {
    return 0 // it ended meanwhile
  }
}

async function healthUntil(status: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${gateway.consoleUrl}/healthz`)
    const health = (await response.json()) as { status: string } // our own answer
    if (health.status === status) return
  }
}

async function requestsCounted(): Promise<number> {
  const text = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
  const lines = text.matchAll(/^faultline_requests_total\{[^}]*gateway="shop"[^}]*\} (\d+)$/gm)
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0)
}
