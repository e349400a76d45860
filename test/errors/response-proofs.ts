import { script, scriptedBackend, type Script } from '../scripted-backend.ts'
import type { Lab } from './lab.ts'
import type { Proof, Provoked } from './proof.ts'

/** Backends that connect and then do not give a complete, valid answer, byte by byte. */
interface Sketch {
  readonly key: Proof['key']
  readonly how: string
  readonly backend: Script
  readonly timeoutMs?: object
  readonly call?: { readonly method: string; readonly body?: string }
  /** The head of the answer leaves before the failure. */
  readonly afterHead?: true
}

const large = 'x'.repeat(8_000_000) // more than the sockets' buffers hold
const okHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n'

const sketches: readonly Sketch[] = [
  {
    key: 'backend_closed_early',
    how: 'reads the request and closes',
    backend: script.readRequest().end(),
  },
  {
    key: 'backend_reset',
    how: 'reads the request and resets',
    backend: script.readRequest().reset(),
  },
  {
    key: 'backend_reset_sending',
    how: 'resets while a large body is on its way',
    backend: script.readHead().reset(),
    call: { method: 'POST', body: large },
  },
  {
    key: 'backend_send_timeout',
    how: 'stops reading inside a large body',
    backend: script.readHead().stall(),
    timeoutMs: { send: 300 },
    call: { method: 'POST', body: large },
  },
  {
    key: 'backend_head_incomplete',
    how: 'closes inside the header',
    backend: script.readRequest().send('HTTP/1.1 200 OK\r\nContent-Le').end(),
  },
  {
    key: 'backend_not_http',
    how: 'sends the banner of a mail server',
    backend: script.readRequest().send('220 mail.example.com ESMTP\r\n').stall(),
  },
  {
    key: 'backend_speaks_tls',
    how: 'answers with a TLS alert',
    backend: script.readRequest().send('\x15\x03\x01\x00\x02\x02\x46').end(),
  },
  {
    key: 'backend_speaks_http2',
    how: 'answers with HTTP/2 SETTINGS',
    backend: script.readRequest().send('\x00\x00\x00\x04\x00\x00\x00\x00\x00').stall(),
  },
  {
    key: 'backend_invalid_head',
    how: 'sends two different Content-Lengths',
    backend: script
      .readRequest()
      .send(`${okHead}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`)
      .end(),
  },
  {
    key: 'backend_head_too_large',
    how: 'sends a field of 70 KB',
    backend: script
      .readRequest()
      .send(`${okHead}X-Long: ${'a'.repeat(70_000)}\r\nContent-Length: 0\r\n\r\n`)
      .end(),
  },
  {
    key: 'backend_upgrade_failed',
    how: 'answers 101 to a plain request',
    backend: script
      .readRequest()
      .send('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n')
      .stall(),
  },
  {
    key: 'backend_first_byte_timeout',
    how: 'reads the request and stays silent',
    backend: script.readRequest().stall(),
    timeoutMs: { firstByte: 300 },
  },
  {
    key: 'backend_head_timeout',
    how: 'stops inside the header',
    backend: script.readRequest().send('HTTP/1.1 200 OK\r\nContent-Le').stall(),
    timeoutMs: { idle: 300 },
  },
  {
    key: 'backend_total_timeout',
    how: 'is silent past the total limit',
    backend: script.readRequest().stall(),
    timeoutMs: { total: 300 },
  },
  {
    key: 'backend_body_incomplete',
    how: 'promises 1,000 bytes and closes after 5',
    backend: script.readRequest().send(`${okHead}Content-Length: 1000\r\n\r\nhello`).end(),
    afterHead: true,
  },
  {
    key: 'backend_body_reset',
    how: 'promises 1,000 bytes and resets after 5',
    backend: script
      .readRequest()
      .send(`${okHead}Content-Length: 1000\r\n\r\nhello`)
      .wait(100)
      .reset(),
    afterHead: true,
  },
  {
    key: 'backend_body_timeout',
    how: 'promises 1,000 bytes and stops after 5',
    backend: script.readRequest().send(`${okHead}Content-Length: 1000\r\n\r\nhello`).stall(),
    timeoutMs: { idle: 300 },
    afterHead: true,
  },
  {
    key: 'backend_body_invalid',
    how: 'sends a chunk size that is no number',
    backend: script
      .readRequest()
      .send(`${okHead}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n`)
      .stall(),
    afterHead: true,
  },
]

const mostTries = 10

export const responseProofs: readonly Proof[] = [
  ...sketches.map(proofOf),
  {
    key: 'keepalive_race',
    means: 'scripted peer',
    how: 'closes a kept connection when the next POST arrives on it',
    prepare: async (lab) => {
      const closing = script.readRequest().respond(200).readRequest().end()
      const backend = await scriptedBackend(lab.owner, closing)
      lab.resource('keepalive_race', { hosts: [{ url: backend.url }], retries: 0 })
    },
    provoke: async (lab) => {
      const path = '/api/proof/prod/keepalive_race'
      const request = { method: 'POST', path, body: 'once' }
      let answer = await lab.gateway.call(request)
      // on a busy machine the next one may come too late for the kept connection, and gets one of its own
      for (let tries = 1; answer.status === 200 && tries < mostTries; tries++)
        answer = await lab.gateway.call(request)
      return lab.refusedBy(answer)
    },
  },
]

function proofOf(sketch: Sketch): Proof {
  const { key, how, backend, timeoutMs = {}, call = { method: 'GET' } } = sketch
  return {
    key,
    means: 'scripted peer',
    how,
    prepare: async (lab) => {
      const { url } = await scriptedBackend(lab.owner, backend)
      lab.resource(key, { hosts: [{ url }], retries: 0, timeoutMs })
    },
    provoke: (lab) => provoke(lab, sketch, { ...call, path: `/${key}` }),
  }
}

function provoke(
  lab: Lab,
  { afterHead }: Sketch,
  request: { readonly method: string; readonly path: string; readonly body?: string },
): Promise<Provoked> {
  return afterHead === true ? lab.broken(request) : lab.refused(request)
}
