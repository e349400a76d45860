import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { ownerOfAll } from '../clean-up.ts'
import { type GatewayProcess, startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

/** A gateway from an empty data folder to callers and back, over HTTP only: made, two stages, a backend, a
 *  real OpenAPI document, looked at before, released, edited, compared, rolled back. */
const owner = ownerOfAll()
const backend = createServer((request, response) => response.end(`saw ${request.url}`))
const backendPort = await listeningPort(backend)
const closed = createServer()
const deadPort = await listeningPort(closed)
closed.close()
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})
const box = gunzipSync(
  readFileSync(new URL('../corpus/openapi/box.openapi30.json.gz', import.meta.url)),
)
let gateway: GatewayProcess = await startGatewayWithFile(owner, undefined, { workers: 2 })

interface Asked {
  readonly status: number
  readonly etag: string
  readonly body: Readonly<Record<string, unknown>>
}

async function ask(
  method: string,
  path: string,
  body?: object | Uint8Array,
  etag = '',
): Promise<Asked> {
  const headers = new Headers({ authorization: `Bearer ${gateway.token}` })
  if (etag !== '') headers.set('if-match', etag)
  const payload = body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body)
  const init = body === undefined ? { method, headers } : { method, headers, body: payload }
  const response = await fetch(`${gateway.consoleUrl}/api/v1${path}`, init)
  const text = await response.text()
  const read = text === '' ? {} : (JSON.parse(text) as Asked['body']) // as management-api.md says
  return { status: response.status, etag: response.headers.get('etag') ?? '', body: read }
}

/** As `ask`, where nothing else than success will do. */
async function done(
  method: string,
  path: string,
  body?: object | Uint8Array,
  etag = '',
): Promise<Asked> {
  const asked = await ask(method, path, body, etag)
  assert.ok(asked.status < 300, `${method} ${path}: ${JSON.stringify(asked.body)}`)
  return asked
}

async function called(stage: string, path: string): Promise<string> {
  return (await gateway.call({ path: `/api/files/${stage}${path}` })).body
}

const hosts = (port: number): object => ({ hosts: [{ url: `http://127.0.0.1:${port}` }] })
const files = '/gateways/files'
const resource = `${files}/resources/get_files_id`

test('a gateway is made, imported, looked at, released, edited, compared and rolled back', async () => {
  await done('POST', '/gateways', { name: 'files', maintainers: ['ann'] })
  await done('PUT', `${files}/stages/prod/backends/default`, hosts(backendPort))
  await done('POST', `${files}/stages`, { name: 'test', backends: { default: hosts(deadPort) } })
  const imported = await done('POST', `${files}/draft/import`, box)

  const operations = imported.body['imported'] as { action: string }[]
  assert.ok(operations.length > 200, `${operations.length} operations`)
  assert.deepEqual(new Set(operations.map(({ action }) => action)), new Set(['create']))
  assert.deepEqual(imported.body['problems'], [])

  const found = await done('GET', `${files}/resources?search=/files/{file_id}&method=GET&limit=1`)
  const [item] = found.body['items'] as { name: string }[]
  assert.equal(item?.name, 'get_files_id')
  await done('PATCH', resource, { auth: { app: false } }, '*')

  const dead = await done('POST', `${files}/stages/test/preflight`)
  const alive = await done('POST', `${files}/stages/prod/preflight`)
  assert.deepEqual([dead.body['worst'], alive.body['worst']], ['blocker', 'info'])
  const [finding] = dead.body['findings'] as { key: string; path: string }[]
  assert.deepEqual([finding?.key, finding?.path], ['backend_refused', 'backends/default'])

  const careful = await ask('POST', `${files}/stages/test/release`, { preflight: true })
  assert.deepEqual([careful.status, careful.body['key']], [422, 'not_releasable'])
  await done('POST', `${files}/stages/test/release`, { comment: 'the backend comes later' })
  const released = await done('POST', `${files}/stages/prod/release`, { preflight: true })
  const { workers, of } = Object(released.body['live'])
  assert.deepEqual([released.body['number'], workers, of], [1, 2, 2])
  assert.equal(await called('prod', '/files/7'), 'saw /2.0/files/7')

  await done('PATCH', resource, { backend: { path: '/v3/files/{file_id}' } }, '*')
  const { body: draft } = await done('GET', `${files}/draft`)
  const [prod] = draft['stages'] as { pending: object; diff: { resources: object } }[]
  assert.deepEqual(prod?.pending, { resources: 1 })
  assert.deepEqual(Reflect.get(prod.diff.resources, 'changed'), [
    {
      name: 'get_files_id',
      fields: [
        { field: 'backend.path', before: '/2.0/files/{file_id}', after: '/v3/files/{file_id}' },
      ],
    },
  ])
  assert.equal(await called('prod', '/files/7'), 'saw /2.0/files/7', 'a draft is not served')
  await done('POST', `${files}/stages/prod/release`, { comment: 'version 3' })
  assert.equal(await called('prod', '/files/7'), 'saw /v3/files/7')

  await done('POST', `${files}/stages/prod/rollback`, { number: 1, comment: 'version 3 is late' })
  assert.equal(await called('prod', '/files/7'), 'saw /2.0/files/7')
  const { body: stage } = await done('GET', `${files}/stages/prod`)
  assert.deepEqual(
    stage['pending'],
    { resources: 1 },
    'what was rolled back is not served, and said',
  )
})

test('a draft that was acknowledged is there after kill -9, and is released then', async () => {
  const { etag } = await done('GET', resource)
  const edited = await done('PATCH', resource, { backend: { path: '/v4/{file_id}' } }, etag)
  gateway.program.child.kill('SIGKILL')
  await gateway.program.ended

  const { dataFolder } = gateway
  gateway = await startGatewayWithFile(owner, undefined, { dataFolder })
  const after = await done('GET', resource)
  const served = await called('prod', '/files/7')
  await done('POST', `${files}/stages/prod/release`)

  assert.deepEqual([after.etag, after.body], [edited.etag, edited.body])
  assert.equal(served, 'saw /2.0/files/7')
  assert.equal(await called('prod', '/files/7'), 'saw /v4/7')
})

test('a stage that is taken off is answered as one that does not exist, until it is released again', async () => {
  await done('POST', `${files}/stages/prod/unpublish`, { comment: 'maintenance' })
  const off = await gateway.call({ path: '/api/files/prod/files/7' })
  await done('POST', `${files}/stages/prod/release`)

  assert.equal(off.status, 404)
  assert.match(off.body, /"code_name":"API_NOT_FOUND"/)
  assert.equal(await called('prod', '/files/7'), 'saw /v4/7')
})
