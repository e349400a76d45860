import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { someRecord } from '../../../test/arbitrary-record.ts'
import { classify } from '../../diagnosis/diagnose.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import type { RecordLine } from '../../model/short-members.ts'
import { eachLine, PlainSuccesses } from './record-line.ts'

/** As the data plane writes it: who answered, and whether all of it, stand at the end. */
function lineOf({ answered_by, complete, ...record }: RecordLine): string {
  const end = { answered_by, ...(complete === true ? { complete } : {}) }
  return JSON.stringify({ request_id: 'x', ...record, ...end })
}

function plainIn(lines: Buffer): boolean[] {
  const plain = new PlainSuccesses(lines)
  const found: boolean[] = []
  eachLine(lines, (start, end) => found.push(plain.includes(start, end)))
  return found
}

test('what is told from its bytes is a plain success for the rules, whatever stands in its texts', () => {
  const success = fc.record({
    status: fc.constantFrom(200, 204),
    complete: fc.constant(true),
    answered_by: fc.constant('backend' as const),
  })
  const mixed = fc.oneof(
    someRecord,
    fc.tuple(someRecord, success).map(([record, parts]) => ({ ...record, ...parts })),
    fc
      .tuple(someRecord, success)
      .map(([{ error_key: _, ...record }, parts]) => ({ ...record, ...parts })),
  )
  let plainCount = 0
  fc.assert(
    fc.property(fc.array(mixed, { minLength: 1, maxLength: 5 }), (records) => {
      // as the data plane does, nothing of the body is written of a success
      const lines = records.map(({ body: _, response_body: __, ...record }) => record)
      const plain = plainIn(Buffer.from(lines.map((line) => `${lineOf(line)}\n`).join('')))

      for (const [at, line] of lines.entries()) {
        const { status, complete, answered_by: by, error_key: key } = wholeRecord(line)
        const isPlain = status >= 200 && status < 300 && complete && by === 'backend' && key === ''
        assert.equal(plain[at], isPlain, lineOf(line))
        if (!isPlain) continue
        plainCount += 1
        assert.deepEqual(
          { ...classify(wholeRecord(line)) },
          { responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' },
        )
      }
    }),
    { numRuns: 300 },
  )
  assert.ok(plainCount > 100, `${plainCount} plain ones`)
})
