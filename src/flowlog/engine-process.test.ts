import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { EngineProcess } from './engine-process.ts'

/** Closing has an end, whatever became of the process. */
test('an engine killed by a signal is closed at once, while its own child still holds our pipe', async (t) => {
  const engine = await startEngine(
    t,
    `const { pid } = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'inherit'] })
     process.send({ type: 'state', state: { problem: String(pid) } })`,
  )
  const grandchild = Number(engine.state?.problem)
  t.after(() => process.kill(grandchild, 'SIGKILL'))
  const { processId = 0 } = engine

  process.kill(processId, 'SIGKILL')
  while (isAlive(processId)) await wait(5) // reaped, so its `exit` has been told
  const startedMs = performance.now()
  await engine.close()

  assert.ok(performance.now() - startedMs < 1_000)
})

test('an engine that does not end by itself is killed', async (t) => {
  const engine = await startEngine(
    t,
    `process.on('disconnect', () => undefined)
     setInterval(() => undefined, 1_000)
     process.send({ type: 'state', state: { problem: '' } })`,
  )
  const { processId = 0 } = engine

  await engine.close()

  assert.equal(isAlive(processId), false)
})

/** Resolves once it has told its state. */
async function startEngine(t: TestContext, code: string): Promise<EngineProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-engine-'))
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'engine.mjs')
  await writeFile(file, `import { spawn } from 'node:child_process'\n${code}\n`)
  const engine = new EngineProcess({
    file: pathToFileURL(file),
    environment: undefined,
    engine: {} as ConstructorParameters<typeof EngineProcess>[0]['engine'], // not looked at
    conclusions: { counts: [], missedBytes: 0, positions: {} },
    execArgv: [],
    onProblem: () => undefined,
  })
  t.after(async () => await engine.close())
  const giveUpMs = performance.now() + 20_000
  while (!engine.isRunning) {
    assert.ok(performance.now() < giveUpMs, 'the engine never told its state')
    await wait(5)
  }
  return engine
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch {
    return false
  }
}
