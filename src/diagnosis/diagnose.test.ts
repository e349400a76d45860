import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { goldenRecord } from '../../test/flows/golden-record.ts'
import { errorTable } from '../model/error-table.ts'
import { diagnose } from './diagnose.ts'

const own500 = {
  status: 500,
  backend_status: 500,
  backend_headers: [['Content-Type', 'application/json']],
  response_body: '{"code":3540100,"message":"database is locked","request_id":"ab12"}',
}

test('a record of the service makes a likely verdict a confirmed one', () => {
  const record = goldenRecord(own500)
  const statement = 'the service logged 500 for this request id'

  const before = diagnose(record)
  const after = diagnose(record, {
    evidence: [{ source: 'backend-log', statement, weight: 'strong' }],
  })

  assert.equal(before.certainty, 'likely')
  assert.equal(after.certainty, 'confirmed')
  assert.ok(after.evidence.some((piece) => piece.statement === statement))
})

test('a refusal of a circle from behind this gateway is the fault of the definition, not of a service', () => {
  const { code, status } = errorTable.recursive_request
  const refusal = {
    code,
    data: null,
    code_name: 'RECURSIVE_REQUEST',
    message: 'Recursion',
    result: false,
  }
  const verdict = diagnose(
    goldenRecord({
      ...own500,
      status,
      backend_status: status,
      response_body: JSON.stringify(refusal),
    }),
  )

  assert.equal(verdict.key, 'recursive_request')
  assert.deepEqual(
    [verdict.responder, verdict.fault, verdict.owner, verdict.certainty],
    ['gateway', 'gateway', 'publisher', 'likely'],
  )
})

test('evidence of a log never confirms what a fingerprint says of the access layer', () => {
  const record = goldenRecord({
    ...own500,
    backend_headers: [],
    response_body:
      '<html><center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center></html>',
  })

  const verdict = diagnose(record, {
    evidence: [{ source: 'backend-log', statement: 'seen', weight: 'strong' }],
  })

  assert.equal(verdict.certainty, 'likely')
})

test('the help address is put before the key', () => {
  const verdict = diagnose(goldenRecord(own500), { helpUrl: 'https://console.example.test' })

  assert.equal(verdict.help, 'https://console.example.test/errors/service_error')
})

test('an unmatched record without a backend is judged', () => {
  const { backend: _, ...record } = goldenRecord({
    status: 404,
    error_key: 'gateway_not_found',
    answered_by: 'gateway',
  })

  assert.equal(diagnose({ ...record, backend: '' }).key, 'gateway_not_found')
})

test('diagnosis runs in a browser: no file of it imports node:*', () => {
  const folder = import.meta.dirname
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )

  const offending = files.filter((name) =>
    /from 'node:/.test(readFileSync(`${folder}/${name}`, 'utf8')),
  )
  assert.deepEqual(offending, [])
})

test('a backend that wrote the code of a gateway without the rest is told by what it wrote', () => {
  const { key, evidence } = diagnose(
    goldenRecord({
      ...own500,
      status: 504,
      backend_status: 504,
      response_body: '{"code":1650401,"message":"Request backend service timeout","result":false}',
    }),
  )

  assert.equal(key, 'backend_imitates_gateway')
  assert.ok(evidence.some(({ statement }) => /carries the code of a gateway/.test(statement)))
})
