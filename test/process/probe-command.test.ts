import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { before, suite, test } from 'node:test'
import type { ProbeReport } from '../../src/model/probe-report.ts'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { faultline, type CommandOutcome } from '../faultline-command.ts'
import { adminToken, startGateway, type GatewayProcess } from '../gateway-process.ts'
import { freePort, listeningPort } from '../program.ts'

suite('faultline probe', () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let port = 0

  before(async () => {
    const server = createServer((_request, response) => response.end('fine'))
    owner.after(() => void server.close())
    port = await listeningPort(server)
    const definition = definitionOf({
      backends: {
        orders: `http://127.0.0.1:${port}`,
        stopped: `http://127.0.0.1:${await freePort()}`,
      },
      resources: [{ name: 'all', path: '/', matchSubpath: true }],
    })
    gateway = await startGateway(owner, definition)
  })

  const probe = (...words: string[]): Promise<CommandOutcome> =>
    faultline(['probe', ...words], {
      FAULTLINE_SERVER: gateway.consoleUrl,
      FAULTLINE_TOKEN: adminToken,
    })

  test('draws each host with its steps, and says that a host failed by its exit code', async () => {
    const all = await probe('shop', 'prod')
    const one = await probe('shop', 'prod', 'orders')

    assert.equal(all.code, 3, all.stderr)
    assert.match(all.stdout, /✖ tcp +\d+\.\d ms {2}127\.0\.0\.1:\d+ → backend_refused/)
    assert.match(all.stdout, /→ Start the backend/)
    assert.match(all.stdout, /2 hosts: 1 failed, 1 fine/)
    assert.equal(one.code, 0, one.stderr)
    assert.match(one.stdout, /shop\/prod\/orders · from 127\.0\.0\.1\n/)
    assert.match(one.stdout, /✔ http +\d+\.\d ms {2}GET \/ → 200/)
    assert.equal(all.stdout.includes('\u001b'), false) // NO_COLOR is set
  })

  test('--json is what the server answered, and nothing else', async () => {
    const { code, stdout } = await probe('shop', 'prod', 'orders', '--json')

    const report = JSON.parse(stdout) as ProbeReport
    assert.equal(code, 0)
    assert.equal(report.worst, 'ok')
    assert.deepEqual(
      report.hosts.map(({ backend, url, exit_address }) => [backend, url, exit_address]),
      [['orders', `http://127.0.0.1:${port}`, '127.0.0.1']],
    )
  })

  test('a name that is not there is bad usage, with the nearest one', async () => {
    const outcomes = [
      await probe('shpo', 'prod'),
      await probe('shop', 'prd'),
      await probe('shop', 'prod', 'order'),
      await probe('shop', 'prod', 'x'),
      await probe('shop'),
    ]

    assert.deepEqual(
      outcomes.map(({ code }) => code),
      [2, 2, 2, 2, 2],
    )
    const said = outcomes.map(({ stderr }) => stderr.trim())
    assert.equal(said[0], 'There is no gateway named "shpo". Did you mean "shop"?')
    assert.equal(said[1], 'There is no stage of shop named "prd". Did you mean "prod"?')
    assert.equal(said[2], 'There is no backend of shop/prod named "order". Did you mean "orders"?')
    assert.equal(said[3], 'There is no backend of shop/prod named "x". There are: orders, stopped.')
  })

  test('without a token or a server the tool has failed', async () => {
    const variables = {
      FAULTLINE_SERVER: gateway.consoleUrl,
      FAULTLINE_TOKEN: 'a-wrong-token-012345',
    }
    const refused = await faultline(['probe', 'shop', 'prod'], variables)
    const absent = await faultline(['probe', 'shop', 'prod'], {
      FAULTLINE_SERVER: `http://127.0.0.1:${await freePort()}`,
    })

    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /refused the management token/)
    assert.equal(absent.code, 1)
    assert.match(absent.stderr, /No answer from/)
  })

  test('Chinese help and results have no English sentence', async () => {
    const help = await probe('--help', '--lang', 'zh')
    const { stdout } = await probe('shop', 'prod', '--lang', 'zh')

    const prose = `${help.stdout}\n${stdout}`
      .split('\n')
      .filter((line) => /[a-z]{3,} [a-z]{2,} [a-z]{2,}/i.test(line))
      .filter((line) => !/\p{Script=Han}|^ +faultline probe /u.test(line))
    assert.deepEqual(prose, [])
    assert.match(stdout, /2 个主机：1 个失败，1 个正常/)
  })

  test('the route wants the token, and says by key what is not there', async () => {
    const url = `${gateway.consoleUrl}/api/v1/gateways/shop/stages/prod/probe`
    const headers = { authorization: `Bearer ${adminToken}` }
    const keyOf = async (address: string, init: RequestInit): Promise<string> => {
      const response = await fetch(address, { method: 'POST', ...init })
      const { key } = (await response.json()) as { readonly key: string } // a problem
      return `${response.status} ${key}`
    }

    assert.equal(await keyOf(url, {}), '401 token_missing')
    assert.equal(await keyOf(url.replace('shop', 'shpo'), { headers }), '404 unknown_gateway')
    assert.equal(await keyOf(url.replace('prod', 'prd'), { headers }), '404 unknown_stage')
    assert.equal(await keyOf(`${url}?backend=none`, { headers }), '404 unknown_backend')
    assert.equal(await keyOf(`${url}?bakend=none`, { headers }), '400 invalid_parameter')
    assert.equal(
      await keyOf(`${url}?backend=${'x'.repeat(200)}`, { headers }),
      '400 invalid_parameter',
    )
  })
})
