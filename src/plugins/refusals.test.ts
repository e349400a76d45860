import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { errorKeys } from '../model/error-table.ts'
import { phaseRefusals } from '../model/phase-refusals.ts'
import { allPlugins } from './all-plugins.ts'

test('every error is one that a plugin or a phase says it can refuse with', () => {
  const said = new Set([
    ...Object.values(phaseRefusals).flat(),
    ...allPlugins.flatMap(({ refuses }) => refuses),
  ])

  const unsaid = errorKeys.filter((key) => !said.has(key))

  assert.deepEqual(
    unsaid,
    [],
    'add them to `refuses` of the plugin that rejects with them, or to src/model/phase-refusals.ts',
  )
})

test('a plugin says every error that its file rejects with', () => {
  const folder = new URL('.', import.meta.url)
  const named = new Set(readdirSync(folder))
  for (const { name, refuses } of allPlugins) {
    assert.ok(named.has(`${name}.ts`), name)
    const text = readFileSync(new URL(`${name}.ts`, folder), 'utf8')
    const rejected = [...text.matchAll(/kind: 'reject',\s+key: '(\w+)'/g)].map(([, key]) => key)

    const unsaid = rejected.filter((key) => !refuses.some((one) => one === key))

    assert.deepEqual(unsaid, [], `add them to \`refuses\` of ${name}`)
  }
})
