import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { answerTo, faultOf } from './answer-check.ts'
import type { Route } from './api-document.ts'
import { asCurl } from './bad-requests.ts'
import { fuzzApi } from './fuzz-api.ts'

/** Longer: `npm run fuzz:api`. */
test('bad input of any kind is refused with a problem that names it, and never fails the server', async (t) => {
  const { faults, requests, answers } = await fuzzApi({ runsPerRoute: 6, seed: 1 })

  t.diagnostic(`bad requests: ${requests}, answered ${JSON.stringify(answers)}`)
  assert.equal(faults.length, 0, `\n${faults.join('\n')}`)
})

test('where the server fails, the report has the request that makes it fail again', async () => {
  const app = Fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/api/v1/broken', (request, reply) => {
    const isOdd = String(request.body).includes('é')
    if (isOdd) return reply.code(500).send({ message: 'a stack' })
    const problem = { key: 'odd', detail: 'no' }
    return reply.code(400).type('application/problem+json').send(problem)
  })
  const operation = { operationId: '', summary: '', tags: [], parameters: [], responses: {} }
  const route: Route = { method: 'POST', path: '/api/v1/broken', operation }
  const headers = { 'content-type': 'text/plain', 'x-odd': "it's" }
  const request = { method: 'POST', url: '/api/v1/broken?a=%27', headers }

  const failing = { ...request, body: Buffer.from('é\n') }
  const undocumented = { ...request, body: Buffer.from('{}') }

  const fault = faultOf(route, failing, await answerTo(app, failing))
  assert.match(fault, /^a failure that is no problem/)
  assert.ok(fault.includes(`again: ${asCurl(failing)}`))
  assert.equal(
    asCurl(failing),
    `printf %s w6kK | base64 -d | curl -g -X POST -H 'content-type: text/plain' -H 'x-odd: it'\\''s' --data-binary @- "$CONSOLE"'/api/v1/broken?a=%27'`,
  )
  const other = faultOf(route, undocumented, await answerTo(app, undocumented))
  assert.match(other, /^the problem odd \(400\) is not documented: add it to `problems/)
  await app.close()
})
