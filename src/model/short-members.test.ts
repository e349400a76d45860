import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeRecord } from './record-defaults.ts'

test('a line in short forms is the same record as one in full', () => {
  const common = { request_id: 'r', method: 'GET', backend_host: 'a:1', backend_status: 200 }

  const short = wholeRecord({
    ...common,
    phases: '0.003 0.004 1.768 0.01',
    passed: 'app-auth permission',
    attempt: '127.0.0.1:45284 0.064 0.008 1.768 1.778 147 146 1346 302',
    client_bytes: 190,
  })

  const full = wholeRecord({
    ...common,
    phase_ms: { match: 0.003, admit: 0.004, forward: 1.768, relay: 0.01 },
    plugins: [
      { plugin: 'app-auth', outcome: 'continue', ms: 0 },
      { plugin: 'permission', outcome: 'continue', ms: 0 },
    ],
    attempts: [
      {
        endpoint: 'a:1',
        address: 'a:1',
        local_address: '127.0.0.1:45284',
        reused: true,
        idle_ms: 0.064,
        dns_ms: -1,
        connect_ms: -1,
        tls_ms: -1,
        sent_ms: 0.008,
        first_byte_ms: 1.768,
        head_ms: 1.768,
        end_ms: 1.778,
        bytes_sent: 1346,
        bytes_received: 302,
        status: 200,
        failure: '',
        errno: '',
        tls_alert: '',
        certificate: '',
        ended_by: '',
        body_expected: 147,
        body_received: 146,
        first_bytes: '',
        detail: '',
      },
    ],
    client: { ended_by: '', half_closed_ms: -1, bytes_received: 190 },
  })
  assert.deepEqual(short, full)
})
