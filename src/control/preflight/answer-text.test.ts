import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerOf, isWhole } from './answer-text.ts'

test('an answer is whole by its length, by its last chunk, or by a status without a body', () => {
  const whole = [
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
    'HTTP/1.1 204 No Content\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  ]
  const begun = [
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n',
    'HTTP/1.1 200 OK\r\n\r\nuntil the end',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-',
  ]

  assert.deepEqual(whole.map(isWhole), [true, true, true, true])
  assert.deepEqual(begun.map(isWhole), [false, false, false, false, false])
})

test('the body is without its chunks and read as UTF-8; a body that breaks off is kept as far as it came', () => {
  const chinese = Buffer.from('响应').toString('latin1')
  const head = 'HTTP/1.1 500 Broken\r\nTransfer-Encoding: chunked\r\n\r\n'

  const answer = answerOf(`${head}3;x=y\r\n${chinese.slice(0, 3)}\r\n3\r\n${chinese.slice(3)}\r\n`)

  assert.equal(answer?.body, '响应')
  assert.equal(answer.status, 500)
  assert.equal(answer.reason, 'Broken')
  assert.equal(answer.complete, false)
  assert.equal(answerOf(`${head}ff\r\nshort`)?.body, 'short')
})

test('what is no HTTP is no answer, and odd field lines are left out', () => {
  assert.equal(answerOf('SSH-2.0-OpenSSH_9.2\r\n\r\n'), undefined)
  assert.equal(answerOf(''), undefined)
  assert.deepEqual(answerOf('HTTP/1.0 200\r\nno colon\r\nA:  b \r\n\r\n')?.headers, [['A', 'b']])
})

test('hundreds of interim answers, and chunk lines without an end, end the reading', () => {
  const interim = 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(2_500)

  assert.equal(answerOf(interim), undefined)
  assert.equal(
    answerOf(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(9_000)}`)
      ?.body.length,
    9_000,
  )
})
