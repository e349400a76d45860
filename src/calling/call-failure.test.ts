import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorKeys } from '../model/error-table.ts'
import { failureMeaning } from './call-failure.ts'
import type { ExchangeFailure, ExchangeSeen } from './exchange-seen.ts'

const hanzi = /[\u4e00-\u9fff]/
const seen: ExchangeSeen = {
  request: { method: 'GET', url: new URL('http://a.test:81/x'), fields: [], body: undefined },
  startedAtMs: 1_795_340_000_000,
  times: { dnsMs: 1, connectMs: 2, tlsMs: 3, sentMs: 4, firstByteMs: -1, endMs: 50 },
  addresses: [],
  address: '10.0.0.1:81',
  localAddress: '',
  tls: undefined,
  answer: undefined,
  failure: undefined,
  hasBegun: false,
  bytesReceived: 0,
}
const begun = { ...seen, hasBegun: true }
const unsent = { ...seen, times: { ...seen.times, sentMs: -1 } }

test('whatever a socket can meet is told in both languages, with the same numbers', () => {
  for (const key of [...errorKeys, 'time_over', 'interrupted'] as const)
    for (const exchange of [seen, begun, unsent]) {
      const { says, steps } = failureMeaning(exchange, failed(key))

      for (const [english, chinese] of [says, ...steps]) {
        assert.match(chinese, hanzi, key)
        assert.doesNotMatch(english, hanzi, key)
        assert.deepEqual(numbersIn(chinese), numbersIn(english), `${key}: ${english}`)
      }
    }
})

function failed(key: ExchangeFailure['key']): ExchangeFailure {
  return {
    key,
    facts: {},
    errno: 'ECONNRESET',
    detail: 'no answer after 3 s',
    tlsAlert: '112',
    certificate: '',
    firstBytes: 'SSH-2.0',
  }
}

function numbersIn(sentence: string): string[] {
  return (sentence.match(/\d+/g) ?? []).toSorted()
}
