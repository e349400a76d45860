import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countedLines, importLines } from './import-lines.ts'

test('the report begins with what was refused and what goes, each with its reason', () => {
  const lines = importLines({
    format: 'OpenAPI 3.1',
    title: 'Orders',
    operations: 3,
    taken: 2,
    warnings: [],
    problems: [],
    refused: [
      {
        method: 'TRACE',
        path: '/o',
        line: 7,
        message: 'no TRACE here',
        suggestion: 'Leave it out.',
      },
    ],
    removed: ['old_order'],
    imported: [
      { name: 'a', method: 'GET', path: '/a', action: 'same' },
      { name: 'b', method: 'GET', path: '/b', action: 'create' },
    ],
  })

  assert.deepEqual(
    lines.map(({ action, name, words }) => [action, name, words]),
    [
      ['refused', '', 'no TRACE here. Leave it out.'],
      ['remove', 'old_order', ''],
      ['create', 'b', ''],
      ['same', 'a', ''],
    ],
  )
  assert.deepEqual(countedLines(lines), [
    ['refused', 1],
    ['remove', 1],
    ['create', 1],
    ['same', 1],
  ])
})
