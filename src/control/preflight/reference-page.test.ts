import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { catalogueEntry } from '../../diagnosis/catalogue.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const page = readFileSync(
  new URL('../../../docs/reference/management-api.md', import.meta.url),
  'utf8',
)

test('the reference page names every key of a finding that is not of the catalogue, and none else', () => {
  const sources = globSync(`${folder}*.ts`).map((file) => readFileSync(file, 'utf8'))
  const written = sources.flatMap((source) =>
    [...source.matchAll(/probeFinding\(\s*[^,]+,\s*'([a-z_]+)'/g)].map(([, key = '']) => key),
  )
  const own = new Set(written.filter((key) => catalogueEntry(key) === undefined))
  const documented = [...page.matchAll(/^\| `([a-z_]+)` \| (?:ok|note|warning|failure) \|/gm)].map(
    ([, key = '']) => key,
  )

  assert.ok(own.size > 5, [...own].join(', '))
  assert.deepEqual(documented.toSorted(), [...own].toSorted())
})
