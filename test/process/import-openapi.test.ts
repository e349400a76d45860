import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { ImportAnswer } from '../../src/definition/openapi/imported-definition.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { faultline } from '../faultline-command.ts'
import { startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

/** A document of nearly 300 operations from its file to calls through the gateway. */
const owner = ownerOfAll()
const backend = createServer((request, response) => {
  response.end(`${request.method} ${request.url}`)
})
const backendPort = await listeningPort(backend)
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})
const folder = temporaryFolder()
const box = gunzipSync(
  readFileSync(new URL('../corpus/openapi/box.openapi30.json.gz', import.meta.url)),
).toString('utf8')
const documentFile = join(folder, 'box.json')
const definitionFile = join(folder, 'definition.yaml')
writeFileSync(documentFile, box)
writeFileSync(
  definitionFile,
  definition('{ file: ./box.json, partial: true, auth: { app: false } }'),
)
const gateway = await startGatewayWithFile(owner, definitionFile)

function definition(openapi: string): string {
  return `version: 1
gateways:
  - name: box
    stages:
      - name: prod
        backends: { default: { hosts: [{ url: "http://127.0.0.1:${backendPort}" }] } }
    openapi: ${openapi}
`
}

const calls = [
  { method: 'GET', path: '/files/123', sees: 'GET /2.0/files/123' },
  { method: 'DELETE', path: '/folders/7', sees: 'DELETE /2.0/folders/7' },
  { method: 'OPTIONS', path: '/files/content', sees: 'OPTIONS /2.0/files/content' },
  { method: 'GET', path: '/folders/0/items?limit=2', sees: 'GET /2.0/folders/0/items?limit=2' },
  // a server and a variable of its own
  { method: 'GET', path: '/authorize', sees: 'GET /api/oauth2/authorize' },
  {
    method: 'GET',
    path: '/legal_hold_policy_assignments/9/files_on_hold',
    sees: 'GET /2.0/legal_hold_policy_assignments/9/files_on_hold',
  },
] as const

for (const { method, path, sees } of calls) {
  test(`an operation of the document can be called: ${method} ${path}`, async () => {
    const answer = await gateway.call({ method, path: `/api/box/prod${path}` })

    assert.equal(answer.status, 200)
    assert.equal(answer.body, sees)
  })
}

test('an operation that the document does not have is answered by the gateway', async () => {
  const answer = await gateway.call({ method: 'PATCH', path: '/api/box/prod/files/123' })

  assert.equal(answer.status, 404)
})

test('apply sends the document along, and a changed one becomes a release', async () => {
  const options = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: gateway.token }
  const words = ['apply', '--no-probe', definitionFile]

  const same = await faultline(words, options)
  writeFileSync(documentFile, box.replace('"/files/{file_id}/copy"', '"/files/{file_id}/copied"'))
  const changed = await faultline(words, options)

  assert.match(same.stdout, /^Nothing to change\.$/m)
  assert.match(changed.stdout, /^~ resource gateways\/box\/resources\/post_files_id_copy$/m)
  assert.match(changed.stdout, /^release box\/prod #2$/m)
  const answer = await gateway.call({ method: 'POST', path: '/api/box/prod/files/1/copied' })
  assert.equal(answer.body, 'POST /2.0/files/1/copied')
})

test('what cannot be taken is told with the lines of the document, and nothing is applied', async () => {
  const strict = join(folder, 'strict.yaml')
  writeFileSync(strict, definition('box.json'))
  const options = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: gateway.token }

  const { code, stderr } = await faultline(['apply', strict], options)

  assert.equal(code, 2)
  assert.match(stderr, /strict\.yaml:7:14 19 operations of this document cannot be taken/)
  assert.match(stderr, /box\.json:2321:7 "thumbnail\.\{extension\}": a variable stands for one/)
  assert.match(stderr, /\n {2}2321 \| +"get": \{/)
  assert.match(stderr, /^20 errors; nothing was applied\.$/m)
})

test('a start with it ends at once, and says the same', async () => {
  const { code, stderr } = await faultline(['start', '--apply', join(folder, 'strict.yaml')])

  assert.equal(code, 2)
  assert.match(stderr, /box\.json:2321:7 .*\n {2}2321 \| +"get": \{/)
})

test('a definition that is sent names no files of the server', async () => {
  await assert.rejects(
    gateway.api('/apply', { method: 'POST', body: definition(documentFile) }),
    /the server reads no files for a definition that it receives/,
  )
})

test('the management API gives what the command gives, and changes nothing', async () => {
  const sent = join(folder, 'sent.json')
  writeFileSync(sent, box)

  const init = { method: 'POST', body: box }
  const answer = (await gateway.api('/import/openapi', init)) as ImportAnswer // deepEqual below
  const printed = await faultline(['import', 'openapi', '--json', sent])

  assert.deepEqual(answer, JSON.parse(printed.stdout))
  assert.deepEqual([answer.operations, answer.taken], [296, 277])
})

test('what the management API cannot read is a problem with its place', async () => {
  const send = (body: string | Uint8Array<ArrayBuffer>) =>
    gateway.api('/import/openapi', { method: 'POST', body })

  await assert.rejects(send('{"paths": {}}'), /422 .*"key":"openapi_invalid".*"line":1,"column":1/)
  await assert.rejects(send(new Uint8Array([0x61, 0xff])), /422 .*a byte that is not UTF-8/)
  await assert.rejects(send(''), /400 .*"key":"invalid_parameter"/)
})
