import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { backUp } from '../../src/storage/backup-file.ts'
import { restore } from '../../src/storage/restore-backup.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { type GatewayProcess, startGateway, startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { field } from '../raw-client.ts'

/** The way of an application to what it may call, on the real program with two workers: each test goes on
 *  where the one before ended. */
const owner = ownerOfAll()
const backend = createServer((request, response) => response.end(`saw ${request.url}`))
const backendPort = await listeningPort(backend)
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})
const auth = { app: true, user: false, permission: true }
const ofFile = { app: 'file-app', resources: ['list_orders'] }
const gateway = await startGateway(owner, definition('/v1'), { workers: 2 })

function definition(backendPath: string): object {
  return definitionOf({
    apps: [{ code: 'file-app', secret: 'secret-of-a-file', owner: 'file-team' }],
    backends: { default: `http://127.0.0.1:${backendPort}` },
    gateway: { public: true },
    resources: ['get_order', 'list_orders', 'pay_order'].map((name) => ({
      name,
      path: `/${name}`,
      auth,
      backendPath: `${backendPath}/${name}`,
    })),
    grants: [ofFile],
  })
}

interface Asked {
  readonly status: number
  readonly etag: string
  readonly body: Members
}

/** What is looked at here of answers, as docs/reference/management-api.md says it. */
interface Members {
  readonly id?: string
  readonly secret?: string
  readonly token?: string
  readonly number?: number
  readonly status?: string | number
  readonly key?: string
  readonly source?: string
  readonly items?: readonly { readonly id: string }[]
  readonly resources?: readonly { readonly status: string }[]
  readonly request?: { readonly decision: { readonly comment: string } }
}

/** By service tokens with the rights of an owner and of a maintainer; '' is the administrator. */
const tokens: Record<string, string> = { '': gateway.token }

async function signIn(name: string, rights: object): Promise<void> {
  const { status, body } = await ask('POST', '/tokens', { name, expiresInDays: 1, ...rights })
  assert.equal(status, 201)
  tokens[name] = body.token ?? ''
}

async function ask(
  method: string,
  path: string,
  body?: object,
  { etag = '', as = '' }: { etag?: string; as?: string } = {},
): Promise<Asked> {
  const response = await fetch(`${gateway.consoleUrl}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens[as] ?? ''}`,
      ...(etag === '' ? {} : { 'if-match': etag }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  shown.push(text)
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as Members),
  }
}

/** Every answer of the management API. */
const shown: string[] = []

interface Called {
  readonly status: number
  readonly code: string
  readonly message: string
}

async function call(
  resource: string,
  secret: string,
  at: GatewayProcess = gateway,
): Promise<Called> {
  const identity = JSON.stringify({ bk_app_code: 'web-shop', bk_app_secret: secret })
  const answer = await at.call({
    path: `/api/shop/prod/${resource}`,
    headers: { 'X-Bkapi-Authorization': identity },
  })
  return {
    status: answer.status,
    code: field(answer, 'x-bkapi-error-code'),
    message: field(answer, 'x-bkapi-error-message'),
  }
}

/** Connections are spread over the workers by the kernel: enough of them meet both. */
async function callEachWorker(resource: string, secret: string): Promise<readonly number[]> {
  const calls = await Promise.all(Array.from({ length: 40 }, () => call(resource, secret)))
  return [...new Set(calls.map(({ status }) => status))]
}

const secrets: { id: string; secret: string }[] = []

async function newSecret(): Promise<string> {
  const { status, body } = await ask('POST', '/apps/web-shop/secrets', undefined, { as: 'owner' })
  assert.equal(status, 201)
  shown.pop() // the one place where it is shown
  const { id = '', secret = '' } = body
  secrets.push({ id, secret })
  return secret
}

test('an application without a permission is refused, and is told what it can ask for', async () => {
  const wanted = { code: 'web-shop', owner: 'web-team', description: 'the shop' }
  const created = await ask('POST', '/apps', wanted)
  assert.equal(created.status, 201)
  assert.deepEqual(created.body, { ...wanted, managedBy: 'api', secrets: [] })

  await signIn('owner', { role: 'app-owner', apps: ['web-shop'] })
  await signIn('maintainer', { role: 'maintainer', gateways: ['shop'] })

  const refused = await call('get_order', await newSecret())

  assert.equal(refused.status, 403)
  assert.equal(refused.code, '1640301')
  assert.match(refused.message, /no permission, bk_app_code=web-shop/)
  const { body } = await ask('GET', '/apps/web-shop/permissions?gateway=shop')
  assert.deepEqual(statusesIn(body), ['need_apply', 'need_apply', 'need_apply'])
})

test('what is approved of a request passes at every worker, what is not stays refused', async () => {
  const [{ secret } = assert.fail()] = secrets
  const wish = {
    app: 'web-shop',
    gateway: 'shop',
    resources: ['get_order', 'pay_order'],
    reason: 'shows orders',
    expiresInDays: 180,
  }
  const asked = await ask('POST', '/permission-requests', wish, { as: 'owner' })
  assert.equal(asked.status, 201)
  const at = `/permission-requests/${asked.body.number}/decision`

  const approval = {
    decision: 'approve',
    resources: ['get_order'],
    comment: 'nobody pays by this',
  }
  assert.equal((await ask('POST', at, approval, { as: 'owner' })).status, 403)
  const decided = await ask('POST', at, approval, { as: 'maintainer' })

  assert.equal(decided.body.status, 'partly_approved')
  assert.deepEqual(await callEachWorker('get_order', secret), [200])
  assert.deepEqual(await callEachWorker('pay_order', secret), [403])
  const { body } = await ask('GET', '/apps/web-shop/permissions?gateway=shop')
  assert.deepEqual(statusesIn(body), ['owned', 'need_apply', 'rejected'])
  const again = await ask('POST', at, { decision: 'reject' }, { as: 'maintainer' })
  assert.equal(again.status, 409)
  assert.equal(again.body.request?.decision.comment, 'nobody pays by this')
})

test('while a secret is replaced both are taken; one that is deleted is refused at once by every worker', async () => {
  const [{ id, secret: old } = assert.fail()] = secrets
  const now = await newSecret()

  assert.deepEqual(await callEachWorker('get_order', old), [200])
  assert.deepEqual(await callEachWorker('get_order', now), [200])
  assert.equal((await ask('POST', '/apps/web-shop/secrets')).body.key, 'two_secrets')
  assert.equal((await ask('DELETE', `/apps/web-shop/secrets/${id}`)).status, 204)

  assert.deepEqual(await callEachWorker('get_order', old), [400])
  assert.deepEqual(await callEachWorker('get_order', now), [200])
})

test('a grant is over at its moment without anybody doing anything, and passes again once it is renewed', async () => {
  const secret = secrets[1]?.secret ?? ''
  const endMs = Date.now() + 700
  const given = await ask('POST', '/gateways/shop/grants', {
    app: 'web-shop',
    resources: ['pay_order'],
    expiresAt: new Date(endMs).toISOString(),
  })
  assert.equal((await call('pay_order', secret)).status, 200)

  let last = await call('pay_order', secret)
  while (last.status === 200 && Date.now() < endMs + 5_000) last = await call('pay_order', secret)

  assert.ok(Date.now() >= endMs)
  assert.match(last.message, /permission has expired, type=resource_permission/)
  const at = `/gateways/shop/grants/${given.body.id}`
  const listed = await ask('GET', '/gateways/shop/grants?expired=true')
  assert.deepEqual(
    listed.body.items?.map(({ id }) => id),
    [given.body.id],
  )
  const renewed = await ask(
    'PATCH',
    at,
    { expiresAt: null },
    { etag: given.etag, as: 'maintainer' },
  )
  assert.equal(renewed.body.source, 'renewed')
  assert.deepEqual(await callEachWorker('pay_order', secret), [200])
})

test('neither an apply, nor a rollback, nor a restored backup takes a permission that people gave', async (t) => {
  const secret = secrets[1]?.secret ?? ''
  const before = (await ask('GET', '/gateways/shop/grants')).body

  await gateway.apply(definition('/v2'))
  await ask('POST', '/gateways/shop/stages/prod/rollback', { number: 1 })

  assert.deepEqual((await ask('GET', '/gateways/shop/grants')).body, before)
  assert.deepEqual(await callEachWorker('get_order', secret), [200])
  const answer = await fetch(`${gateway.consoleUrl}/api/v1/gateways/shop/definition`, {
    headers: { authorization: `Bearer ${gateway.token}` },
  })
  const exported = await answer.text()
  assert.doesNotMatch(exported, /web-shop/)
  assert.match(exported, /file-app/)
  const file = join(temporaryFolder(), 'kept.db')
  await backUp(gateway.dataFolder, file)
  const data = join(temporaryFolder(), 'restored')
  await restore(data, file)
  const restored = await startGatewayWithFile(t, undefined, { dataFolder: data })
  assert.deepEqual(await restored.api('/gateways/shop/grants'), before)
  assert.equal((await call('get_order', secret, restored)).status, 200)
  assert.equal((await call('list_orders', secret, restored)).status, 403)
})

test('a secret is nowhere but in the answer that made it: no answer, audit entry, log or file has it', async () => {
  const audit = JSON.stringify((await ask('GET', '/audit?limit=1000')).body)
  const records = JSON.stringify((await ask('GET', '/flow-records?limit=1000')).body)
  await gateway.stop()

  const kept = readdirSync(gateway.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  const everywhere = [...shown, audit, records, gateway.program.output(), ...kept]

  assert.ok(audit.includes('web-shop') && records.includes('web-shop'))
  assert.equal(secrets.length, 2)
  for (const { secret } of secrets) {
    assert.match(secret, /^fla_\w{60}$/)
    assert.ok(everywhere.every((text) => !text.includes(secret)))
  }
})

function statusesIn({ resources = [] }: Members): readonly string[] {
  return resources.map(({ status }) => status)
}
