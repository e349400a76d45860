import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { filesOf, realDefinitions } from '../corpus/blueking-definitions.ts'
import { faultline } from '../faultline-command.ts'
import { startGatewayWithFile } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { field } from '../raw-client.ts'

/** Real definitions of the old system on a running gateway, in front of a service that says what it
 *  saw. */
const owner = ownerOfAll()
const backend = createServer((request, response) => {
  const { method, url, headers } = request
  const { test: rewritten, host, cookie } = headers
  const jwt = headers['x-bkapi-jwt'] !== undefined
  response.end(JSON.stringify({ method, url, rewritten, host, cookie, jwt }))
})
const address = `127.0.0.1:${await listeningPort(backend)}`
owner.after(() => {
  backend.closeAllConnections()
  backend.close()
})

const secret = 'a-secret-of-a-test'
const folder = temporaryFolder()
const appsFile = written(
  'apps.yaml',
  `version: 1\napps: [{ code: bk_audit, secret: "${secret}" }, { code: bk_example, secret: "${secret}" }]\n`,
)
const [sopsDefinition, sopsResources] = filesOf('bk-sops')
const sops = realDefinitions.find(({ gateway }) => gateway === 'bk-sops')
const values = {
  ...sops?.environment,
  BK_APIGW_API_SERVER_HOST: address,
  BK_APIGW_CALLBACK_SERVER_HOST: address,
}
const gateway = await startGatewayWithFile(owner, sopsDefinition, {
  words: [
    `--apply=${sopsResources}`,
    `--apply=${appsFile}`,
    '--apply-gateway=bk-sops',
    '--no-probe',
  ],
  environment: values,
})
const server = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: gateway.token }

test('start --apply serves a real definition: paths, stage variables and hosts of a resource', async () => {
  const answer = await gateway.call({ method: 'POST', path: '/api/bk-sops/prod/callback/abc/' })

  assert.equal(answer.status, 200)
  assert.deepEqual(seen(answer.body), {
    method: 'POST',
    url: '/callback/taskflow/api/v4/nodes/callback/abc/',
    host: address,
    jwt: true,
  })
})

test('application, user and permission are asked for unless the file says otherwise', async () => {
  const create = { method: 'POST', path: '/api/bk-sops/prod/create_task/1/2/' }
  const run = { path: '/api/bk-sops/prod/plugin-gateway/categories/' }

  const nobody = await gateway.call(create)
  const application = await gateway.call({ ...create, headers: authorization('bk_audit') })
  const stranger = await gateway.call({ ...run, headers: authorization('bk_example') })
  const granted = await gateway.call({ ...run, headers: authorization('bk_audit') })

  assert.deepEqual([nobody.status, JSON.parse(nobody.body).code], [400, 1640001])
  assert.match(application.body, /user authentication failed/)
  assert.deepEqual([stranger.status, JSON.parse(stranger.body).code], [403, 1640301])
  assert.deepEqual(
    [granted.status, seen(granted.body)['url']],
    [200, '/apigw/plugin-gateway/categories/'],
  )
})

test('a resource that the file defines twice, for its last slash, is reached both ways', async () => {
  const path = '/api/bk-sops/prod/plugin-gateway/runs/7/cancel'
  const call = { method: 'POST', headers: authorization('bk_audit') }

  const answers = [
    await gateway.call({ ...call, path }),
    await gateway.call({ ...call, path: `${path}/` }),
  ]

  assert.deepEqual(
    answers.map(({ body }) => seen(body)['url']),
    Array.from({ length: 2 }, () => '/apigw/plugin-gateway/runs/7/cancel/'),
  )
})

test('apply takes another one: sub-paths, header rewrite, rate limit and CORS as the files say', async () => {
  const words = ['apply', ...exampleFiles(), '--gateway', 'example']
  const dry = await faultline([...words, '--dry-run'], { ...server, BK_APP_CODE: 'bk_example' })
  const done = await faultline(words, { ...server, BK_APP_CODE: 'bk_example' })

  const call = {
    path: '/api/example/prod/anything/deep/er?a=b',
    headers: authorization('bk_example'),
  }
  const origin = { Origin: 'https://page.example', ...authorization('bk_example') }
  const answers = [await gateway.call({ ...call, headers: origin }), await gateway.call(call)]
  const refused = await gateway.call(call)

  assert.match(dry.stdout, /^\+ gateway gateways\/example\n/)
  assert.match(dry.stdout, /this was a dry run; 5 changes: 5 added, 0 changed, 0 removed\.\n$/)
  assert.match(
    dry.stderr,
    /warning: there is no plugin bk-username-required here: .* \(.*definition\.yaml:\d+ /,
  )
  assert.equal(done.code, 0, done.stderr)
  assert.deepEqual(seen(answers[0]?.body), {
    method: 'GET',
    url: '/anything/deep/er?a=b',
    rewritten: '2',
    host: address,
    jwt: true,
  })
  assert.deepEqual(
    answers.map((answer) => field(answer, 'x-bkapi-ratelimit-remaining')),
    ['1', '0'],
  )
  assert.equal(field(answers[0] ?? refused, 'access-control-allow-origin'), '*')
  assert.deepEqual([refused.status, JSON.parse(refused.body).code], [429, 1642902])
})

test('what was imported leaves as a definition of our own that changes nothing', async () => {
  const exported = await faultline(['export', 'bk-sops'], server)
  const file = written('exported.yaml', exported.stdout)

  const difference = await faultline(['diff', file], { ...server, ...values })
  const asJson = await faultline(['diff', file, '--json'], { ...server, ...values })
  const again = await faultline(['export', 'bk-sops'], server)

  assert.match(exported.stdout, /^version: 1\ngateways:\n {2}- name: bk-sops\n/)
  assert.match(exported.stdout, /url: http:\/\/\$\{BK_APIGW_API_SERVER_HOST\}\n/)
  assert.equal(difference.stdout, 'Nothing to change.\n')
  assert.deepEqual(JSON.parse(asJson.stdout).changes, [])
  assert.equal(again.stdout, exported.stdout)
})

test('files that cannot be taken are refused whole, with file, line and column', async () => {
  const [definition, resources] = exampleFiles((text) => text.replace('/anything:', '/any{thing:'))

  const { code, stderr } = await faultline(
    ['apply', definition, resources, '--gateway', 'example'],
    { ...server, BK_APP_CODE: 'bk_example' },
  )

  assert.equal(code, 2)
  assert.match(stderr, /resources\.yaml:11:5 .*a variable stands for one whole segment/)
  assert.match(stderr, /nothing was applied/)
})

/** The example of the old system's tool with its commented plugins switched on, in front of our
 *  service. */
function exampleFiles(change: (resources: string) => string = (text) => text): [string, string] {
  const [definitionFile, resourcesFile] = filesOf('example')
  const [head, plugins = ''] = readFileSync(definitionFile, 'utf8').split('# 环境插件配置\n')
  const definition = [head, plugins.replaceAll(/^ {4}# /gm, '    ')]
    .join('\n')
    .replace('https://httpbin.org', `http://${address}`)
    .replace(
      /^( *)- type: bk-rate-limit$/m,
      '$1- type: bk-username-required\n$1  yaml: "{}"\n$1- type: bk-rate-limit',
    )
    .replace('period: 1\n', 'period: 3600\n')
    .replace('tokens: 100', 'tokens: 2')
  const resources = change(readFileSync(resourcesFile, 'utf8')).replaceAll(
    'matchSubpath: false',
    'matchSubpath: true',
  )
  return [written('definition.yaml', definition), written('resources.yaml', resources)]
}

function written(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

function authorization(app: string): Record<string, string> {
  const credentials = { bk_app_code: app, bk_app_secret: secret }
  return { 'X-Bkapi-Authorization': JSON.stringify(credentials) }
}

function seen(body: string | undefined): Record<string, unknown> {
  return JSON.parse(body ?? '') as Record<string, unknown> // of our own service
}
