import assert from 'node:assert/strict'
import test from 'node:test'
import { allPlugins } from '../plugins/all-plugins.ts'
import { DefinitionReader } from './definition-reader.ts'
import { receivedDefinition } from './received-definition.ts'

/** YAML that is large enough for a thread. */
function yaml(path = '/p'): string {
  const resources = Array.from(
    { length: 400 },
    (_, index) => `      - { name: r${index}, method: GET, path: ${path}${index} }\n`,
  )
  return `version: 1\ngateways:\n  - name: shop\n    resources:\n${resources.join('')}`
}

test('a large definition is read in a thread, with the same outcome', async (t) => {
  const reader = new DefinitionReader(allPlugins)
  t.after(() => reader.close())

  for (const text of [yaml(), yaml('no-slash'), '{"version": 2}'])
    assert.deepEqual(await reader.read(text), receivedDefinition(text, allPlugins))
})

test('a thread that takes too long is ended, and the next definition gets another', async (t) => {
  const script = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (text) => {
      if (text.includes('/long')) for (;;);
      parentPort.postMessage({ ok: false, problems: [] })
    })`
  const threadFile = new URL(`data:text/javascript,${encodeURIComponent(script)}`)
  const reader = new DefinitionReader(allPlugins, { threadFile, limitMs: 500 })
  t.after(() => reader.close())

  const [long, next] = await Promise.all([reader.read(yaml('/long')), reader.read(yaml())])

  assert.equal(long, undefined)
  assert.deepEqual(next, { ok: false, problems: [] })
})

test('more definitions than may wait are not taken', async (t) => {
  const reader = new DefinitionReader(allPlugins)
  t.after(() => reader.close())

  const readings = Array.from({ length: 5 }, () => reader.read(yaml()))

  assert.equal(reader.isFull, true)
  await Promise.all(readings)
  assert.equal(reader.isFull, false)
})
