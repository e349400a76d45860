import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditFile } from './audit-file.ts'

test('of the audit nothing is read for somebody who has left', async () => {
  const leaving = new AbortController()
  let pages = 0
  const read = async (): Promise<{ readonly entries: []; readonly olderThan: number }> => {
    if (++pages === 2) leaving.abort()
    return { entries: [], olderThan: 1_000 - pages } // there is always more
  }

  for await (const _ of auditFile(read, 'ndjson', leaving.signal));
  const readUntilLeft = pages
  for await (const _ of auditFile(read, 'csv', leaving.signal));

  assert.deepEqual([readUntilLeft, pages], [2, 2])
})
