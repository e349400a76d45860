import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mock } from './mock.ts'
import { bindListed, decisionOf, testExchange } from './plugin-under-test.ts'

function answerOf(config: unknown) {
  const outcome = decisionOf(bindListed(mock, config), testExchange())
  if (outcome.kind !== 'answer') throw new Error('mock did not answer')
  const { body, ...head } = outcome.answer
  return { ...head, body: Buffer.from(body).toString() }
}

test('status, body and header fields are those of the options, and the answer is marked a mock', () => {
  const answer = answerOf({
    response_status: 201,
    response_example: '{"id": 1}',
    response_headers: [{ key: 'X-Kind', value: 'example' }],
  })

  assert.deepEqual(answer, {
    answeredBy: 'mock',
    status: 201,
    headerLines: 'X-Kind: example\r\nContent-Type: application/json; charset=utf-8\r\n',
    body: '{"id": 1}',
  })
})

test('both shapes of header fields mean the same, and a content type given is kept', () => {
  const list = answerOf({
    response_example: 'hi',
    response_headers: [{ key: 'content-type', value: 'text/html' }],
  })
  const map = answerOf({
    response_example: 'hi',
    response_headers: { 'content-type': 'text/html' },
  })

  assert.deepEqual(list, map)
  assert.equal(list.headerLines, 'content-type: text/html\r\n')
})

test('without options the answer is an empty 200', () => {
  assert.deepEqual(answerOf({}), { answeredBy: 'mock', status: 200, headerLines: '', body: '' })
})

test('a body that is no JSON is plain text', () => {
  assert.match(answerOf({ response_example: 'hello' }).headerLines, /text\/plain; charset=utf-8/)
})

test('the check names fields we write ourselves, unsafe values and a body that cannot be', () => {
  const problems = mock.check?.({
    response_status: 204,
    response_example: 'x',
    response_headers: {
      'Content-Length': 5,
      'X-A': 'a\r\nb',
      'x a': '1',
      'X-Bkapi-Error-Code': '1',
    },
  })

  assert.deepEqual(
    problems?.map(({ message }) => message),
    [
      'Content-Length is written by the gateway itself',
      'a header value may hold printable ASCII, space and tab only',
      '"x a" is not a header field name',
      'X-Bkapi-Error-Code is written by the gateway itself',
      'an answer 204 has no body',
    ],
  )
})
