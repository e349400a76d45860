import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { errorRoutes } from './routes/error-routes.ts'
import { diagnoseRoutes } from './routes/diagnose-routes.ts'
import { schemaRoutes } from './routes/schema-routes.ts'
import { readConsole } from './console-files.ts'
import { managementServer } from './management-server.ts'
import { ApiProblem } from './problem.ts'
import { processLog } from '../carrier/process-log.ts'
import { TextDiagnosis } from './text-diagnosis.ts'

const token = 'a-token-of-this-test-0123456789'

function server(t: TestContext, logged: string[] = []): FastifyInstance {
  const { app, routes } = managementServer(
    token,
    processLog('text', (line) => void logged.push(line)),
  )
  const diagnosis = new TextDiagnosis()
  t.after(() => {
    diagnosis.close()
    return app.close()
  })
  errorRoutes(app, readConsole('/nowhere'))
  diagnoseRoutes(app, diagnosis)
  schemaRoutes(app, routes, { type: 'object' }, '0.0.0')
  app.get('/api/v1/guarded', () => ({ fine: true }))
  app.get('/measured', { config: { access: 'loopback' } }, () => ({ fine: true }))
  app.get('/broken', { config: { access: 'open' } }, () => {
    throw new Error('secret detail of /home/someone')
  })
  app.get('/refusing', { config: { access: 'open' } }, () => {
    const cause = new Error('the disk under /home/someone', { cause: new Error('ENOSPC') })
    throw new ApiProblem('storage_failed', 'One sentence.', {}, { cause })
  })
  return app
}

test('a parameter that nobody knows is refused, not ignored', async (t) => {
  const app = server(t)

  const mistyped = await app.inject('/api/v1/errors?serach=dns')
  const none = await app.inject({
    url: '/api/v1/guarded?limit=1',
    headers: { authorization: `Bearer ${token}` },
  })
  const page = await app.inject('/errors?utm_source=mail')

  assert.deepEqual([mistyped.statusCode, mistyped.json().key], [400, 'invalid_parameter'])
  assert.match(mistyped.json().detail, /no parameter "serach" here\. Did you mean "search"\?/)
  assert.match(none.json().detail, /It takes none\./)
  assert.equal(page.statusCode, 200)
})

test('the page of a code leads to its errors, in the language that was asked for', async (t) => {
  const app = server(t)

  const plain = await app.inject('/errors/1650401')
  const chinese = await app.inject('/errors/1650401?lang=zh')

  assert.equal(plain.headers.location, '/errors?search=1650401')
  assert.equal(chinese.headers.location, '/errors?search=1650401&lang=zh')
})

test('a guarded route wants the token, says which part is wrong, and never a bare 401', async (t) => {
  const app = server(t)

  const without = await app.inject('/api/v1/guarded')
  const wrong = await app.inject({ url: '/api/v1/guarded', headers: { authorization: 'Bearer x' } })
  const basic = await app.inject({
    url: '/api/v1/guarded',
    headers: { authorization: `Basic ${token}` },
  })
  const right = await app.inject({
    url: '/api/v1/guarded',
    headers: { authorization: `bearer ${token}` },
  })

  assert.equal(without.statusCode, 401)
  assert.equal(without.json().key, 'token_missing')
  assert.equal(without.headers['www-authenticate'], 'Bearer realm="faultline"')
  assert.equal(wrong.json().key, 'token_wrong')
  assert.equal(basic.json().key, 'token_missing')
  assert.deepEqual(right.json(), { fine: true })
})

test('what is open to this machine is not open to callers behind a proxy on it', async (t) => {
  const app = server(t)
  const from = (remoteAddress: string, headers = {}) =>
    app.inject({ url: '/measured', remoteAddress, headers })

  assert.equal((await from('127.0.0.1')).statusCode, 200)
  assert.equal((await from('::1')).statusCode, 200)
  assert.equal((await from('192.0.2.7')).statusCode, 401)
  assert.equal((await from('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' })).statusCode, 401)
})

test('a defect of ours is a 500 problem without stack or message; the process log has both', async (t) => {
  const logged: string[] = []

  const answer = await server(t, logged).inject('/broken')

  assert.equal(answer.statusCode, 500)
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
  assert.equal(answer.json().key, 'internal')
  assert.doesNotMatch(answer.body, /secret detail|\.ts/)
  assert.match(logged.join(''), /secret detail/)
})

test('the process log has the cause of a problem that is ours, and its answer has not', async (t) => {
  const logged: string[] = []

  const answer = await server(t, logged).inject('/refusing')

  assert.equal(answer.statusCode, 507)
  assert.doesNotMatch(answer.body, /someone|ENOSPC/)
  assert.match(logged.join(''), /storage_failed route=\/refusing .*someone ← ENOSPC/)
})

test('every answer carries the headers that keep a browser from running or framing it', async (t) => {
  const app = server(t)

  for (const url of ['/errors', '/nothing-here', '/broken', '/api/v1/guarded']) {
    const { headers } = await app.inject(url)
    assert.match(String(headers['content-security-policy']), /default-src 'none'/, url)
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
    assert.equal(headers['cache-control'], 'no-store', url)
  }
})

test('unknown paths, malformed addresses and oversized bodies are problems too', async (t) => {
  const app = server(t)

  const unknown = await app.inject('/api/v1/nothing')
  const malformed = await app.inject('/api/v1/errors/%zz')
  const oversized = await app.inject({
    method: 'POST',
    url: '/api/v1/diagnose',
    payload: Buffer.alloc(1_024 * 1_024 + 1, 'x'),
  })

  assert.deepEqual([unknown.statusCode, unknown.json().key], [404, 'not_found'])
  assert.deepEqual([malformed.statusCode, malformed.json().key], [400, 'malformed_request'])
  assert.deepEqual([oversized.statusCode, oversized.json().key], [413, 'body_too_large'])
})

test('bytes that are no HTTP get a 400 and no more', async (t) => {
  const app = server(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  assert.ok(typeof address === 'object' && address !== null)

  const answer = await new Promise<string>((resolve) => {
    const socket = connect(address.port, '127.0.0.1', () => socket.end('nonsense\r\n\r\n'))
    let said = ''
    socket.on('data', (bytes) => (said += bytes.toString()))
    socket.on('close', () => resolve(said))
  })

  assert.match(answer, /^HTTP\/1\.1 400/)
})

test('a request that never gets complete is ended about when its time is over', async (t) => {
  const app = server(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  app.server.requestTimeout = 100
  const address = app.server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const startedMs = performance.now()

  const answer = await new Promise<string>((resolve) => {
    const socket = connect(address.port, '127.0.0.1', () =>
      socket.write('GET /errors HTTP/1.1\r\n'),
    )
    let said = ''
    socket.on('data', (bytes) => (said += bytes.toString()))
    socket.on('close', () => resolve(said))
  })

  assert.match(answer, /^HTTP\/1\.1 408/)
  assert.ok(performance.now() - startedMs < 10_000)
})

test('a pasted text of any content type gets a verdict without a token', async (t) => {
  const app = server(t)
  const payload =
    'HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>'

  for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded', '']) {
    const headers = type === '' ? {} : { 'content-type': type }
    const answer = await app.inject({ method: 'POST', url: '/api/v1/diagnose', payload, headers })
    assert.equal(answer.statusCode, 200, type)
    assert.equal(answer.json().verdict.responder, 'access_layer', type)
  }
})

test('no more than 16 texts wait to be read: the next callers are told when to come again', async (t) => {
  const app = server(t)
  const payload = 'curl: (52) Empty reply from server'
  const ask = () => app.inject({ method: 'POST', url: '/api/v1/diagnose', payload })

  const answers = await Promise.all(Array.from({ length: 20 }, ask))
  const refused = answers.filter(({ statusCode }) => statusCode === 503)

  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 17) // one is being read
  assert.equal(refused.length, 3)
  assert.equal(refused[0]?.json().key, 'diagnosis_busy')
  assert.equal(refused[0].headers['retry-after'], '5')
  assert.equal((await ask()).statusCode, 200)
})

test('an empty text is refused with what to send', async (t) => {
  const answer = await server(t).inject({ method: 'POST', url: '/api/v1/diagnose' })

  assert.equal(answer.statusCode, 400)
  assert.match(answer.json().detail, /Send the text/)
})

test('the verdict on a text is in the language asked for', async (t) => {
  const app = server(t)
  const summaryOf = async (url: string, accepted = 'en'): Promise<string> => {
    const headers = { 'accept-language': accepted }
    const payload = 'curl: (52) Empty reply from server'
    return (await app.inject({ method: 'POST', url, payload, headers })).json().verdict.summary
  }

  const english = await summaryOf('/api/v1/diagnose')

  assert.match(english, /No gateway and no service wrote a response/)
  assert.match(await summaryOf('/api/v1/diagnose?lang=zh'), /网关与服务都没有写出响应/)
  assert.match(await summaryOf('/api/v1/diagnose', 'zh-CN'), /网关与服务都没有写出响应/)
  assert.equal(await summaryOf('/api/v1/diagnose?lang=en', 'zh'), english)
})

test('an error page speaks the language asked for, and holds no script', async (t) => {
  const app = server(t)

  const english = await app.inject('/errors/backend_refused')
  const chinese = await app.inject({
    url: '/errors/backend_refused',
    headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' },
  })
  const chosen = await app.inject({
    url: '/errors/backend_refused?lang=en',
    headers: { 'accept-language': 'zh' },
  })

  assert.match(english.body, /<h1>Nothing accepts connections/)
  assert.match(chinese.body, /<html lang="zh-CN">/)
  assert.equal(chosen.body, english.body)
  assert.doesNotMatch(english.body + chinese.body, /<script|javascript:/i)
})

test('the catalogue is searched by code, key and words, and an unknown key is a 404', async (t) => {
  const app = server(t)

  const byCode = await app.inject('/api/v1/errors?search=1640001')
  const one = await app.inject('/api/v1/errors/app_missing?lang=zh')
  const unknown = await app.inject('/errors/no_such_key')

  assert.ok(byCode.json().items.length > 1)
  assert.equal(one.json().key, 'app_missing')
  assert.equal(unknown.statusCode, 404)
})

test('the OpenAPI document names every route with its access', async (t) => {
  const document = (await server(t).inject('/api/v1/openapi.json')).json()

  assert.deepEqual(document.paths['/api/v1/guarded'].get.security, [{ token: [] }, { session: [] }])
  assert.deepEqual(document.paths['/api/v1/errors/{key}'].get.security, [])
  assert.deepEqual(
    document.paths['/api/v1/errors/{key}'].get.parameters.map(({ name }: { name: string }) => name),
    ['key', 'lang', 'search'],
  )
  assert.ok('post' in document.paths['/api/v1/diagnose'])
})
