import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { after, test, type TestContext } from 'node:test'
import type { BackendHost, Release } from '../model/release.ts'
import { defaultTimeoutsMs } from '../model/release.ts'
import { NameResolver } from '../network/resolver.ts'
import { probeHosts } from './probe-hosts.ts'

const resolver = new NameResolver()
after(() => resolver.close())

function release(scheme: 'http' | 'https', port: number, host = '127.0.0.1'): Release {
  const target: BackendHost = {
    scheme,
    host,
    port,
    pathPrefix: '/api',
    weight: 100,
    hostHeader: `${host}:${port}`,
    tls: { serverName: host, ca: '', verify: true },
  }
  const backend = {
    name: 'default',
    owners: [],
    hosts: [target],
    balance: 'round-robin',
    hashOn: 'client_ip',
    timeoutMs: defaultTimeoutsMs,
    retries: 1,
    eject: { failures: 5, seconds: 10 },
  } as const
  return {
    gateway: 'shop',
    stage: 'prod',
    number: 1,
    hash: '',
    maintainers: [],
    variables: {},
    credentials: [],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [backend],
    plugins: [],
    resources: [],
  }
}

async function listening(t: TestContext, server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port // a TCP server's address is never a string
}

async function messageFor(probed: Release): Promise<string> {
  const warnings = await probeHosts([probed], resolver)
  assert.ok(warnings.length <= 1)
  return warnings[0]?.message ?? ''
}

const certificate = {
  key: readFileSync(new URL('../../examples/demo/certificates/expired.key', import.meta.url)),
  cert: readFileSync(new URL('../../examples/demo/certificates/expired.pem', import.meta.url)),
}

test('a healthy host gives no warning and sees one plain GET / without credentials', async (t) => {
  const seen: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    seen.push(request)
    response.writeHead(404).end()
  })

  const warnings = await probeHosts([release('http', await listening(t, server))], resolver)

  assert.deepEqual(warnings, [])
  assert.equal(seen.length, 1)
  assert.equal(seen[0]?.url, '/')
  assert.equal(seen[0]?.headers['user-agent'], 'faultline-probe')
  assert.equal(seen[0]?.headers.authorization, undefined)
})

test('stages that share a host share its probe, and each is told', async (t) => {
  let connections = 0
  const server = net.createServer((socket) => {
    connections += 1
    socket.end()
  })
  const prod = release('http', await listening(t, server))

  const warnings = await probeHosts([prod, { ...prod, stage: 'test' }], resolver)

  assert.deepEqual(
    warnings.map(({ path }) => path),
    ['gateways/shop/stages/prod/backends/default', 'gateways/shop/stages/test/backends/default'],
  )
  assert.equal(connections, 2) // the request, and one look whether it is TLS
})

test('http configured for a host that only speaks https is warned about in one sentence', async (t) => {
  const port = await listening(t, https.createServer(certificate))

  const message = await messageFor(release('http', port))

  assert.equal(
    message,
    `http://127.0.0.1:${port} is configured as http, but the host only speaks https: write https://127.0.0.1:${port}.`,
  )
})

test("a server's own page about plain HTTP on its TLS port is understood", async (t) => {
  const page = '<center>The plain HTTP request was sent to HTTPS port</center>'
  const server = http.createServer((_request, response) => response.writeHead(400).end(page))

  assert.match(await messageFor(release('http', await listening(t, server))), /only speaks https/)
})

test('https configured for a host that only speaks http is warned about', async (t) => {
  const port = await listening(t, http.createServer())

  assert.match(
    await messageFor(release('https', port)),
    /configured as https, but the host only speaks http/,
  )
})

test('a host that redirects everything to https is warned about', async (t) => {
  const server = http.createServer((request, response) => {
    response.writeHead(308, { location: `https://127.0.0.1${request.url}` }).end()
  })

  assert.match(
    await messageFor(release('http', await listening(t, server))),
    /redirects every request to https/,
  )
})

test('a refused connection and an unknown name are warned about', async (t) => {
  const server = net.createServer()
  const port = await listening(t, server)
  await new Promise((resolve) => server.close(resolve))

  assert.match(
    await messageFor(release('http', port)),
    /Nothing accepts connections.*\(backend_refused\)/,
  )
})

test('link-local addresses are never probed', async () => {
  const startMs = performance.now()

  assert.equal(await messageFor(release('http', 80, '169.254.169.254')), '')
  assert.ok(performance.now() - startMs < 1_000)
})
