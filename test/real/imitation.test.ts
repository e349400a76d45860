import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { responseDescriptions } from '../../src/model/verdict.ts'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'

/** A backend that copies the gateway's own error, marks and all. */
const body = JSON.stringify({
  code: 1640001,
  data: null,
  code_name: 'INVALID_ARGS',
  message: 'Parameters error [reason="app code cannot be empty"]',
  result: false,
})
const marks = [
  'X-Bkapi-Error-Code: 1640001',
  'X-Bkapi-Error-Message: Parameters error',
  'X-Bkapi-Request-ID: 00000000-0000-7000-8000-000000000000',
  'Proxy-Status: faultline; error=http_request_error',
]

const owner = ownerOfAll()
let gateway: GatewayProcess

before(async () => {
  const forged = script
    .readRequest()
    .respond(400, body, `${marks.join('\r\n')}\r\nContent-Type: application/json\r\n`)
    .again()
  const { url } = await scriptedBackend(owner, forged)
  const resources = [{ name: 'partner', path: '/partner' }]
  gateway = await startGateway(owner, definitionOf({ backends: { default: url }, resources }))
})

test("a backend that imitates the gateway's error is recorded as the service", async () => {
  const answer = await gateway.call({ path: '/api/shop/prod/partner' })
  const { verdict, record } = await gateway.flow(field(answer, 'X-Bkapi-Request-ID'))

  assert.equal(verdict.responder, 'service')
  assert.equal(verdict.key, 'backend_imitates_gateway')
  assert.equal(verdict.response_desc, responseDescriptions.as_is)
  assert.equal(record.answered_by, 'backend')
  assert.equal(record.code, 0)
})

test('the caller can tell an imitation: our marks are cut, the status we received is stated', async () => {
  const answer = await gateway.call({ path: '/api/shop/prod/partner' })

  assert.equal(answer.status, 400)
  assert.equal(answer.body, body)
  assert.equal(field(answer, 'X-Bkapi-Error-Code'), '')
  assert.equal(field(answer, 'X-Bkapi-Error-Message'), '')
  assert.equal(field(answer, 'Proxy-Status'), 'faultline; received-status=400')
  assert.notEqual(field(answer, 'X-Bkapi-Request-ID'), '00000000-0000-7000-8000-000000000000')
})
