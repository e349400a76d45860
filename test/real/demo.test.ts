import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'
import { promisify } from 'node:util'
import { demoCalls } from '../../examples/demo/demo-calls.ts'
import { startDemo, type Demo } from '../../examples/demo/start-demo.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { startGatewayWithFile, type GatewayProcess } from '../gateway-process.ts'
import { missing } from '../real-programs.ts'

const run = promisify(execFile)

suite(
  'every curl line of the demo shows the verdict that it announces',
  { skip: missing('curl', 'nginx') },
  () => {
    const owner = ownerOfAll()
    let demo: Demo
    let gateway: GatewayProcess

    before(async () => {
      demo = await startDemo()
      owner.after(() => demo.close())
      const file = join(temporaryFolder(), 'company.yaml')
      writeFileSync(file, demo.definitionText)
      gateway = await startGatewayWithFile(owner, file)
    })

    test('the gateway of the demo can be edited in the console', async () => {
      const draft = await gateway.api('/gateways/shop/draft')

      assert.deepEqual(Reflect.get(Object(draft), 'managedByFiles'), [])
    })

    // The lines are known before the addresses in them are.
    for (const [index, { title }] of demoCalls('', '', true).entries()) {
      test(title[0], async () => {
        const call = demo.calls(gateway.url)[index]
        assert.ok(call !== undefined)

        // curl exits with 18 where a body breaks off; that is one of the lines
        const { stdout } = await run('sh', ['-c', `${call.command} || true`])
        const [, status] = /HTTP\/1\.1 (\d+)/.exec(stdout) ?? []
        const [, id = ''] = /X-Bkapi-Request-ID: (\S+)/i.exec(stdout) ?? []
        const { verdict } = await gateway.flow(id)

        assert.equal(Number(status), call.status)
        assert.equal(verdict.key, call.verdict)
      })
    }
  },
)
