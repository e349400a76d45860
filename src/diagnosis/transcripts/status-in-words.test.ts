import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'
import { statusInWords } from './status-in-words.ts'

test('a status in words is found', () => {
  const said: readonly (readonly [string, number])[] = [
    ['status=502', 502],
    ['Status Code: 404', 404],
    ['the service returned a 502:', 502],
    ['the service returned 502 Bad Gateway', 502],
    ['we got a 503 again', 503],
    ['response code 429', 429],
    ['Response: 500', 500],
    ['it responded with 401', 401],
    ['HTTP/1.1 502 Bad Gateway', 502],
    ['HTTP 200 in 0.5 s', 200],
    ['接口报 502', 502],
    ['返回了 404', 404],
    ['状态码：503', 503],
    ['request failed with status code 502', 502],
    ['ClientResponseError: 502, message=x', 502],
    ['too many 503 error responses', 503],
    ['<Response [502]>', 502],
    ['error code: 504', 504],
    ['took 404 ms, status 500', 500],
  ]
  for (const [words, status] of said) assert.equal(statusInWords(words), status, words)
})

test('a time, a count, an exit code, a process or a place is no status', () => {
  const said = [
    'Response time: 450 ms',
    'Response (512 ms):',
    'the service returned in 404 ms this:',
    'returned 450ms later',
    'query returned 404 rows',
    'it returned 300 users',
    '返回 404 条记录',
    'status 500 bytes',
    'the job finished with code 255',
    'exit code 255, exit status 255',
    '2024/01/01 12:00:00 [error] 523#523: *45 client intended to send too large body: 5242880 bytes',
    'GnuTLS recv error (-510): The TLS connection was non-properly terminated.',
    'GnuTLS recv error (-110)',
    'Error: Parse Error: Expected HTTP/\n    at Socket.socketOnData (node:_http_client:500:22) {',
    "Response payload is not completed: <TransferEncodingError: 400, message='Not enough data'>",
    'the job finished with code 137',
    'error on line 404',
    'status 5021',
    'HTTP/1.1 100 Continue',
  ]
  for (const words of said) assert.equal(statusInWords(words), 0, words)
})

test('a body that calls itself a success beats a number beside it', () => {
  const texts = [
    'Response time: 450 ms\n{"code":0,"message":"success","data":{"id":1}}',
    'Response (512 ms):\n{"code":0,"message":"ok","data":{"id":1}}',
    'the service returned in 404 ms this: {"result":true,"code":0,"message":"OK","data":[1,2]}',
    'error 404 was yesterday, now: {"result":true,"code":0,"message":"OK"}',
  ]
  for (const text of texts) assert.equal(diagnoseText(text).verdict.fault, 'none', text)
})

test('a status in words still tells of a body that says nothing', () => {
  assert.equal(diagnoseText('we got a 502:\n{"id":1}').hops[0]?.status, 502)
})

test('lines that begin with a word and a colon are no members of an object', () => {
  const { verdict } = diagnoseText("ERROR: the build failed\nERROR: it can't go on")

  assert.equal(verdict.certainty, 'unknown')
})
