import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { emptyState } from '../../definition/control-state.ts'
import { definitionOf } from '../../definition/definition-under-test.ts'
import { planApply } from '../../definition/plan.ts'
import { type EditedGateway, editedGateway } from '../drafts/draft.ts'
import { managementServer } from '../management-server.ts'
import { processLog } from '../../carrier/process-log.ts'
import { definitionRoutes } from './definition-routes.ts'

const token = 'a-token-of-this-test-0123456789'

test('a gateway is exported as YAML to who has the token', async (t) => {
  const app = serverOf(t, 'version: 1\ngateways:\n  - name: shop\n    x-floor: 3\n')

  const answer = await ask(app, 'shop')
  const stranger = await app.inject('/api/v1/gateways/shop/definition')

  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['content-type'], 'application/yaml')
  assert.equal(answer.body, 'version: 1\ngateways:\n  - name: shop\n    x-floor: 3\n')
  assert.equal(stranger.statusCode, 401)
})

test('no secret of an application is in an export, nor a value of the environment', async (t) => {
  const text = `version: 1
apps: [{ code: web, secret: planted-secret }]
gateways: [{ name: shop, description: "by \${OWNER}", grants: [{ app: web }] }]
`
  const app = serverOf(t, text)

  const { body } = await ask(app, 'shop')

  assert.doesNotMatch(body, /planted/)
  assert.match(body, /by \$\{OWNER\}/)
})

test('of a gateway that is not there the nearest name is told', async (t) => {
  const app = serverOf(t, 'version: 1\ngateways: [{ name: shop }]\n')

  const { statusCode, body } = await ask(app, 'shp')

  assert.equal(statusCode, 404)
  assert.match(body, /There is no gateway \\"shp\\". Did you mean \\"shop\\"\?/)
})

function serverOf(t: TestContext, text: string) {
  const { app } = managementServer(
    token,
    processLog('text', () => undefined),
  )
  t.after(async () => await app.close())
  const definition = definitionOf(text, { expand: { OWNER: 'planted-owner' } })
  const state = planApply(emptyState(), definition, 0).next
  const find = async (name: string): Promise<EditedGateway | undefined> => {
    const stored = state.gateways.find((one) => one.name === name)
    return stored && editedGateway(stored, undefined)
  }
  definitionRoutes(app, { state }, { find })
  return app
}

async function ask(app: ReturnType<typeof serverOf>, gateway: string) {
  const headers = { authorization: `Bearer ${token}` }
  return await app.inject({ url: `/api/v1/gateways/${gateway}/definition`, headers })
}
