import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Attempt, FlowRecord } from '../../src/model/flow-record.ts'
import { responseDescriptions } from '../../src/model/verdict.ts'
import { ownerOfAll } from '../clean-up.ts'
import { Lab } from '../errors/lab.ts'
import { field } from '../raw-client.ts'
import { refusingPort, script, scriptedBackend, type Script } from '../scripted-backend.ts'

/** Backends that fail in each phase: the record says how far it came, and counts the bytes. */
interface Failure {
  readonly title: string
  readonly name: string
  readonly key: string
  /** undefined: nothing listens. */
  readonly backend: Script | undefined
  /** Which steps of the attempt were reached; all further ones stay -1. */
  readonly reached: readonly Phase[]
  readonly bytesReceived: number
  readonly bodyReceived?: number
  readonly bodyExpected?: number
  readonly endedBy: Attempt['ended_by']
  readonly timeoutMs?: object
  readonly isTls?: true
}

type Phase = 'connect_ms' | 'tls_ms' | 'sent_ms' | 'first_byte_ms' | 'head_ms'
const phases: readonly Phase[] = ['connect_ms', 'tls_ms', 'sent_ms', 'first_byte_ms', 'head_ms']

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n'
const halfHead = 'HTTP/1.1 200 OK\r\nContent-Le'
const banner = '220 mail.example.com ESMTP\r\n'

const failures: readonly Failure[] = [
  {
    title: 'a refused connection ends before anything is sent',
    name: 'refused',
    key: 'backend_refused',
    backend: undefined,
    reached: [],
    bytesReceived: 0,
    endedBy: '',
  },
  {
    title: 'a reset before the request is read is told from one after it',
    name: 'reset_at_once',
    key: 'backend_reset',
    backend: script.readHead().reset(),
    reached: ['connect_ms', 'sent_ms'],
    bytesReceived: 0,
    endedBy: 'backend',
  },
  {
    title: 'a close without a byte is the backend closing early',
    name: 'closed',
    key: 'backend_closed_early',
    backend: script.readRequest().end(),
    reached: ['connect_ms', 'sent_ms'],
    bytesReceived: 0,
    endedBy: 'backend',
  },
  {
    title: 'silence after the request is ended by the gateway, in the phase of the first byte',
    name: 'silent',
    key: 'backend_first_byte_timeout',
    backend: script.readRequest().stall(),
    reached: ['connect_ms', 'sent_ms'],
    bytesReceived: 0,
    endedBy: 'gateway',
    timeoutMs: { firstByte: 300 },
  },
  {
    title: 'half a head is counted byte by byte',
    name: 'half_a_head',
    key: 'backend_head_incomplete',
    backend: script.readRequest().send(halfHead).end(),
    reached: ['connect_ms', 'sent_ms', 'first_byte_ms'],
    bytesReceived: halfHead.length,
    endedBy: 'backend',
  },
  {
    title: 'a banner that is not HTTP is kept as first bytes',
    name: 'banner',
    key: 'backend_not_http',
    backend: script.readRequest().send(banner).stall(),
    reached: ['connect_ms', 'sent_ms', 'first_byte_ms'],
    bytesReceived: banner.length,
    endedBy: 'gateway',
  },
  {
    title: 'a truncated body counts what came of what was promised',
    name: 'truncated',
    key: 'backend_body_incomplete',
    backend: script.readRequest().send(`${head}hello`).end(),
    reached: ['connect_ms', 'sent_ms', 'first_byte_ms', 'head_ms'],
    bytesReceived: head.length + 5,
    bodyReceived: 5,
    bodyExpected: 1_000,
    endedBy: 'backend',
  },
  {
    title: 'plain HTTP on a port configured as https ends in the phase of TLS',
    name: 'plain_http',
    key: 'tls_plain_http',
    backend: script.send('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n').end(),
    reached: ['connect_ms'],
    bytesReceived: -1, // the TLS library counts differently by version
    endedBy: '',
    isTls: true,
  },
]

suite('each failure of a backend is recorded with its phase and its bytes', () => {
  const lab = new Lab(ownerOfAll())

  before(async () => {
    for (const { name, backend, timeoutMs = {}, isTls } of failures) {
      const port =
        backend === undefined
          ? await refusingPort()
          : (await scriptedBackend(lab.owner, backend)).port
      const url = `${isTls === true ? 'https' : 'http'}://127.0.0.1:${port}`
      lab.resource(name, { hosts: [{ url }], retries: 0, timeoutMs })
    }
    await lab.start()
  })

  for (const failure of failures) {
    test(failure.title, async () => {
      const answer = await lab.gateway.call({ path: `/api/proof/prod/${failure.name}` })
      const { record, verdict } = await lab.gateway.flow(field(answer, 'X-Bkapi-Request-ID'))

      assert.equal(record.error_key, failure.key)
      assert.equal(verdict.key, failure.key)
      assert.notEqual(verdict.response_desc, responseDescriptions.as_is)
      assertAttempt(record, failure)
    })
  }
})

function assertAttempt(record: FlowRecord, failure: Failure): void {
  const [attempt, ...others] = record.attempts
  assert.deepEqual(others, [], 'retries are off')
  assert.ok(attempt !== undefined)
  assert.equal(attempt.failure, failure.key)
  assert.deepEqual(
    phases.filter((phase) => attempt[phase] >= 0),
    failure.reached,
    JSON.stringify(attempt),
  )
  if (failure.bytesReceived >= 0) assert.equal(attempt.bytes_received, failure.bytesReceived)
  if (failure.bodyReceived !== undefined) assert.equal(attempt.body_received, failure.bodyReceived)
  if (failure.bodyExpected !== undefined) assert.equal(attempt.body_expected, failure.bodyExpected)
  if (failure.endedBy !== '') assert.equal(attempt.ended_by, failure.endedBy)
  if (failure.reached.includes('sent_ms')) assert.ok(attempt.bytes_sent > 0)
  if (failure.key === 'backend_not_http')
    assert.match(attempt.first_bytes, /220 mail\.example\.com/)
  assert.ok(attempt.end_ms >= 0, 'the end of the attempt is timed')
}
