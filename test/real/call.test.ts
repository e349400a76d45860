import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { failureOf } from '../../src/diagnosis/transcripts/call-failures.ts'
import { fieldOf } from '../../src/calling/call-request.ts'
import { called, type Called } from '../calling.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { adminToken, startGateway, type GatewayProcess } from '../gateway-process.ts'
import { certificate, listenTls, type CertificateName } from '../network-peers.ts'
import { freePort } from '../program.ts'
import { missing, startNginx, startNodeService, type RunningServer } from '../real-programs.ts'
import { refusingPort, script, scriptedBackend } from '../scripted-backend.ts'
import { programWords } from '../program-words.ts'

/** `faultline call` beside the real curl, against real servers. */
const certificates = fileURLToPath(new URL('../certificates/', import.meta.url))
const authorityFile = `${certificates}authority.pem`

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

async function run(
  command: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

function faultline(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return run(process.execPath, [...programWords, ...words], environment)
}

/** Status and Location of every answer, as `curl -L -D -` shows them. */
async function curlChain(words: readonly string[]): Promise<string[]> {
  const trusting = ['-s', '-L', '-D', '-', '-o', '/dev/null', '--cacert', authorityFile]
  const { stdout } = await run('curl', [...trusting, ...words])
  return stdout
    .split('\r\n\r\n')
    .filter((head) => head.startsWith('HTTP/'))
    .map((head) => {
      const status = / (\d{3})/.exec(head)?.[1] ?? ''
      return `${status} ${/^location: (.*)$/im.exec(head)?.[1]?.trim() ?? ''}`.trim()
    })
}

function chainOf({ hops }: Called): string[] {
  return hops.map(({ answer }) =>
    `${answer?.status} ${fieldOf(answer?.headers ?? [], 'location')}`.trim(),
  )
}

suite('call beside curl, against nginx and Express', { skip: missing('nginx', 'curl') }, () => {
  const owner = ownerOfAll()
  let nginx: RunningServer

  before(async () => {
    const express = await startNodeService(owner, 'express-service.mjs')
    const securePort = await freePort()
    nginx = await startNginx(owner, {
      http: `
        server {
          listen 127.0.0.1:@PORT@;
          location / { return 308 https://localhost:${securePort}$request_uri; }
        }
        server {
          listen 127.0.0.1:${securePort} ssl;
          ssl_certificate ${certificates}valid.pem;
          ssl_certificate_key ${certificates}valid.key.pem;
          location / { proxy_pass ${express.url}; }
          location /account { return 302 /login/?next=/account; }
          location /circle { return 302 /circle; }
          location /missing { return 404; }
        }`,
    })
  })

  test('http to https to an answer of Express: the same chain, nothing wrong', async (t) => {
    const url = `http://localhost:${nginx.port}/orders/7`

    const ours = await called(t, [url])

    assert.deepEqual(chainOf(ours), await curlChain([url]))
    assert.equal(ours.chosen.verdict.fault, 'none')
    assert.equal(ours.hops.length, 2)
    assert.match(ours.finalBody, /"id":"7"/)
  })

  test('a POST keeps method and body over 308, and credentials stay behind', async (t) => {
    const url = `http://localhost:${nginx.port}/orders`
    const body = '{"item":1}'
    const header = ['Authorization: Bearer secret-of-mine']

    const ours = await called(t, [url], {}, { dataJson: body, header })

    const words = ['-H', 'Content-Type: application/json', '-d', body, url]
    assert.deepEqual(chainOf(ours), await curlChain(words))
    assert.equal(ours.hops[1]?.request.method, 'POST')
    assert.equal(ours.hops[1]?.answer?.status, 201)
    assert.match(ours.hops[0].notes.join('\n'), /not sent on to .*: Authorization/)
  })

  test('a login redirect behind https is named', async (t) => {
    const url = `http://localhost:${nginx.port}/account`

    const ours = await called(t, [url])

    assert.deepEqual(chainOf(ours), await curlChain([url]))
    assert.ok(ours.hops.some(({ verdict }) => verdict.key === 'login_redirect'))
  })

  test("nginx's own 404 at the end of the chain is the access layer's", async (t) => {
    const url = `http://localhost:${nginx.port}/missing`

    const ours = await called(t, [url])

    assert.deepEqual(chainOf(ours), await curlChain([url]))
    assert.equal(ours.chosen.verdict.key, 'access_layer_not_found')
    assert.equal(ours.chosen.verdict.fault, 'access_layer')
  })

  test('a circle ends after as many redirects as curl follows', async (t) => {
    const url = `http://localhost:${nginx.port}/circle`

    const ours = await called(t, [url], { mostRedirects: 4 })

    assert.deepEqual(chainOf(ours), await curlChain([url, '--max-redirs', '4']))
    assert.equal(ours.chosen.verdict.key, 'call_too_many_redirects')
  })
})

suite('call and curl fail alike', { skip: missing('curl') }, () => {
  const answer = script.readRequest()
  const scripts = {
    'a reset': answer.reset(),
    'an empty answer': answer.end(),
    'a body cut short': answer.send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf').end(),
    silence: answer.stall(),
  } as const

  for (const [title, steps] of Object.entries(scripts)) {
    test(`${title} has the key of curl's own words`, async (t) => {
      const { url } = await scriptedBackend(t, steps)

      await assertAlike(t, url)
    })
  }

  test("a refused port has the key of curl's own words", async (t) => {
    await assertAlike(t, `http://127.0.0.1:${await refusingPort()}/`)
  })

  for (const name of [
    'expired',
    'wrong-host',
    'self-signed',
  ] as const satisfies CertificateName[]) {
    test(`a certificate that is ${name} has the key of curl's own words`, async (t) => {
      const port = await listenTls(t, certificate(name))

      await assertAlike(t, `https://localhost:${port}/`)
    })
  }

  async function assertAlike(t: TestContext, url: string): Promise<void> {
    const ours = await called(t, [url], { maxTimeMs: 500 })
    const theirs = await run('curl', ['-sS', '--cacert', authorityFile, '--max-time', '0.5', url])

    assert.equal(ours.chosen.verdict.key, failureOf(theirs.stderr)?.key, theirs.stderr)
  }
})

test(
  'a certificate that expires in a few days is told',
  { skip: missing('openssl') },
  async (t) => {
    const folder = temporaryFolder()
    const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '5', ...subject]
    await run('openssl', [...made, '-keyout', keyFile, '-out', certificateFile])
    const tls = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) }
    const backend = await scriptedBackend(t, script.readRequest().respond(200, 'ok'), { tls })

    const { hops } = await called(t, [`https://localhost:${backend.port}/`], {
      ca: tls.cert.toString(),
    })

    assert.match(hops[0].notes.join('\n'), /the certificate expires in [45] days/)
  },
)

suite('call through our own gateway', () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess

  before(async () => {
    const backend = await scriptedBackend(owner, script.readRequest().respond(200, 'ok').again())
    gateway = await startGateway(
      owner,
      definitionOf({
        backends: { default: backend.url },
        apps: [{ code: 'demo', secret: 'secret-of-demo', owner: 'web' }],
        resources: [
          { name: 'closed', path: '/closed', auth: { app: true, user: false, permission: false } },
        ],
      }),
    )
  })

  test('a refusal shows the mark, and the command it ends with tells the same of the record', async (t) => {
    const { chosen } = await called(t, [`${gateway.url}/api/shop/prod/closed`])

    assert.equal(chosen.gateway?.role, 'answered')
    assert.equal(chosen.verdict.key, 'app_missing')
    const words = chosen.gateway?.command.split(' ').slice(1) ?? []
    const why = await faultline([...words, '--json'], {
      FAULTLINE_SERVER: gateway.consoleUrl,
      FAULTLINE_TOKEN: adminToken,
    })
    assert.equal(Object(JSON.parse(why.stdout)).verdict.key, 'app_missing')
  })

  test('with the credentials of --app the call passes, and the mark says so', async () => {
    const words = ['call', '--json', `${gateway.url}/api/shop/prod/closed`, '--app', 'demo']

    const { code, stdout } = await faultline(words, { FAULTLINE_APP_SECRET: 'secret-of-demo' })

    assert.equal(code, 0)
    assert.equal(Object(JSON.parse(stdout)).hops[0].gateway.role, 'passed')
  })
})
