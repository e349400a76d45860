import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/** Styles of a page that was left stay: what two files say of one class would depend on where somebody was before. */
test('how a class looks is said in one file only, and all reds of text are the same', () => {
  const saidIn = new Map<string, Set<string>>()
  const reds = new Set<string>()
  for (const file of globSync('**/*.css', { cwd: import.meta.dirname })) {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8')
    for (const [, selectors = ''] of text.matchAll(/^([^{}@/]+)\{/gm)) {
      for (const selector of selectors.split(',')) {
        // plain elements are the matter of the first file
        assert.ok(selector.includes('.') || file === 'console.css', `${file}: ${selector}`)
        const name = /^\s*(\.[\w-]+)\s*$/.exec(selector)?.[1]
        if (name === undefined) continue
        saidIn.set(name, (saidIn.get(name) ?? new Set()).add(file))
      }
    }
    for (const [red] of text.matchAll(/light-dark\(#[abc]\w{5}, #ff\w{4}\)/g)) reds.add(red)
  }

  const twice = [...saidIn].filter(([, files]) => files.size > 1).map(([name]) => name)
  assert.deepEqual(twice, [])
  assert.equal(saidIn.get('.wide')?.size, 1)
  assert.equal(reds.size, 1, [...reds].join(' '))
})
