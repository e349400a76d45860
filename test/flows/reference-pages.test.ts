import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { referencePages } from './reference-pages.ts'

for (const { file, text } of referencePages()) {
  test(`docs/reference/${basename(file)} says what the catalogue says`, () => {
    assert.equal(
      readFileSync(file, 'utf8'),
      text,
      'stale: node test/flows/reference-pages.ts --write',
    )
  })
}
