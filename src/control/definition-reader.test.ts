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

test('a thread that takes too long is ended', async (t) => {
  const reader = new DefinitionReader(allPlugins, {
    threadFile: threadOf('for (;;);'),
    limitMs: 100,
  })
  t.after(() => reader.close())

  assert.equal(await reader.read(yaml()), undefined)
})

test('after a thread that died the next definition gets another', async (t) => {
  const script = `if (text.includes('/dies')) process.exit(1)
    parentPort.postMessage({ ok: false, problems: [] })`
  const reader = new DefinitionReader(allPlugins, { threadFile: threadOf(script) })
  t.after(() => reader.close())

  const answers = await Promise.all([reader.read(yaml('/dies')), reader.read(yaml())])

  assert.deepEqual(answers, [undefined, { ok: false, problems: [] }])
})

function threadOf(script: string): URL {
  const text = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (text) => { ${script} })`
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`)
}

test('more definitions than may wait are not taken', async (t) => {
  const reader = new DefinitionReader(allPlugins)
  t.after(() => reader.close())

  const readings = Array.from({ length: 5 }, () => reader.read(yaml()))

  assert.equal(reader.isFull, true)
  await Promise.all(readings)
  assert.equal(reader.isFull, false)
})
