import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import type { Owner } from '../clean-up.ts'
import { listeningPort } from '../program.ts'
import { dataPlaneUnderTest, post, request } from './data-plane-under-test.ts'

/** Answers with what it was asked: path and body. */
async function echo(owner: Owner): Promise<number> {
  const server = createServer((asked, answer) => {
    let body = ''
    asked.on('data', (bytes: Buffer) => (body += bytes.toString()))
    asked.on('end', () => answer.end(`${asked.url ?? ''} ${body}`))
  })
  owner.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return await listeningPort(server)
}

const at = (target: string): string => request('', '', 'GET', `/api/shop/prod/${target}`)

test('requests sent ahead are answered in the order they came', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await echo(t)] })
  const client = await plane.connect()

  client.send(at('one') + at('two') + at('three'))

  for (const name of ['one', 'two', 'three']) {
    assert.equal((await client.answer()).body, `/${name} `)
  }
  await plane.records(3)
})

test('a body ends where its framing says; what follows is the next request', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await echo(t)] })
  const client = await plane.connect()
  const chunked = request('Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n0\r\n\r\n', 'POST')

  client.send(post('first') + chunked + post('third') + at('last'))

  assert.equal((await client.answer()).body, '/orders first')
  assert.equal((await client.answer()).body, '/orders abc')
  assert.equal((await client.answer()).body, '/orders third')
  assert.equal((await client.answer()).body, '/last ')
})

test('3,000 requests in one buffer are answered in order, one record each', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await echo(t)] })
  const client = await plane.connect()
  const count = 3_000

  client.send(Array.from({ length: count }, (_, index) => at(`n${index}`)).join(''))

  for (let index = 0; index < count; index++) {
    const { body } = await client.answer()
    if (body !== `/n${index} `) assert.equal(body, `/n${index} `)
  }
  await plane.records(count)
})

test('3,000 requests that are refused at once do not overflow the stack', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1] })
  const client = await plane.connect()
  const count = 3_000

  client.send(request('', '', 'GET', '/api/none/x/').repeat(count))

  for (let index = 0; index < count; index++) assert.equal((await client.answer()).status, 404)
  await plane.records(count)
})

test('behind a request that closes the connection nothing is served', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await echo(t)] })
  const client = await plane.connect()

  client.send(request('Connection: close\r\n') + at('never'))

  assert.equal((await client.answer()).status, 200)
  assert.deepEqual(await client.end(), { how: 'fin', bytes: '' })
  await plane.records(1)
})

test('behind a malformed request nothing is served', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await echo(t)] })
  const client = await plane.connect()

  client.send(request('Content-Length: 1\r\nContent-Length: 1\r\n') + at('never'))

  assert.equal((await client.answer()).status, 400)
  assert.deepEqual(await client.end(), { how: 'fin', bytes: '' })
  await plane.records(1)
})

test('a caller who sends all its requests and half-closes gets every answer', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await echo(t)] })
  const client = await plane.connect()

  client.send(at('one') + at('two') + at('three')).halfClose()

  for (const name of ['one', 'two', 'three']) {
    assert.equal((await client.answer()).body, `/${name} `)
  }
  assert.deepEqual(await client.end(), { how: 'fin', bytes: '' })
  for (const record of await plane.records(3)) {
    assert.ok(record.complete)
    assert.ok(record.client.half_closed_ms >= 0, `${record.client.half_closed_ms}`)
  }
})
