import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

/** What was released, what changed, who did it, and back again: over the management API of one server. */
const owner = ownerOfAll()
const backend = createServer((request, response) => response.end(`saw ${request.url}`))
const backendPort = await listeningPort(backend)
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})
const planted = {
  appSecret: 'planted-secret-of-an-app',
  header: 'planted-value-of-a-header',
  bearer: 'planted-bearer-0123456789',
  variable: 'planted-secret-of-a-variable',
} as const
const gateway = await startGateway(owner, definition('/v1', 'first'), { workers: 2 })
const releases = '/gateways/shop/stages/prod/releases'

function definition(backendPath: string, header: string, more: object = {}): object {
  const config = { set: { 'X-Plain': `${planted.header}-${header}` } }
  const auth = { app: false, permission: false }
  return definitionOf({
    apps: [{ code: 'demo-app', secret: planted.appSecret, owner: 'demo-team' }],
    backends: { default: `http://127.0.0.1:${backendPort}` },
    resources: [{ name: 'orders', path: '/orders', auth, backendPath }],
    stage: {
      variables: { api_token: planted.variable, note: `Bearer ${planted.bearer}` },
      plugins: [{ type: 'header-rewrite', config }],
      ...more,
    },
  })
}

interface List<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

interface ReleaseItem {
  readonly number: number
  readonly hash: string
  readonly madeBy: string
  readonly madeAt: string
  readonly comment: string
  readonly live: boolean
}

interface AuditItem {
  readonly actor: string
  readonly address: string
  readonly kind: string
  readonly path: string
  readonly action: string
  readonly before: unknown
  readonly after: Readonly<Record<string, unknown>> | null
}

async function listed<Item>(path: string): Promise<List<Item>> {
  return (await gateway.api(path)) as List<Item> // as docs/reference/management-api.md says
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await gateway.api(path, { method: 'POST', body: text })
  return answer as Record<string, unknown> // as docs/reference/management-api.md says
}

async function served(): Promise<string> {
  return (await gateway.call({ path: '/api/shop/prod/orders' })).body
}

async function refusal(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; key: string; detail: string }> {
  const headers = { authorization: `Bearer ${gateway.token}` }
  const response = await fetch(`${gateway.consoleUrl}/api/v1${path}`, { ...init, headers })
  const { key, detail } = (await response.json()) as { key: string; detail: string } // a problem
  return { status: response.status, key, detail }
}

test('a rollback makes the old content live again under a new number, on every worker when it answers', async () => {
  await gateway.apply(definition('/v2', 'second'))
  assert.equal(await served(), 'saw /v2')

  const answer = await post('/gateways/shop/stages/prod/rollback', {
    number: 1,
    comment: 'v2 broke',
  })
  const bodies = await Promise.all(Array.from({ length: 20 }, served))

  assert.deepEqual([...new Set(bodies)], ['saw /v1'])
  const { items } = await listed<ReleaseItem>(releases)
  assert.deepEqual(
    items.map(({ number, comment, live }) => [number, comment, live]),
    [
      [3, 'v2 broke', true],
      [2, '', false],
      [1, '', false],
    ],
  )
  assert.equal(items[0]?.hash, items[2]?.hash)
  assert.match(items[2]?.madeBy ?? '', /^--apply \S+definition\.yaml$/)
  assert.equal(items[0]?.madeBy, 'token admin')
  assert.deepEqual(answer, {
    gateway: 'shop',
    stage: 'prod',
    number: 3,
    hash: items[0]?.hash,
    sameAs: 1,
    changed: true,
    live: true,
    workers: 2,
  })
})

test('a rollback to what is live already changes nothing, so it may be sent twice', async () => {
  const before = await listed<ReleaseItem>(releases)

  const answer = await post('/gateways/shop/stages/prod/rollback', { number: 1 })

  assert.equal(answer['changed'], false)
  assert.deepEqual(await listed<ReleaseItem>(releases), before)
})

test('the releases come in pages, newest first, and a cursor of another list is refused', async () => {
  const { items, next } = await listed<ReleaseItem>(`${releases}?limit=2`)
  const rest = await listed<ReleaseItem>(`${releases}?limit=2&cursor=${next ?? ''}`)
  const elsewhere = await refusal(`/audit?cursor=${next ?? ''}`)

  assert.deepEqual(
    items.map(({ number }) => number),
    [3, 2],
  )
  assert.deepEqual(
    rest.items.map(({ number }) => number),
    [1],
  )
  assert.equal(rest.next, null)
  assert.equal(elsewhere.key, 'invalid_parameter')
})

test('a difference names what came, went and changed by field, a hidden value as changed but not as what', async () => {
  const diff = (await gateway.api(`${releases}/2/diff`)) as Record<string, unknown>
  const none = (await gateway.api(`${releases}/3/diff?against=1`)) as Record<string, unknown>
  const all = (await gateway.api(`${releases}/1/diff`)) as { resources: { added: string[] } }

  const empty = { added: [], removed: [], changed: [] }
  assert.deepEqual(diff, {
    number: 2,
    against: 1,
    same: false,
    resources: {
      ...empty,
      changed: [
        { name: 'orders', fields: [{ field: 'backend.path', before: '/v1', after: '/v2' }] },
      ],
    },
    backends: empty,
    plugins: {
      ...empty,
      changed: [
        {
          name: 'header-rewrite',
          fields: [{ field: 'config.set.X-Plain', before: '***', after: '***' }],
        },
      ],
    },
    settings: [],
  })
  assert.equal(none['same'], true)
  assert.deepEqual(all.resources.added, ['orders'])
})

test('the audit says who, what, from where, before and after', async () => {
  const { items } = await listed<AuditItem>('/audit?kind=release')
  const byFile = await listed<AuditItem>(
    `/audit?actor=${encodeURIComponent(items.at(-1)?.actor ?? '')}`,
  )
  const resources = await listed<AuditItem>('/audit?kind=resource&gateway=shop&limit=1')

  const [rollback, second, first] = items
  assert.deepEqual(
    [rollback?.action, rollback?.actor, rollback?.address, rollback?.path],
    ['rollback', 'token admin', '127.0.0.1', 'gateways/shop/stages/prod/releases/3'],
  )
  assert.equal(rollback?.after?.['comment'], 'v2 broke')
  assert.equal(second?.action, 'create')
  assert.match(first?.actor ?? '', /^--apply /)
  assert.ok(byFile.items.some(({ path }) => path === 'apps/demo-app'))
  assert.match(JSON.stringify(resources.items[0]?.before), /"path":"\/v1"/)
  assert.match(JSON.stringify(resources.items[0]?.after), /"path":"\/v2"/)
  assert.deepEqual((await listed<AuditItem>('/audit?to=1')).items, [])
})

test('an application whose secret alone changed is in the audit, the secret is not', async () => {
  const rotated = JSON.stringify(definition('/v1', 'first')).replace(
    planted.appSecret,
    'planted-secret-the-second',
  )
  await gateway.apply(JSON.parse(rotated) as object)

  const { items } = await listed<AuditItem>('/audit?kind=app&limit=1')

  assert.equal(items[0]?.action, 'update')
  assert.equal(items[0]?.after?.['secrets'], 1)
  assert.equal(items[0]?.after?.['changed'], 'a hidden value')
})

test('no hidden value is in a release, in what differs between two, or in the audit', async () => {
  const { items } = await listed<ReleaseItem>(releases)
  const paths = [
    '/gateways',
    '/gateways/shop',
    '/gateways/shop/stages',
    releases,
    '/audit?limit=1000',
    ...items.flatMap(({ number }) => [
      `${releases}/${number}`,
      `${releases}/${number}/diff`,
      `${releases}/${number}/diff?against=0`,
    ]),
  ]

  for (const path of paths)
    assert.doesNotMatch(JSON.stringify(await gateway.api(path)), /planted/, path)
})

test('what is not there, and what cannot be understood, is told with its place', async () => {
  const rollback = '/gateways/shop/stages/prod/rollback'
  const asked = async (body: string) => await refusal(rollback, { method: 'POST', body })

  const missing = [
    await refusal('/gateways/nobody'),
    await refusal('/gateways/shop/stages/nowhere/releases'),
    await refusal(`${releases}/99`),
    await refusal(`${releases}/1/diff?against=99`),
    await asked('{"number":99}'),
  ]
  const invalid = [
    await refusal(`${releases}/0`),
    await refusal('/audit?from=yesterday'),
    await refusal('/audit?gatewy=shop'),
    await refusal('/audit?gateway=%00'),
    await refusal('/gateways/%00/stages/prod/releases'),
    await asked(''),
    await asked('{"number":"1"}'),
    await asked('{"number":1,"because":"x"}'),
  ]

  for (const { status, key } of missing) assert.deepEqual([status, key], [404, 'not_found'])
  for (const { status } of invalid) assert.equal(status, 400)
  assert.deepEqual(
    invalid.slice(5).map(({ key }) => key),
    ['invalid_body', 'invalid_body', 'invalid_body'],
  )
  assert.match(invalid[6]?.detail ?? '', /^number: .*It takes \{"number":3,/)
})

test('what was rolled back stays so after a restart, and the next apply goes on counting', async () => {
  await post('/gateways/shop/stages/prod/rollback', { number: 2, comment: 'v2 after all' })
  await gateway.stop()

  const again = await startGatewayWithFile(owner, undefined, { dataFolder: gateway.dataFolder })
  const answer = await again.call({ path: '/api/shop/prod/orders' })
  const { items } = (await again.api(`${releases}?limit=1`)) as List<ReleaseItem>
  const { releases: made } = (await again.apply(definition('/v5', 'fifth'))) as {
    releases: { number: number }[]
  }

  assert.equal(answer.body, 'saw /v2')
  assert.equal(items[0]?.comment, 'v2 after all')
  assert.equal(made[0]?.number, (items[0]?.number ?? 0) + 1)
})
