import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeCertificate } from './certificate.ts'

test('a certificate is shown as one bounded line of printable characters, whatever is in it', () => {
  const hostile = {
    C: '',
    ST: '',
    L: '',
    O: 'evil\r\nSet-Cookie: a=b',
    OU: '',
    CN: 'ä'.repeat(5_000),
  }

  const line = describeCertificate({
    subject: hostile,
    issuer: hostile,
    subjectaltname: 'DNS:a.test, '.repeat(10_000),
    valid_from: 'Jan  1 00:00:00 2024 GMT',
    valid_to: '\u2028',
  })

  assert.match(line, /^[\u0020-\u007e]{1,1000}$/)
  assert.match(line, /^subject C=.*; names DNS:a\.test.*\.\.\.; valid Jan {2}1 .*; issuer C=/)
  assert.equal(describeCertificate({}), 'subject none; names none; valid ? to ?; issuer none')
})
