import { spawn } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { benchApps, gatewayPath, postPath } from '../workload.ts'
import { accepts, linesOf, written, type Peer, type PeerOptions } from './peer.ts'

/** HAProxy doing the same job: two maps, a stick table for the rate, unique-id, a JSON log line. One
 *  thread. */
export async function startHaproxyPeer(options: PeerOptions): Promise<Peer> {
  const { job, folder, port, cores } = options
  const log = join(folder, 'haproxy.log')
  const text = job === 'full' ? fullJob(options) : bareJob(options)
  const file = written(join(folder, 'haproxy.cfg'), text)
  const output = openSync(log, 'w')
  const child = spawn('taskset', ['-c', cores, '/usr/sbin/haproxy', '-db', '-f', file], {
    stdio: ['ignore', output, 'inherit'],
  })
  closeSync(output)
  const ended = once(child, 'close')
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error('haproxy did not start')
    await wait(20)
  }
  return {
    name: 'haproxy',
    pid: child.pid ?? 0,
    port,
    records: () => Promise.resolve(job === 'full' ? linesOf(log) : -1),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const defaults = `
global
  nbthread 1
  maxconn 8000
defaults
  mode http
  timeout connect 3s
  timeout client 60s
  timeout server 60s
  http-reuse always
`

function bareJob({ port, backendPort }: PeerOptions): string {
  return `${defaults}
frontend gateway
  bind 127.0.0.1:${port}
  default_backend service
backend service
  server one 127.0.0.1:${backendPort}
`
}

function fullJob({ folder, port, backendPort }: PeerOptions): string {
  const apps = benchApps.map(({ authorization, code }) => `${authorization} ${code}`).join('\n')
  const grants = benchApps
    .flatMap(({ code }) => [gatewayPath, postPath].map((path) => `${code}:${path} 1`))
    .join('\n')
  const appsFile = written(join(folder, 'apps.map'), `${apps}\n`)
  const grantsFile = written(join(folder, 'grants.map'), `${grants}\n`)
  return `${defaults}
frontend gateway
  bind 127.0.0.1:${port}
  log stdout format raw local0
  log-format '${logFormat}'
  unique-id-format %{+X}o%ci%cp%Ts%rt%pid
  unique-id-header X-Bkapi-Request-ID
  http-request set-var(txn.app) req.fhdr(X-Bkapi-Authorization),map_str(${appsFile})
  http-request return status 400 content-type application/json string '{"code":1640001}' unless { var(txn.app) -m found }
  http-request set-var(txn.path) path
  http-request set-var(txn.grant) var(txn.app),concat(:,txn.path),map_str(${grantsFile})
  http-request return status 403 content-type application/json string '{"code":1640301}' unless { var(txn.grant) -m found }
  http-request track-sc0 var(txn.app) table rates
  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 1000000 }
  http-request del-header X-Bkapi-Authorization
  http-request set-header X-Bkapi-App %[var(txn.app)]
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Proto http
  http-request replace-path /api/demo/prod(.*) \\1
  http-response set-header X-Bkapi-Request-ID %[unique-id]
  default_backend service
backend service
  server one 127.0.0.1:${backendPort}
backend rates
  stick-table type string len 40 size 10k expire 10s store http_req_rate(1s)
`
}

const logFormat =
  '{"ts":%Ts,"request_id":"%ID","method":"%HM","path":"%HPO","params":"%HQ","app_code":"%[var(txn.app)]",' +
  '"status":%ST,"gateway":"demo","stage":"prod","client_ip":"%ci","backend":"%b","backend_addr":"%si:%sp",' +
  '"duration":%Tt,"queue":%Tw,"connect":%Tc,"response":%Tr,"state":"%ts","bytes":%B}'
