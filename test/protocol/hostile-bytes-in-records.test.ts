import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request, type DataPlaneUnderTest } from './data-plane-under-test.ts'
import { until } from './until.ts'

/** Whatever bytes come, each request that is answered has one record, and it is JSON of one line. */

const anyByte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
const telling = fc.constantFrom(
  '%2',
  '%00',
  '//',
  '..',
  ...Array.from('"\\\n\r\t\0\u001b\u007f\u0080\u00ff\u00e9%{}, /?#<'),
)
const hostile = fc
  .array(fc.oneof(telling, anyByte, fc.constantFrom('a', 'Z', '0', '-')), { maxLength: 24 })
  .map((parts) => parts.join(''))

/** Sends the bytes and waits until the connection has ended or an answer has come. */
async function answered(plane: DataPlaneUnderTest, text: string): Promise<string> {
  const client = await plane.connect()
  client.send(Buffer.from(text, 'latin1')).halfClose()
  const { bytes } = await client.end()
  return bytes
}

const places: readonly (readonly [string, (bytes: string) => string])[] = [
  ['path', (bytes) => request('', '', 'GET', `/api/shop/prod/${bytes}`)],
  ['gateway and stage', (bytes) => request('', '', 'GET', `/api/${bytes}/${bytes}/x`)],
  ['query', (bytes) => request('', '', 'GET', `/api/shop/prod/x?bk_token=${bytes}&a=${bytes}`)],
  ['host', (bytes) => `GET /api/shop/prod/x HTTP/1.1\r\nHost: ${bytes}\r\n\r\n`],
  ['method', (bytes) => `${bytes} /api/shop/prod/x HTTP/1.1\r\nHost: h\r\n\r\n`],
  ['version', (bytes) => `GET /api/shop/prod/x HTTP/${bytes}\r\nHost: h\r\n\r\n`],
  ['ids', (bytes) => request(`X-Request-ID: ${bytes}\r\ntraceparent: ${bytes}\r\n`)],
  ['field name', (bytes) => request(`${bytes}: x\r\n`)],
  ['forwarded', (bytes) => request(`X-Forwarded-For: ${bytes}\r\nX-Forwarded-Host: ${bytes}\r\n`)],
  ['types', (bytes) => request(`Content-Type: ${bytes}\r\nAccept: ${bytes}\r\n`)],
  ['whole head', (bytes) => bytes + bytes],
]

for (const [place, requestWith] of places) {
  test(`hostile bytes in the ${place} leave a valid record`, async (t) => {
    // the answer to a second request begins a line, and is counted
    const backend = await scriptedBackend(t, script.readRequest().respond(404, 'no\n').again())
    const settings = { trustedProxies: ['127.0.0.1'] }
    const plane = await dataPlaneUnderTest(t, { backends: [backend.port], settings })

    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        const before = plane.sink.lines.length
        const answer = await answered(plane, requestWith(bytes))
        const expected = answer.split(/^HTTP\/1\.1 \d/m).length - 1
        await until(() => plane.sink.openSlots.size === 0, 'the record')
        const lines = plane.sink.lines.slice(before)
        assert.equal(lines.length, expected, `${JSON.stringify(bytes)} → ${answer}`)
        for (const line of lines) {
          assert.doesNotThrow(() => JSON.parse(line), line)
          assert.doesNotMatch(line, /[\n\r\0]/)
          assert.equal(line, line.toWellFormed())
        }
      }),
      { numRuns: 150 },
    )
  })
}

test('hostile bytes in the answer’s head and body leave a valid record', async (t) => {
  let text = ''
  const { createServer } = await import('node:net')
  const { listeningPort } = await import('../program.ts')
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.from(text, 'latin1')))
  })
  t.after(() => void server.close())
  const plane = await dataPlaneUnderTest(t, {
    backends: [await listeningPort(server)],
    eject: { failures: 0, seconds: 1 },
  })
  const answers: readonly ((bytes: string) => string)[] = [
    (bytes) => `HTTP/1.1 500 ${bytes}\r\nX: ${bytes}\r\n\r\n${bytes}`,
    (bytes) =>
      `HTTP/1.1 500 No\r\nContent-Type: ${bytes}\r\nContent-Encoding: gzip\r\n\r\n${bytes}`,
    (bytes) => `${bytes}HTTP/1.1 500 No\r\n\r\n`,
    (bytes) => `HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n${bytes}`,
    (bytes) => `HTTP/1.1 500 No\r\nProxy-Status: ${bytes}\r\n${bytes}\r\n\r\n`,
  ]

  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom(...answers), async (bytes, answerWith) => {
      const before = plane.sink.lines.length
      text = answerWith(bytes)
      const got = await answered(plane, request())
      await until(() => plane.sink.lines.length > before, 'the record')
      const lines = plane.sink.lines.slice(before)
      assert.equal(lines.length, 1, got)
      assert.doesNotThrow(() => JSON.parse(lines[0] ?? ''), lines[0])
      assert.equal(lines[0], lines[0]?.toWellFormed())
    }),
    { numRuns: 400 },
  )
})
