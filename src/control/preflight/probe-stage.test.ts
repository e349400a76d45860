import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import net from 'node:net'
import { after, test } from 'node:test'
import { closedPort } from '../../../test/network-peers.ts'
import { listeningPort } from '../../../test/program.ts'
import { NameResolver } from '../../network/resolver.ts'
import { releaseTo } from '../doctor/place-under-test.ts'
import { probeStage } from './probe-stage.ts'

const resolver = new NameResolver()
after(() => resolver.close())
const usual = { backend: undefined, resolver, language: 'en' } as const

test('each request is one GET / with the configured Host, without credentials', async (t) => {
  const seen: unknown[] = []
  const server = createServer((request, response) => {
    const { host, authorization, cookie, 'user-agent': agent } = request.headers
    seen.push([request.method, request.url, host, agent, authorization, cookie])
    response.end('fine')
  })
  t.after(() => server.close())
  const host = { port: await listeningPort(server), pathPrefix: '/api', hostHeader: 'shop.test' }

  const report = await probeStage({ ...usual, release: releaseTo(host) })

  assert.deepEqual(seen, [['GET', '/', 'shop.test', 'faultline-probe', undefined, undefined]])
  assert.equal(report.worst, 'ok')
})

test('two hundred hosts are looked at, ten at a time; the rest is counted', async (t) => {
  let open = 0
  let most = 0
  const server = createServer((_request, response) => {
    most = Math.max(most, ++open)
    // slow enough that all who may ask do so before the first is answered
    setTimeout(() => {
      open -= 1
      response.writeHead(204).end()
    }, 25)
  })
  t.after(() => server.close())
  const port = await listeningPort(server)
  const hosts = Array.from({ length: 230 }, () => ({ port }))

  const report = await probeStage({ ...usual, release: releaseTo(...hosts) })

  assert.equal(report.hosts.length, 200)
  assert.equal(report.left_out, 30)
  assert.equal(report.worst, 'warning')
  assert.equal(most, 10)
})

test('when the time is over, hosts are said to be not looked at, and none is blamed', async (t) => {
  const silent = net.createServer(() => undefined)
  t.after(() => silent.close())
  const port = await listeningPort(silent)
  const hosts = Array.from({ length: 40 }, () => ({ port }))
  const startMs = performance.now()

  const report = await probeStage({ ...usual, release: releaseTo(...hosts), altogetherMs: 300 })

  assert.ok(performance.now() - startMs < 2_000)
  const keys = report.hosts.flatMap(({ findings }) => findings.map(({ key }) => key))
  assert.deepEqual(new Set(keys), new Set(['time_over']))
  assert.equal(keys.length, 40)
})

test('a host without traffic fails nobody: what is wrong with it is a warning', async () => {
  const release = releaseTo({ port: await closedPort(), weight: 0 })

  const report = await probeStage({ ...usual, release })

  assert.deepEqual(
    report.hosts[0]?.findings.map(({ level, key }) => `${level} ${key}`),
    ['note no_traffic', 'warning backend_refused'],
  )
  assert.equal(report.worst, 'warning')
})

test('what speaks no HTTP is a failure that shows how it begins, escaped', async (t) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('SSH-2.0-\u001b[31mOpenSSH\r\n')
  })
  t.after(() => server.close())
  const release = releaseTo({ port: await listeningPort(server) })

  const { hosts } = await probeStage({ ...usual, release })

  const [finding] = hosts[0]?.findings ?? []
  assert.equal(finding?.key, 'backend_invalid_head')
  assert.match(finding.sentence, /SSH-2\.0-\\x1b\[31mOpenSSH\\r\\n/)
})
