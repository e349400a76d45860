import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begunTraceparent } from '../model/record-defaults.ts'
import { newRequestId } from './request-id.ts'
import { begunTraceLine } from './trace-context.ts'

test('the trace that a backend is told of is the one that the record says began', () => {
  for (let epochMs = 1_795_000_000_000; epochMs < 1_795_000_000_100; epochMs++) {
    const id = newRequestId(epochMs)

    assert.equal(begunTraceLine(id), `traceparent: ${begunTraceparent(id)}\r\n`)
  }
})
