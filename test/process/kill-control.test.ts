import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Owner } from '../clean-up.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, startGatewayWithFile, type GatewayProcess } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { until, untilAsync } from '../protocol/until.ts'

/** Ten in the full run: FAULTLINE_TEST_KILLS=10 (npm run conformance:kill). */
const kills = Number(process.env['FAULTLINE_TEST_KILLS'] ?? 2)
const releases = '/gateways/shop/stages/prod/releases'

/** The control plane alone: the process that was started lives, and traffic with it. */
const all = ownerOfAll()
const versions = await versionBackend(all)
const controlDeath = join(temporaryFolder(), 'control-dies')
const workerDeath = join(temporaryFolder(), 'worker-dies')
const carried = await startGateway(all, definition(versions, 1), {
  environment: {
    NODE_OPTIONS: ['control-death', 'worker-death']
      .map((name) => `--import=${fileURLToPath(new URL(`../${name}.mjs`, import.meta.url))}`)
      .join(' '),
    FAULTLINE_TEST_CONTROL_DEATH_FILE: controlDeath,
    FAULTLINE_TEST_DEATH_FILE: workerDeath,
  },
})

test('the control plane is killed: callers notice nothing, another goes on where it was, nothing is lost', async () => {
  await carried.apply(definition(versions, 2)) // so that applying the files again would show
  const caller = startCalling(carried)
  await carried.call({ path: '/api/shop/prod/' })

  process.kill(carried.controlPid, 'SIGKILL')
  await untilBack(carried, 1)
  const answers = await caller.stop()

  assert.ok(answers.length > 10, `${answers.length} answers`)
  assert.deepEqual([...new Set(answers)], ['200 2'])
  assert.deepEqual(await whole(carried), { number: 2, version: '2' })
  await carried.apply(definition(versions, 3))
  assert.deepEqual(await whole(carried), { number: 3, version: '3' })
  const { total, gaps } = await recordsOf(carried, answers.length + 3)
  assert.equal(total, answers.length + 3)
  assert.deepEqual(gaps, [])
  const metrics = await (await fetch(`${carried.consoleUrl}/metrics`)).text()
  assert.match(metrics, /^faultline_control_restarts_total 1$/m)
  assert.match(metrics, new RegExp(`^faultline_flow_records_total ${total}$`, 'm'))
  const output = carried.program.output()
  assert.match(output, /^faultline: error: the control plane ended; traffic goes on; .+=SIGKILL/m)
  assert.equal(output.match(/ready/g)?.length, 1)
})

for (const [moment, restarts] of [
  ['before', 2],
  ['after', 3],
] as const)
  test(`the control plane is killed ${moment} workers take a release: it was not kept, and nobody serves it`, async () => {
    writeFileSync(controlDeath, moment)

    await assert.rejects(carried.apply(definition(versions, 4)))
    await untilBack(carried, restarts)

    assert.deepEqual(await whole(carried), { number: 3, version: '3' })
    assert.match(carried.program.output(), /the server ended during a change, which was not kept/)
  })

test('without a control plane a worker that dies is replaced, and SIGTERM ends everything in order', async () => {
  const { controlPid, dataFolder } = carried
  const engine = engineOf(controlPid)
  process.kill(controlPid, 'SIGSTOP')

  writeFileSync(workerDeath, '')
  await carried.program.said(/records of the ended worker are saved/)
  await untilAsync(async () => {
    const answer = await carried.call({ path: '/api/shop/prod/' }).catch(() => undefined)
    return answer?.status === 200
  }, 'an answer of the next worker')
  process.kill(controlPid, 'SIGKILL')
  await carried.program.said(
    /the control plane ended; (?:.|\n)*the control plane ended; (?:.|\n)*delayMs=5000/,
  )
  carried.program.child.kill('SIGTERM')

  assert.equal(await carried.program.ended, 0)
  assert.equal(existsSync(join(dataFolder, 'runtime.json')), false)
  await untilGone([controlPid, engine])
})

test('killed between preparing and keeping a release it starts with the old one, and says so', async (t) => {
  const port = await versionBackend(t)
  const deathFile = join(temporaryFolder(), 'dies-when-it-publishes')
  const preload = fileURLToPath(new URL('../publish-death.mjs', import.meta.url))
  const environment = { NODE_OPTIONS: `--import=${preload}`, FAULTLINE_TEST_DEATH_FILE: deathFile }
  const gateway = await startGateway(t, definition(port, 1), { environment })
  writeFileSync(deathFile, '')

  const { controlPid } = gateway
  const engine = engineOf(controlPid)
  await assert.rejects(gateway.apply(definition(port, 2)))
  assert.equal(await gateway.program.ended, 'SIGKILL')
  rmSync(deathFile)
  await untilGone([controlPid, engine]) // nobody is left behind
  const again = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })

  assert.deepEqual(await whole(again), { number: 1, version: '1' })
  assert.match(again.program.output(), /the server ended during a change, which was not kept/)
  await again.apply(definition(port, 2))
  assert.deepEqual(await whole(again), { number: 2, version: '2' })
})

test('killed at any moment of an apply it starts with the old release or the new one, whole', async (t) => {
  const port = await versionBackend(t)
  let gateway = await startGateway(t, definition(port, 1))
  const seen: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const before = await whole(gateway)
    const applying = gateway.apply(definition(port, before.number + 1)).then(
      () => true,
      () => false,
    )
    await wait(Math.random() * 20) // about as long as an apply takes
    gateway.program.child.kill('SIGKILL')
    await gateway.program.ended
    const wasAnswered = await applying
    gateway = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })

    const after = await whole(gateway)
    seen.push(after.number - before.number)
    assert.ok(after.number === before.number || after.number === before.number + 1)
    if (wasAnswered) assert.equal(after.number, before.number + 1) // what was answered is kept
  }
  t.diagnostic(`${kills} kills: ${seen.filter((one) => one === 1).length} left the new release`)
})

async function untilBack(gateway: GatewayProcess, restarts: number): Promise<void> {
  await gateway.program.said(new RegExp(`the control plane is back restarts=${restarts}\\b`))
}

/** One after the other, on new connections; what was answered. */
function startCalling(gateway: GatewayProcess): { stop(): Promise<readonly string[]> } {
  const stopping = new AbortController()
  const answers: string[] = []
  const calling = (async () => {
    while (!stopping.signal.aborted) {
      const { status, body } = await gateway.call({ path: '/api/shop/prod/' })
      answers.push(`${status} ${body}`)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await calling
      return answers
    },
  }
}

/** Once there are so many, or a while later. */
async function recordsOf(
  gateway: GatewayProcess,
  expected: number,
): Promise<{ total: number; gaps: readonly unknown[] }> {
  const giveUpMs = performance.now() + 10_000
  for (;;) {
    const counted = await gateway.api('/flow-records/histogram?step=1d')
    const found = counted as { total: number; gaps: readonly unknown[] } // management-api.md
    if (found.total >= expected || performance.now() > giveUpMs) return found
  }
}

function engineOf(controlPid: number): number {
  const list = readFileSync(`/proc/${controlPid}/task/${controlPid}/children`, 'utf8')
  return Number(list.trim().split(' ')[0])
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await until(() => pids.every(isGone), `the end of ${pids.join(' and ')}`)
}

/** Nobody may have asked how it ended. */
function isGone(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return true
  }
}

/** Which release is served; that history, audit and the definition say the same. */
async function whole(gateway: GatewayProcess): Promise<{ number: number; version: string }> {
  const { body: version } = await gateway.call({ path: '/api/shop/prod/' })
  const listed = (await gateway.api(releases)) as {
    items: { number: number; live: boolean; hash: string }[]
  }
  const audit = (await gateway.api('/audit?kind=release')) as {
    items: { after: { number: number } }[]
  }
  const { resources } = (await gateway.api('/gateways/shop')) as {
    resources: { backend: { path: string } }[]
  }

  const numbers = listed.items.map(({ number }) => number)
  assert.deepEqual(
    audit.items.map(({ after }) => after.number),
    numbers,
  )
  assert.equal(resources[0]?.backend.path, `/${version}`)
  assert.equal(version, String(numbers[0]))
  assert.deepEqual(
    listed.items.filter(({ live }) => live).map(({ number }) => number),
    [numbers[0]],
  )
  return { number: numbers[0] ?? 0, version }
}

/** Release N asks the backend for `/N`, which it answers with. */
function definition(port: number, version: number): object {
  return definitionOf({
    backends: { default: `http://127.0.0.1:${port}` },
    resources: [{ name: 'version', path: '/', backendPath: `/${version}` }],
  })
}

async function versionBackend(owner: Owner): Promise<number> {
  const backend = createServer((request, response) => response.end(request.url?.slice(1)))
  const port = await listeningPort(backend)
  owner.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  return port
}
