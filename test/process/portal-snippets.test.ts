import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'
import { promisify } from 'node:util'
import { ownerOfAll, temporaryFolder, type Owner } from '../clean-up.ts'
import { type GatewayProcess, startGateway } from '../gateway-process.ts'
import { until } from '../notice-receivers.ts'
import { listeningPort } from '../program.ts'

/** What the API documents show to be run is run, and arrives at the backend as the document says. */
const run = promisify(execFile)

/** Whatever a shell or a language could read otherwise. */
const awkward = `it's "quoted" \\u0041 \\n $HOME \`id\` \${x} %d 订单 😀\u2028\ttab`

interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Page {
  readonly errors: readonly { readonly key: string; readonly seen: number | null }[]
  readonly call: {
    readonly body: string
    readonly snippets: Readonly<Record<string, string>>
    readonly urls: readonly { readonly stage: string; readonly urls: readonly string[] }[]
  }
}

const commands: readonly (readonly [
  language: string,
  file: string,
  command: string,
  words: readonly string[],
])[] = [
  ['curl', 'call.sh', '/bin/sh', ['call.sh']],
  ['javascript', 'call.mjs', process.execPath, ['call.mjs']],
  ['python', 'call.py', 'python3', ['call.py']],
  ['java', 'Call.java', 'java', ['-XX:TieredStopAtLevel=1', 'Call.java']],
]

suite('the calls that a document shows', { concurrency: true }, () => {
  const owner = ownerOfAll()
  const received: Received[] = []
  let gateway: GatewayProcess
  let page: Page

  before(async () => {
    const backend = await startBackend(owner, received)
    gateway = await startGateway(owner, definitionFor(backend), {
      words: ['--no-probe', '--host-template={gateway}.localhost'],
    })
    page = (await gateway.api('/portal/gateways/shop/resources/put_order')) as Page
  })

  /** Counts that the log is slow with are null, and there a moment later (docs/reference/portal.md). */
  async function counted(path: string): Promise<Page> {
    let answer: Page | undefined
    await until('the errors are counted', async () => {
      answer = (await gateway.api(path)) as Page
      return answer.errors.every(({ seen }) => seen !== null)
    })
    assert.ok(answer !== undefined)
    return answer
  }

  for (const [language, file, command, words] of commands) {
    test(`run as they stand: ${language}`, { skip: skipOf(command) }, async () => {
      const folder = temporaryFolder()
      const tag = `/orders/${language}`
      const text = (page.call.snippets[language] ?? '')
        .replaceAll('YOUR_APP_CODE', 'demo-app')
        .replaceAll('YOUR_APP_SECRET', 'demo-secret')
        .replaceAll('YOUR_ID', language)
      writeFileSync(join(folder, file), text)

      const { stdout } = await run(command, words, { cwd: folder })

      assert.match(stdout, /\b200\b/)
      assert.match(stdout, /thanks for the order/)
      const arrived = received.find(({ url }) => url.startsWith(`${tag}?`))
      assert.ok(arrived !== undefined)
      assert.equal(arrived.method, 'PUT')
      assert.equal(arrived.url, `${tag}?note=a%26b+c`)
      assert.equal(arrived.body, page.call.body)
      assert.deepEqual(JSON.parse(arrived.body), { text: awkward })
      assert.equal(arrived.headers['x-kind'], `it's "so"`)
      assert.equal(arrived.headers['content-type'], 'application/json')
    })
  }

  test('a document says how often an error was seen in the last week', async () => {
    await gateway.call({ path: '/api/shop/prod/things' })
    await gateway.flowByQuery('resource:get_things')

    const things = await counted('/portal/gateways/shop/resources/get_things')

    assert.equal(seenIn(things, 'app_missing'), 1)
    assert.equal(seenIn(things, 'app_secret_wrong'), 0)
  })

  test('the addresses of a stage are reached: by path and by host', async () => {
    const [byPath, byHost] = page.call.urls[0]?.urls ?? []

    assert.equal(byPath, `${gateway.url}/api/shop/prod/orders/YOUR_ID?note=a%26b+c`)
    assert.equal(byHost, `http://shop.localhost:${gateway.port}/prod/orders/YOUR_ID?note=a%26b+c`)
    const answer = await gateway.call({
      path: '/prod/orders/1',
      headers: { Host: `shop.localhost:${gateway.port}` },
    })
    assert.equal(answer.status, 404, 'the gateway is found, and knows no GET there')
    assert.match(answer.body, /1640401/)
  })
})

function seenIn({ errors }: Page, key: string): number | null | undefined {
  return errors.find((error) => error.key === key)?.seen
}

function skipOf(command: string): string | false {
  if (command.startsWith('/')) return false
  const folders = (process.env['PATH'] ?? '').split(':')
  if (folders.some((folder) => existsSync(join(folder, command)))) return false
  return `needs ${command}`
}

function definitionFor(backend: string): object {
  return {
    version: 1,
    apps: [{ code: 'demo-app', secret: 'demo-secret' }],
    gateways: [
      {
        name: 'shop',
        stages: [{ name: 'prod', backends: { default: { hosts: [{ url: backend }] } } }],
        resources: [
          { name: 'get_things', method: 'GET', path: '/things' },
          {
            name: 'put_order',
            method: 'PUT',
            path: '/orders/{id}',
            schema: {
              parameters: [
                { name: 'note', in: 'query', required: true, example: 'a&b c' },
                { name: 'X-Kind', in: 'header', required: true, example: `it's "so"` },
              ],
              requestBody: {
                content: {
                  'application/json': { example: { text: awkward.replaceAll('${', () => '$${') } },
                },
              },
            },
          },
        ],
        grants: [{ app: 'demo-app' }],
      },
    ],
  }
}

async function startBackend(owner: Owner, received: Received[]): Promise<string> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      received.push({ method, url, headers, body: Buffer.concat(pieces).toString('utf8') })
      response.end('thanks for the order')
    })
  })
  const port = await listeningPort(server)
  owner.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}
