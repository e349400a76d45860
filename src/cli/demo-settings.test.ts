import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldOfDemo } from './demo-settings.ts'

const served = { gatewayUrl: 'http://127.0.0.1:45001', consoleUrl: 'http://127.0.0.1:45002' }
const data = '/tmp/faultline-demo-1'
const usual = {
  listen: { host: '127.0.0.1', port: 8800 },
  console: { host: '127.0.0.1', port: 8801 },
}

async function told(...asked: Parameters<typeof toldOfDemo>): Promise<Record<string, string>> {
  const all = await toldOfDemo(...asked)
  const names = ['DATA', 'DATABASE', 'LISTEN', 'CONSOLE', 'WORKERS']
  return Object.fromEntries(
    all.flatMap(({ environment, value, from }) => {
      const name = environment.replace('FAULTLINE_', '')
      return names.includes(name) ? [[name, `${value} by ${from}`]] : []
    }),
  )
}

test('a demo says where its data really is and that it is in no database, whatever the environment says', async () => {
  const environment = { FAULTLINE_DATA: '/srv/data', FAULTLINE_DATABASE: 'postgres://db/control' }

  assert.deepEqual(await told({}, { ...usual, data }, served, environment), {
    DATA: `${data} by flag`,
    DATABASE: ' by default',
    LISTEN: '127.0.0.1:8800 by default',
    CONSOLE: '127.0.0.1:8801 by default',
    WORKERS: '1 by flag',
  })
})

test('a demo says which ports it took where the usual ones were taken, and who chose others', async () => {
  const other = { ...usual.listen, port: 0 }
  const replaced = await told({}, { listen: other, console: other, data }, served, {})
  const given = await told(
    { listen: '127.0.0.1:9000', console: '127.0.0.1:9001' },
    { ...usual, data },
    served,
    { FAULTLINE_CONSOLE: '127.0.0.1:9001' },
  )

  assert.deepEqual(
    [replaced['LISTEN'], replaced['CONSOLE']],
    ['127.0.0.1:45001 by flag', '127.0.0.1:45002 by flag'],
  )
  assert.deepEqual(
    [given['LISTEN'], given['CONSOLE']],
    ['127.0.0.1:9000 by flag', '127.0.0.1:9001 by environment'],
  )
})
