import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { OpenApiImports } from './openapi-imports.ts'

const document = 'openapi: 3.1.0\npaths: { /a: { get: {} } }'

function importsOf(t: TestContext, thread?: string, limitMs = 20_000): OpenApiImports {
  const imports = new OpenApiImports({
    limitMs,
    ...(thread === undefined
      ? {}
      : { threadFile: new URL(`data:text/javascript,${encodeURIComponent(thread)}`) }),
  })
  t.after(() => imports.close())
  return imports
}

test('documents are read, and a few may wait', async (t) => {
  const imports = importsOf(t)

  const answers = Array.from({ length: 4 }, () => imports.read(document))
  const isFullBefore = imports.isFull
  answers.push(imports.read(document))

  assert.equal(isFullBefore, false)
  assert.equal(imports.isFull, true)
  for (const answer of await Promise.all(answers)) assert.equal(answer?.ok, true)
  assert.equal(imports.isFull, false)
})

test('no document is begun before the one in front of it is read', async (t) => {
  const thread = `import { parentPort } from 'node:worker_threads'
    const begun = Date.now()
    while (Date.now() < begun + 50); // stands for the reading
    parentPort.postMessage({ ok: true, json: JSON.stringify([begun, Date.now()]) })`
  const imports = importsOf(t, thread)

  const answers = await Promise.all(['a', 'b', 'c'].map((text) => imports.read(text)))

  const times = answers.flatMap((answer) =>
    answer?.ok === true ? (JSON.parse(answer.json) as number[]) : [],
  )
  assert.equal(times.length, 6)
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
})

test('a document that takes too long is given up, and the next one is read', async (t) => {
  const thread = `import { workerData, parentPort } from 'node:worker_threads'
    if (workerData === 'long') for (;;);
    parentPort.postMessage({ ok: true, json: workerData })`
  const imports = importsOf(t, thread, 1_000)

  const answers = await Promise.all([imports.read('long'), imports.read('short')])

  assert.deepEqual(answers, [undefined, { ok: true, json: 'short' }])
})

test('a document that takes too much memory ends its thread and nothing else', async (t) => {
  const imports = importsOf(t, 'const all = []; for (;;) all.push(Array(10_000).fill(all))')

  assert.equal(await imports.read('large'), undefined)
})

test('who waits when the server stops is not kept waiting', { timeout: 10_000 }, async (t) => {
  const imports = importsOf(t, 'for (;;);')

  const answers = [imports.read('a'), imports.read('b')]
  await new Promise(setImmediate) // the first is being read
  imports.close()

  assert.deepEqual(await Promise.all(answers), [undefined, undefined])
})
