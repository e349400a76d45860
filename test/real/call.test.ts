import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { failureOf } from '../../src/diagnosis/transcripts/call-failures.ts'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startDnsServer } from '../dns-server.ts'
import { adminToken, startGateway, type GatewayProcess } from '../gateway-process.ts'
import { certificate, listenTls, type CertificateName } from '../network-peers.ts'
import { freePort } from '../program.ts'
import { missing, startNginx, startNodeService, type RunningServer } from '../real-programs.ts'
import { refusingPort, script, scriptedBackend } from '../scripted-backend.ts'

/** `faultline call` beside the real curl, against real servers. */
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const certificates = fileURLToPath(new URL('../certificates/', import.meta.url))

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
  return run(process.execPath, [main, ...words], environment)
}

interface Hop {
  readonly request: string
  readonly status: number
  readonly verdict: { readonly key: string; readonly fault: string; readonly next_steps: string[] }
  readonly headers: readonly (readonly [string, string])[]
  readonly gateway: { readonly role: string; readonly command: string } | null
  readonly notes: readonly string[]
}

interface Called {
  readonly code: number | null
  readonly verdict: Hop['verdict']
  readonly hops: readonly Hop[]
}

async function called(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Called> {
  const { code, stdout, stderr } = await faultline(['call', '--json', ...words], environment)
  assert.ok(stdout !== '', stderr)
  const { verdict, hops } = JSON.parse(stdout) as Called // the shape that call-command.test.ts checks
  return { code, verdict, hops }
}

/** Status and Location of every answer, as `curl -L -D -` shows them. */
async function curlChain(words: readonly string[]): Promise<string[]> {
  const { stdout } = await run('curl', ['-s', '-L', '-D', '-', '-o', '/dev/null', ...words])
  return stdout
    .split('\r\n\r\n')
    .filter((head) => head.startsWith('HTTP/'))
    .map((head) => {
      const status = / (\d{3})/.exec(head)?.[1] ?? ''
      return `${status} ${/^location: (.*)$/im.exec(head)?.[1]?.trim() ?? ''}`.trim()
    })
}

function chainOf({ hops }: Called): string[] {
  return hops.map(({ status, headers }) => {
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? ''
    return `${status} ${location}`.trim()
  })
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

  const trusted = ['--cacert', `${certificates}authority.pem`]

  test('http to https to an answer of Express: the same chain, nothing wrong', async () => {
    const words = [...trusted, `http://localhost:${nginx.port}/orders/7`]

    const ours = await called(words)

    assert.deepEqual(chainOf(ours), await curlChain(words))
    assert.equal(ours.code, 0)
    assert.equal(ours.hops.length, 2)
  })

  test('a POST keeps method and body over 308, and credentials stay behind', async () => {
    const body = ['-H', 'Content-Type: application/json', '-d', '{"item":1}']
    const words = [...trusted, ...body, `http://localhost:${nginx.port}/orders`]

    const ours = await called([...words, '-H', 'Authorization: Bearer secret-of-mine'])

    assert.deepEqual(chainOf(ours), await curlChain(words))
    assert.match(ours.hops[1]?.request ?? '', /^POST https:/)
    assert.equal(ours.hops[1]?.status, 201)
    assert.match(ours.hops[0]?.notes.join('\n') ?? '', /not sent on to .*: Authorization/)
  })

  test('a login redirect behind https is named, and the caller must act', async () => {
    const words = [...trusted, `http://localhost:${nginx.port}/account`]

    const ours = await called(words)

    assert.deepEqual(chainOf(ours), await curlChain(words))
    assert.ok(ours.hops.some(({ verdict }) => verdict.key === 'login_redirect'))
  })

  test("nginx's own 404 at the end of the chain is the access layer's", async () => {
    const words = [...trusted, `http://localhost:${nginx.port}/missing`]

    const ours = await called(words)

    assert.deepEqual(chainOf(ours), await curlChain(words))
    assert.equal(ours.verdict.key, 'access_layer_not_found')
    assert.equal(ours.code, 13)
  })

  test('a circle ends after as many redirects as curl follows', async () => {
    const words = [...trusted, `http://localhost:${nginx.port}/circle`]

    const ours = await called([...words, '--max-redirects', '4'])

    assert.deepEqual(chainOf(ours), await curlChain([...words, '--max-redirs', '4']))
    assert.equal(ours.verdict.key, 'call_too_many_redirects')
  })

  test('without the authority both refuse the certificate', async () => {
    const url = `http://localhost:${nginx.port}/orders/7`

    const ours = await called([url])
    const theirs = await run('curl', ['-sSL', url])

    assert.equal(ours.verdict.key, 'call_certificate_refused')
    assert.equal(failureOf(theirs.stderr)?.key, 'call_certificate_refused')
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

      await assertAlike([url, '--max-time', '1'])
    })
  }

  test("a refused port has the key of curl's own words", async () => {
    await assertAlike([`http://127.0.0.1:${await refusingPort()}/`])
  })

  for (const name of [
    'expired',
    'wrong-host',
    'self-signed',
  ] as const satisfies CertificateName[]) {
    test(`a certificate that is ${name} has the key of curl's own words`, async (t) => {
      const port = await listenTls(t, certificate(name))

      await assertAlike(['--cacert', `${certificates}authority.pem`, `https://localhost:${port}/`])
    })
  }

  async function assertAlike(words: readonly string[]): Promise<void> {
    const ours = await called(words)
    const theirs = await run('curl', ['-sS', ...words])

    assert.equal(ours.verdict.key, failureOf(theirs.stderr)?.key, theirs.stderr)
  }
})

test('a name that does not exist is told from a name server that fails', async (t) => {
  const dns = await startDnsServer()
  t.after(() => dns.close())

  const { verdict, code } = await called(['http://missing.test/', '--dns-server', dns.address])

  assert.equal(verdict.key, 'call_name_unknown')
  assert.equal(code, 12)
})

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

  test('a refusal shows the mark, and the command it ends with tells the same of the record', async () => {
    const ours = await called([`${gateway.url}/api/shop/prod/closed`])

    const [hop] = ours.hops
    assert.equal(hop?.gateway?.role, 'answered')
    assert.equal(ours.verdict.key, 'app_missing')
    assert.equal(ours.code, 10)
    const words = hop?.gateway?.command.split(' ').slice(1) ?? []
    const environment = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: adminToken }
    const why = await faultline([...words, '--json'], environment)
    assert.equal(Object(JSON.parse(why.stdout)).verdict.key, 'app_missing')
  })

  test('with the credentials of --app the call passes, and the mark says so', async () => {
    const ours = await called([`${gateway.url}/api/shop/prod/closed`, '--app', 'demo'], {
      FAULTLINE_APP_SECRET: 'secret-of-demo',
    })

    assert.equal(ours.code, 0)
    assert.equal(ours.hops[0]?.gateway?.role, 'passed')
  })
})
