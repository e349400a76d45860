import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { bodyIn } from './json-body.ts'
import { ApiProblem } from './problem.ts'

const schema = Type.Object({ hosts: Type.Array(Type.Object({ url: Type.String() })) })

function sent(body: Uint8Array | string | undefined): FastifyRequest {
  const routeOptions = { config: {} }
  // all that is read
  return {
    body: body === undefined ? undefined : Buffer.from(body),
    routeOptions,
  } as FastifyRequest
}

function problemOf(body: Uint8Array | string | undefined): ApiProblem {
  try {
    bodyIn(sent(body), schema)
  } catch (error) {
    assert.ok(error instanceof ApiProblem)
    assert.equal(error.key, 'invalid_body')
    return error
  }
  return assert.fail('it was taken')
}

test('a body that its schema allows is taken as it is', () => {
  assert.deepEqual(bodyIn(sent('{"hosts":[{"url":"http://a"}]}'), schema), {
    hosts: [{ url: 'http://a' }],
  })
})

test('each wrong member of a body is named as people write it', () => {
  const { message, more } = problemOf('{"hosts":[{"url":"http://a"},{"url":7},{}]}')

  assert.match(message, /^hosts\[1\]\.url: must be string/)
  assert.deepEqual(
    (more['errors'] as { path: string }[]).map(({ path }) => path), // as bodyIn makes it
    ['hosts[1].url', 'hosts[2]'],
  )
})

test('what is no JSON, no UTF-8 or nothing at all is told as that, and not quoted', () => {
  assert.match(problemOf('{"bk_app_secret": "s3cr3t"').message, /^body: it is not JSON\.$/)
  assert.match(problemOf(new Uint8Array([0x22, 0xff, 0x22])).message, /^body: line 1: .*UTF-8/)
  assert.match(problemOf(undefined).message, /^body: it is empty/)
})

test('a member that nobody knows is told once, and no more of its name than fits a sentence', () => {
  const closed = Type.Object({ a: Type.Optional(Type.Integer()) }, { additionalProperties: false })
  const told = (body: object): readonly unknown[] => {
    try {
      bodyIn(sent(JSON.stringify(body)), closed)
    } catch (error) {
      assert.ok(error instanceof ApiProblem)
      return [error.message, (error.more['errors'] as object[]).length]
    }
    return assert.fail('it was taken')
  }

  assert.deepEqual(told({ b: 1 }), ['b: there is no such member here.', 1])
  const long = `"; \r\n${'x'.repeat(5_000)}`
  const shown = JSON.stringify(long.slice(0, 64))
  assert.deepEqual(told({ [long]: 1 }), [`[${shown}]: there is no such member here.`, 1])
})
