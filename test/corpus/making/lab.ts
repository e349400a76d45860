import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder, type Owner } from '../../clean-up.ts'
import { definitionOf } from '../../definitions.ts'
import { startGateway } from '../../gateway-process.ts'
import { accepting, freePort, startProgram } from '../../program.ts'
import {
  startApache,
  startGunicorn,
  startHaproxy,
  startNginx,
  startNodeService,
} from '../../real-programs.ts'
import { startOldGateway } from './old-gateway.ts'
import { startRawPeers } from './raw-peers.ts'

/** Real servers on loopback, under names that only the making process knows. */
export const hosts: Readonly<Record<string, string>> = {
  'shop.example.test': '127.9.0.1', // nginx in front of the services, and its own pages
  'edge.example.test': '127.9.0.2', // HAProxy
  'wiki.example.test': '127.9.0.3', // Apache
  'bkapi.example.test': '127.9.0.10', // our gateway
  'old.example.test': '127.9.0.11', // writes the old system's errors
  'raw.example.test': '127.9.0.20', // peers that break the rules
  'proxy.example.test': '127.9.0.21', // Squid
  'user.example.test': '127.0.0.1', // Django, on a port of its own
  'order.example.test': '127.0.0.1', // Express
}

export interface Lab {
  /** A command with `{django}`, `{express}`, `{drf}` and `{certificates}` filled in. */
  filled(command: string): string
}

const certificates = join(import.meta.dirname, '../../certificates')

export async function startLab(owner: Owner): Promise<Lab> {
  const django = await startGunicorn(owner, 'django_site:application')
  const drf = await startGunicorn(owner, 'drf_site:application')
  const express = await startNodeService(owner, 'express-service.mjs')
  await startNginx(owner, { http: nginxSites({ drf: drf.url, express: express.url }) })
  await startHaproxy(owner, haproxyConfig)
  await startApache(owner, apacheConfig)
  await startRawPeers(owner, hosts['raw.example.test'] ?? '', certificates)
  await startSquid(owner, hosts['proxy.example.test'] ?? '')
  await startOldGateway(owner, hosts['old.example.test'] ?? '')
  await startGateway(owner, gatewayDefinition(express.url), {
    words: ['--no-probe', '--listen=127.9.0.10:80'],
  })
  const values: Readonly<Record<string, string>> = {
    django: String(django.port),
    drf: String(drf.port),
    express: String(express.port),
    certificates,
  }
  return {
    filled: (command) =>
      command.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
  }
}

async function startSquid(owner: Owner, address: string): Promise<void> {
  const folder = temporaryFolder()
  const file = join(folder, 'squid.conf')
  const port = await freePort()
  const config = [
    `http_port ${address}:3128`,
    'http_access allow all',
    `pid_filename ${folder}/squid.pid`,
    `http_port 127.0.0.1:${port}`,
    `cache_log ${folder}/cache.log`,
    'access_log none',
    'error_default_language en',
    'hosts_file /etc/hosts',
    'pinger_enable off',
    '',
  ]
  writeFileSync(file, config.join('\n'))
  chmodSync(folder, 0o777) // it leaves root behind before it writes there
  await accepting(
    startProgram(owner, '/usr/sbin/squid', ['-N', '-n', `lab${process.pid}`, '-f', file]),
    port,
  )
}

function nginxSites({ drf, express }: Readonly<Record<string, string>>): string {
  const tls = `ssl_certificate ${certificates}/wrong-host.pem; ssl_certificate_key ${certificates}/wrong-host.key.pem;`
  return `
  server_tokens on;
  server { listen 127.0.0.1:@PORT@; return 200; }
  server {
    listen 127.9.0.1:80 default_server; server_name shop.example.test;
    location / { return 404; }
    location /secure { return 301 https://shop.example.test$request_uri; }
    location /app { return 302 /login/?next=$request_uri; }
    location /login { return 401; }
    location /circle { return 302 /circle; }
    location /denied { deny all; }
    location /upload { client_max_body_size 1k; proxy_pass http://127.0.0.1:1; }
    location /dead { proxy_pass http://127.0.0.1:1; }
    location /silent { proxy_pass http://127.9.0.20:7003; proxy_read_timeout 1s; }
    location /busy { return 503; }
    location /orders { proxy_pass ${drf}; proxy_set_header Host shop; }
    location /express/ { proxy_pass ${express}/; }
    location /zipped { gzip on; gzip_min_length 1; gzip_types *; default_type text/plain; return 200 "{\\"code\\":0,\\"message\\":\\"ok\\",\\"result\\":true}"; }
  }
  server { listen 127.9.0.1:443 ssl http2; server_name shop.example.test; ${tls}
    location / { return 200 "ok\\n"; } location /secure/gone { return 410; } location /dead { proxy_pass http://127.0.0.1:1; } }
  `
}

const haproxyConfig = `
frontend one
  bind 127.0.0.1:@PORT@
  bind 127.9.0.2:80
  use_backend none if { path_beg /none }
  use_backend slow if { path_beg /slow }
  http-request deny if { path_beg /denied }
  default_backend dead
backend none
backend slow
  timeout server 1s
  server s 127.9.0.20:7003
backend dead
  retries 0
  server s 127.9.0.20:7002
`

const apacheConfig = `
Listen 127.9.0.3:80
ProxyPass /dead http://127.0.0.1:1/
ProxyPass /closes http://127.9.0.20:7002/
<Location /denied>
  Require all denied
</Location>
DocumentRoot /usr/share/doc
ServerSignature On

`

function gatewayDefinition(express: string): object {
  return definitionOf({
    apps: [{ code: 'ops', secret: 'Planted-in-the-lab-1', owner: 'ops' }],
    backends: {
      express,
      shop: 'http://shop.example.test',
      dead: 'http://127.0.0.1:1',
      unknown: 'http://no-such-host.invalid',
      silent: {
        hosts: [{ url: 'http://127.9.0.20:7003' }],
        timeoutMs: { firstByte: 1000 },
        retries: 0,
      },
      closing: { hosts: [{ url: 'http://127.9.0.20:7002' }], retries: 0 },
      plainTls: { hosts: [{ url: 'https://shop.example.test:80' }], retries: 0 },
    },
    resources: [
      { name: 'orders', path: '/orders/{id}', backendPath: '/orders/{id}' },
      { name: 'create', path: '/orders', method: 'POST', backendPath: '/orders' },
      { name: 'broken', path: '/broken', backendPath: '/broken' },
      { name: 'shop', path: '/shop', backend: 'shop', matchSubpath: true, backendPath: '/' },
      { name: 'dead', path: '/dead', backend: 'dead' },
      { name: 'unknown', path: '/unknown', backend: 'unknown' },
      { name: 'silent', path: '/silent', backend: 'silent' },
      { name: 'closing', path: '/closing', backend: 'closing' },
      { name: 'tls', path: '/tls', backend: 'plainTls' },
      { name: 'private', path: '/private', auth: { app: true, user: false, permission: true } },
      {
        name: 'limited',
        path: '/limited',
        backendPath: '/orders/1',
        plugins: [{ type: 'rate-limit', config: { default: [{ limit: 1, periodSeconds: 3600 }] } }],
      },
    ],
  })
}
