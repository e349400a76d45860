import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { emptyState } from '../../src/definition/control-state.ts'
import { planApply } from '../../src/definition/plan.ts'
import { readDefinitions } from '../../src/definition/read-definition.ts'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

/** What an earlier version left in the data folder: `state.json`, with release 7 live. */
function oldState(port: number): string {
  const text = JSON.stringify(
    definitionOf({
      backends: { default: `http://127.0.0.1:${port}` },
      resources: [{ name: 'all', path: '/', matchSubpath: true }],
    }),
  )
  const read = readDefinitions([{ file: 'old', text }], {
    expand: undefined,
    readFile: undefined,
    plugins: [],
  })
  if (!read.ok) assert.fail(JSON.stringify(read.problems))
  const state = planApply(emptyState(), read.definition).next
  const numbered = JSON.stringify(state).replace('"number":1', '"number":7')
  return numbered.replace('"lastNumbers":{"prod":1}', '"lastNumbers":{"prod":7}')
}

test('the state file of an earlier version is taken over once, and is kept under another name', async (t) => {
  const backend = createServer((_request, response) => response.end('as before'))
  const port = await listeningPort(backend)
  t.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  const dataFolder = join(temporaryFolder(), 'data')
  mkdirSync(dataFolder, { mode: 0o700 })
  writeFileSync(join(dataFolder, 'faultline.lock'), '')
  const text = oldState(port)
  writeFileSync(join(dataFolder, 'state.json'), text, { mode: 0o600 })

  const first = await startGatewayWithFile(t, undefined, { dataFolder })
  const served = await first.call({ path: '/api/shop/prod/orders' })
  const { items } = (await first.api('/gateways/shop/stages/prod/releases')) as {
    items: { number: number; madeBy: string; live: boolean }[]
  }
  const audit = (await first.api('/audit')) as { items: { action: string; actor: string }[] }
  const diff = (await first.api('/gateways/shop/stages/prod/releases/7/diff')) as {
    against: number
  }
  await first.stop()
  const second = await startGatewayWithFile(t, undefined, { dataFolder })
  const again = (await second.api('/gateways/shop/stages/prod/releases')) as { items: object[] }

  assert.equal(served.body, 'as before')
  assert.deepEqual(
    items.map(({ number, madeBy, live }) => [number, madeBy, live]),
    [[7, 'state.json', true]],
  )
  assert.deepEqual(
    audit.items.map(({ action, actor }) => [action, actor]),
    [['take-over', 'state.json']],
  )
  assert.equal(existsSync(join(dataFolder, 'state.json')), false)
  assert.equal(readFileSync(join(dataFolder, 'state.json.taken-over'), 'utf8'), text)
  assert.equal(again.items.length, 1)
  assert.equal(diff.against, 0) // none before it is known
})
