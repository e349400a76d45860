import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { HostReport, HttpStep, ProbeReport, TlsStep } from '../../src/model/probe-report.ts'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startDnsServer } from '../dns-server.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { freePort, listeningPort } from '../program.ts'
import { fileOf, missing, startGunicorn, startNginx } from '../real-programs.ts'

/** A stage whose hosts are wrong in every way that a probe is for, on real servers. Each backend has
 *  one host and is probed alone. */
const skip = missing('nginx', 'gunicorn', 'django', 'openssl')
const certificates = fileURLToPath(new URL('../certificates/', import.meta.url))
const ca = certificateFile('authority')

suite('a probe of a stage names what is wrong with each host', { skip }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let ports: Readonly<Record<string, number>> = {}

  before(async () => {
    ports = await startServers()
    gateway = await startGateway(owner, stageOf(ports), {
      words: ['--no-probe', `--name-servers=${await nameServer()}`],
    })
  })

  async function startServers(): Promise<Readonly<Record<string, number>>> {
    const names = [
      'redirecting',
      'secure',
      'denying',
      'unknown',
      'soon',
      'expired',
      'wrong',
      'self',
    ]
    const found = await Promise.all(names.map(async (name) => [name, await freePort()] as const))
    const nginx = Object.fromEntries(found)
    const { port: denying } = await startNginx(owner, { http: nginxConfig(nginx) })
    const django = await startGunicorn(owner, 'django_site:application')
    const silent = createServer(() => undefined)
    owner.after(() => void silent.close())
    const silentTls = createTlsServer(
      { cert: certificateFile('valid'), key: certificateFile('valid.key') },
      () => undefined,
    )
    owner.after(() => void silentTls.close())
    const closing = createServer((socket) => socket.destroy())
    owner.after(() => void closing.close())
    return {
      ...nginx,
      denying,
      django: django.port,
      refused: await freePort(),
      silent: await listeningPort(silent),
      silentTls: await listeningPort(silentTls),
      closing: await listeningPort(closing),
    }
  }

  async function nameServer(): Promise<string> {
    const server = await startDnsServer()
    owner.after(() => server.close())
    server.reply('orders.example.com', 'A', { addresses: ['127.0.0.1'] })
    server.reply('broken.test', 'A', { rcode: 'SERVFAIL' })
    server.reply('broken.test', 'AAAA', { rcode: 'SERVFAIL' })
    server.reply('quiet.test', 'A', 'silence')
    server.reply('quiet.test', 'AAAA', 'silence')
    server.reply('two.test', 'A', { addresses: ['127.0.0.1', '127.0.0.2'] })
    server.reply('metadata.test', 'A', { addresses: ['169.254.169.254'] })
    return server.address
  }

  async function probed(backend: string, query = ''): Promise<HostReport> {
    const path = `/gateways/shop/stages/prod/probe?backend=${backend}${query}`
    const report = (await gateway.api(path, { method: 'POST' })) as ProbeReport // our own answer
    const [host, ...others] = report.hosts
    assert.ok(host !== undefined && others.length === 0)
    return host
  }

  test('a good host: each step with its time, days left, who answered, our address', async () => {
    const host = await probed('good')

    assert.deepEqual(
      host.steps.map(({ step, ok }) => [step, ok]),
      [
        ['dns', true],
        ['tcp', true],
        ['tls', true],
        ['http', true],
      ],
    )
    assert.ok(host.steps.every(({ ms }) => ms >= 0 && ms < 2_000))
    const certificate = tlsOf(host).certificate
    assert.ok(certificate !== null && certificate.verified && certificate.days_left > 30_000)
    assert.match(tlsOf(host).version, /^TLSv1\.[23]$/)
    assert.equal(httpOf(host).status, 200)
    assert.equal(host.exit_address, '127.0.0.1')
    assert.deepEqual(levelsOf(host), ['ok answered'])
  })

  test('http that redirects to https of the same host: write https, which was tried', async () => {
    const host = await probed('redirecting')

    assert.deepEqual(levelsOf(host), [
      'failure https_redirect',
      'warning tls_certificate_untrusted', // what https would bring, with the authorities of the machine
    ])
    const [finding] = host.findings
    assert.equal(
      finding?.sentence,
      `http://orders.example.com:${ports['redirecting']} (shop/prod/redirecting) is configured as http, but the host redirects to https (https://orders.example.com:${ports['secure']}/): callers would be sent past the gateway.`,
    )
    assert.equal(
      finding.advice,
      `Write https://orders.example.com:${ports['secure']} in the stage.`,
    )
    assert.deepEqual(askedOf(host), ['configured 308', 'other_scheme 200'])
  })

  test('http on a port that speaks https, and https on one that speaks http', async () => {
    const http = await probed('plain-on-tls')
    const https = await probed('tls-on-plain')

    assert.equal(levelsOf(http)[0], 'failure https_wanted')
    assert.match(http.findings[0]?.advice ?? '', /^Write https:\/\/orders\.example\.com:\d+ in/)
    assert.deepEqual(levelsOf(https), ['failure tls_plain_http'])
    assert.match(https.findings[0]?.advice ?? '', /^Write http:\/\/orders\.example\.com:\d+ in/)
  })

  test("nginx's deny is a warning that names the address to allow", async () => {
    const host = await probed('denying')

    assert.deepEqual(levelsOf(host), ['warning access_layer_denied'])
    assert.match(host.findings[0]?.advice ?? '', /127\.0\.0\.1/)
  })

  test('a Host that nginx does not know: the name of the URL is tried, and works', async () => {
    const host = await probed('unknown')

    assert.deepEqual(levelsOf(host), ['warning access_layer_not_found'])
    assert.match(host.findings[0]?.advice ?? '', /set hostHeader: orders\.example\.com/)
    assert.equal(askedOf(host)[0], 'configured 404')
    assert.ok(askedOf(host).includes('other_host 200'))
  })

  test("Django's DisallowedHost is a failure, with the name that it takes or without one", async () => {
    const named = await probed('django')
    const unnamed = await probed('django-by-address')

    assert.deepEqual(levelsOf(named), ['failure service_host_refused'])
    assert.match(named.findings[0]?.advice ?? '', /set hostHeader: orders\.example\.com/)
    assert.deepEqual(levelsOf(unnamed), ['failure service_host_refused'])
    assert.match(unnamed.findings[0]?.advice ?? '', /ALLOWED_HOSTS.* Nor does it take 127\.0\.0\.1/)
  })

  test('certificates: ends soon, expired, of another name, signed by itself, not verified', async () => {
    const soon = await probed('soon')

    assert.deepEqual(levelsOf(soon), ['warning certificate_expires_soon', 'ok answered'])
    assert.ok((tlsOf(soon).certificate?.days_left ?? 99) <= 5)
    for (const [backend, key] of [
      ['expired', 'tls_certificate_expired'],
      ['wrong', 'tls_certificate_wrong_host'],
      ['self', 'tls_certificate_untrusted'],
    ] as const) {
      const host = await probed(backend)
      assert.deepEqual(levelsOf(host), [`failure ${key}`])
      assert.equal(tlsOf(host).key, key)
      assert.equal(tlsOf(host).certificate?.verified, false)
    }
    assert.deepEqual(levelsOf(await probed('unverified')), ['note verify_off', 'ok answered'])
  })

  test('names: none, a name server that fails, one that is silent', async () => {
    for (const [backend, key] of [
      ['gone', 'dns_not_found'],
      ['broken', 'dns_failed'],
      ['quiet', 'dns_timeout'],
    ] as const) {
      const host = await probed(backend)
      assert.deepEqual(levelsOf(host), [`failure ${key}`])
      assert.deepEqual(
        host.steps.map(({ step, key: failed }) => `${step} ${failed}`),
        [`dns ${key}`],
      )
      assert.equal(host.exit_address, '')
    }
  })

  test('connections: refused, one address of two refused, taken in silence, closed', async () => {
    assert.deepEqual(levelsOf(await probed('refused')), ['failure backend_refused'])
    assert.deepEqual(levelsOf(await probed('two')), ['warning address_failed', 'ok answered'])
    assert.deepEqual(levelsOf(await probed('silent')), ['warning no_answer'])
    assert.deepEqual(levelsOf(await probed('silent-tls')), ['warning no_answer'])
    assert.deepEqual(levelsOf(await probed('closing')), ['failure backend_closed_early'])
  })

  test('a name that leads to a link-local address is not connected to', async () => {
    const host = await probed('metadata')

    assert.deepEqual(levelsOf(host), ['note link_local'])
    assert.deepEqual(
      host.steps.map(({ step }) => step),
      ['dns'],
    )
  })

  test('in Chinese every sentence and every advice is Chinese', async () => {
    for (const backend of ['redirecting', 'expired', 'gone', 'refused', 'django', 'denying']) {
      const { findings } = await probed(backend, '&lang=zh')
      for (const { sentence, advice } of findings) {
        assert.match(sentence, /\p{Script=Han}/u)
        if (advice !== '') assert.match(advice, /\p{Script=Han}/u)
      }
    }
  })
})

function stageOf(port: Readonly<Record<string, number>>): object {
  const at = (scheme: string, name: string, more = {}, host = 'orders.example.com'): object => ({
    hosts: [{ url: `${scheme}://${host}:${port[name]}`, ...more }],
  })
  const tls = { ca, serverName: 'backend.test' }
  return definitionOf({
    resources: [{ name: 'all', path: '/', matchSubpath: true }],
    backends: {
      good: at('https', 'secure', { tls }),
      redirecting: at('http', 'redirecting'),
      'plain-on-tls': at('http', 'secure'),
      'tls-on-plain': at('https', 'denying', { tls }),
      denying: at('http', 'denying'),
      unknown: at('http', 'unknown', { hostHeader: 'stranger.example.com' }),
      django: at('http', 'django', { hostHeader: 'stranger.example.com' }),
      'django-by-address': at('http', 'django', {}, '127.0.0.1'),
      soon: at('https', 'soon', { tls: { ca: soonAuthority, serverName: 'backend.test' } }),
      expired: at('https', 'expired', { tls }),
      wrong: at('https', 'wrong', { tls }),
      self: at('https', 'self', { tls: { serverName: 'backend.test' } }),
      unverified: at('https', 'expired', { tls: { ...tls, verify: false } }),
      gone: at('http', 'denying', {}, 'gone.test'),
      broken: at('http', 'denying', {}, 'broken.test'),
      quiet: at('http', 'denying', {}, 'quiet.test'),
      two: at('http', 'unknown', { hostHeader: 'orders.example.com' }, 'two.test'),
      refused: at('http', 'refused'),
      silent: at('http', 'silent'),
      'silent-tls': at('https', 'silentTls', { tls }),
      closing: at('http', 'closing'),
      metadata: at('http', 'denying', {}, 'metadata.test'),
    },
  })
}

/** Five days: no committed certificate could end soon for ever. */
const soonFolder = skip === false ? certificateOfDays(5) : ''
const soonAuthority = soonFolder === '' ? '' : readFileSync(join(soonFolder, 'c.pem'), 'utf8')

function certificateOfDays(days: number): string {
  const folder = temporaryFolder()
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=backend.test -addext subjectAltName=DNS:backend.test -keyout k.pem -out c.pem -days'
  execFileSync(fileOf('openssl'), [...words.split(' '), String(days)], {
    cwd: folder,
    stdio: 'ignore',
  })
  return folder
}

function nginxConfig(port: Readonly<Record<string, number>>): string {
  const pair = (name: string): string =>
    `ssl_certificate ${certificates}${name}.pem; ssl_certificate_key ${certificates}${name}.key.pem;`
  const secure = (name: string, files: string): string =>
    `server { listen 127.0.0.1:${port[name]} ssl; ${files} return 200 fine; }`
  return `
    server { listen 127.0.0.1:${port['redirecting']}; return 308 https://orders.example.com:${port['secure']}$request_uri; }
    server { listen 127.0.0.1:@PORT@; location / { deny all; } }
    server { listen 127.0.0.1:${port['unknown']} default_server; return 404; }
    server { listen 127.0.0.1:${port['unknown']}; server_name orders.example.com; return 200 fine; }
    ${secure('secure', pair('valid'))}
    ${secure('expired', pair('expired'))}
    ${secure('wrong', pair('wrong-host'))}
    ${secure('self', pair('self-signed'))}
    ${secure('soon', `ssl_certificate ${soonFolder}/c.pem; ssl_certificate_key ${soonFolder}/k.pem;`)}
  `
}

function certificateFile(name: string): string {
  return readFileSync(join(certificates, `${name}.pem`), 'utf8')
}

function levelsOf({ findings }: HostReport): string[] {
  return findings.map(({ level, key }) => `${level} ${key}`)
}

function tlsOf({ steps }: HostReport): TlsStep {
  const step = steps.find((each) => each.step === 'tls')
  assert.ok(step !== undefined)
  return step
}

function httpOf({ steps }: HostReport): HttpStep {
  const step = steps.find((each) => each.step === 'http')
  assert.ok(step !== undefined)
  return step
}

/** `configured 308` for each request. */
function askedOf({ steps }: HostReport): string[] {
  return steps.flatMap((step) => (step.step === 'http' ? [`${step.asked} ${step.status}`] : []))
}
