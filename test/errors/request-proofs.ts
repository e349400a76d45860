import { until } from '../protocol/until.ts'
import { script, scriptedBackend, type ScriptedBackend } from '../scripted-backend.ts'
import type { Proof } from './proof.ts'

/** Requests that no server may accept, and callers that do not finish. */
const refusedBytes = (key: Proof['key'], how: string, bytes: (port: number) => string): Proof => ({
  key,
  means: 'request',
  how,
  provoke: (lab) => lab.raw(bytes(lab.gateway.port)),
})

export const requestProofs: readonly Proof[] = [
  refusedBytes('malformed_request', 'a space before the colon of a field', (port) =>
    ['GET /api/proof/prod/x HTTP/1.1', `Host: 127.0.0.1:${port}`, 'X-Odd : 1', '', ''].join('\r\n'),
  ),
  refusedBytes(
    'path_ambiguous',
    'a `..` segment in the path',
    (port) => `GET /api/proof/prod/a/%2e%2e/b HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
  ),
  refusedBytes(
    'uri_too_long',
    'an address of 9,000 bytes',
    (port) =>
      `GET /api/proof/prod/x?q=${'a'.repeat(9_000)} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
  ),
  refusedBytes(
    'head_too_large',
    'a field of 17 KiB',
    (port) =>
      `GET /api/proof/prod/x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Long: ${'a'.repeat(17_408)}\r\n\r\n`,
  ),
  refusedBytes(
    'http_version',
    'HTTP/3.0 in the request line',
    (port) => `GET /api/proof/prod/x HTTP/3.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
  ),
  refusedBytes(
    'expectation',
    '`Expect: a-miracle`',
    (port) =>
      `GET /api/proof/prod/x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: a-miracle\r\n\r\n`,
  ),
  {
    key: 'client_timeout',
    means: 'request',
    how: 'half a head, then silence for 10 s',
    provoke: async (lab) => {
      const client = await lab.client()
      client.send('GET /api/proof/prod/x HTTP/1.1\r\nHost: ')
      return lab.refusedBy(await client.answer())
    },
  },
  {
    key: 'client_stalled',
    means: 'request',
    how: 'the caller stops reading an answer of 40 MB',
    prepare: async (lab) => {
      const size = 40_000_000 // more than the sockets' buffers hold
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${size}\r\n\r\n`
      const large = script.readRequest().send(head).send(Buffer.alloc(size, 'x'))
      const { url } = await scriptedBackend(lab.owner, large)
      lab.resource('client_stalled', { hosts: [{ url }], timeoutMs: { idle: 300 } })
    },
    provoke: async (lab) => {
      const callerId = 'the-caller-that-stopped'
      const client = await lab.client()
      client.pause()
      client.send(lab.bytes({ path: '/client_stalled', headers: { 'X-Request-ID': callerId } }))
      const flow = await lab.flowByQuery(`x_request_id:${callerId}`)
      client.resume()
      return { kind: 'broken', answer: await client.answer(), flow }
    },
  },
  {
    key: 'body_too_large',
    means: 'request',
    how: '11 bytes of body where 10 are allowed',
    prepare: async (lab) => {
      const backend = await scriptedBackend(lab.owner, script.readRequest().respond(200))
      lab.resource('body_too_large', backend.url, { bodyLimitBytes: 10 })
    },
    provoke: (lab) =>
      lab.refused({ method: 'POST', path: '/body_too_large', body: 'x'.repeat(11) }),
  },
  {
    key: 'client_closed',
    means: 'request',
    how: 'the caller resets its connection while the backend is silent',
    prepare: async (lab) => {
      silent = await scriptedBackend(lab.owner, script.readRequest().stall())
      lab.resource('client_closed', silent.url)
    },
    provoke: async (lab) => {
      const callerId = 'the-caller-that-left'
      const client = await lab.client()
      client.send(lab.bytes({ path: '/client_closed', headers: { 'X-Request-ID': callerId } }))
      await until(() => silent?.requestCount === 1, 'the request at the backend')
      client.reset()
      return { kind: 'unanswered', flow: await lab.flowByQuery(`x_request_id:${callerId}`) }
    },
  },
]

let silent: ScriptedBackend | undefined
