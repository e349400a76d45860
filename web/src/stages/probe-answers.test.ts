import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ProbeStep, stepFacts, worstOf } from './probe-answers.ts'

const step = { ok: true, ms: 1, key: '' }

test('a redirect to https is told by where it leads', () => {
  const http: ProbeStep = { ...step, step: 'http', status: 308, location: 'https://a/' }
  assert.equal(stepFacts(http), '308 → https://a/')
})

test('a failed handshake is told by its key, a good one by its certificate', () => {
  const bad: ProbeStep = {
    ...step,
    step: 'tls',
    ok: false,
    key: 'tls_plain_http',
    certificate: null,
  }
  const good: ProbeStep = {
    ...step,
    step: 'tls',
    version: 'TLSv1.3',
    certificate: { subject: 'CN=a', days_left: 9 },
  }
  assert.equal(stepFacts(bad), 'tls_plain_http')
  assert.equal(stepFacts(good), 'TLSv1.3 CN=a')
})

test('the worst finding of a host is what it is marked with', () => {
  const finding = { key: '', sentence: '', advice: '' }
  const host = { backend: 'default', url: '', steps: [], exit_address: '' }
  const findings = [
    { ...finding, level: 'warning' as const },
    { ...finding, level: 'ok' as const },
  ]
  assert.equal(worstOf({ ...host, findings }), 'warning')
})
