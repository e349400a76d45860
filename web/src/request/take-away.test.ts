import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../../../src/diagnosis/transcripts/diagnose-text.ts'
import { wholeRecord } from '../../../src/model/record-defaults.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { curlOf } from './record-curl.ts'
import { harOf } from './record-har.ts'

const record = wholeRecord({
  request_id: '0197a8c2-3d7e-7f11-9a51-0242ac120002',
  method: 'POST',
  http_path: '/api/shop/prod/pay',
  params: 'note=it%27s',
  body: `it's`,
  app_code: 'web',
  status: 502,
  response_body: '<html>502</html>',
  backend_headers: [['Content-Type', 'text/html']],
})

test('the line for a shell is one request, quoted, and holds no secret', () => {
  assert.equal(
    curlOf(record, 'http://gateway:8800'),
    `curl -i --globoff -X POST -H 'X-Bkapi-Authorization: {"bk_app_code":"web","bk_app_secret":"YOUR_APP_SECRET"}' ` +
      `--data-raw 'it'\\''s' 'http://gateway:8800/api/shop/prod/pay?note=it%27s'`,
  )
})

test('the HAR can be read by our own reader of pasted texts', () => {
  // only what the function looks at
  const verdict = { key: 'backend_refused', summary: 'refused' } as Verdict
  const text = JSON.stringify(harOf(record, verdict, 'http://gateway:8800'))

  const found = diagnoseText(text, 'en')

  assert.equal(found.detected, 'har')
  assert.notEqual(found.verdict.key, 'not_explained')
})
