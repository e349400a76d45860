import { join } from 'node:path'
import { answerBody, benchApps, gatewayPath, postPath } from '../workload.ts'
import { linesOf, startPinned, written, type Peer, type PeerOptions } from './peer.ts'

/** nginx doing the gateway job with its own means: maps for identity and permission, limit_req for
 *  the rate limit, $request_id, a JSON access log of 18 fields. */
export async function startNginxPeer(options: PeerOptions, workers: number): Promise<Peer> {
  const { job, folder, port, cores } = options
  const log = join(folder, 'access.log')
  const text = frame(folder, job === 'full' ? fullJob(options, log) : bareJob(options), workers)
  const file = written(join(folder, 'nginx.conf'), text)
  const words = ['/usr/sbin/nginx', '-p', folder, '-c', file, '-g', 'daemon off;']
  const program = await startPinned(cores, words, port)
  return {
    name: workers === 1 ? 'nginx' : `nginx, ${workers} workers`,
    pid: program.child.pid ?? 0,
    port,
    records: () => Promise.resolve(job === 'full' ? linesOf(log) : -1),
    stop: program.stop,
  }
}

/** The backend of every peer: an nginx that answers from memory. */
export async function startBackend(
  folder: string,
  port: number,
  cores: string,
): Promise<() => Promise<void>> {
  const server = `
  access_log off;
  keepalive_requests 100000000;
  server {
    listen 127.0.0.1:${port} reuseport;
    location / { default_type application/json; return 200 '${answerBody}'; }
  }`
  const file = written(join(folder, 'backend.conf'), frame(folder, server, 1, 'backend'))
  const words = ['/usr/sbin/nginx', '-p', folder, '-c', file, '-g', 'daemon off;']
  return (await startPinned(cores, words, port)).stop
}

function frame(folder: string, http: string, workers: number, name = 'nginx'): string {
  const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${folder}/${name}-${kind};`)
    .join('\n')
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes ${workers};
pid ${folder}/${name}.pid;
error_log ${folder}/${name}-error.log;
worker_rlimit_nofile 20000;
events { worker_connections 8192; }
http {
${temporaryPaths}
${http}
}
`
}

const upstream = (backendPort: number): string => `
  upstream backend {
    server 127.0.0.1:${backendPort};
    keepalive 128;
    keepalive_requests 100000000;
  }
  keepalive_requests 100000000;`

function bareJob({ port, backendPort }: PeerOptions): string {
  return `${upstream(backendPort)}
  access_log off;
  server {
    listen 127.0.0.1:${port} reuseport;
    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass http://backend;
    }
  }`
}

function fullJob({ port, backendPort }: PeerOptions, log: string): string {
  const apps = benchApps
    .map(({ authorization, code }) => `    '${authorization}' ${code};`)
    .join('\n')
  const grants = benchApps
    .flatMap(({ code }) => [gatewayPath, postPath].map((path) => `    "${code}:${path}" 1;`))
    .join('\n')
  return `${upstream(backendPort)}
  map_hash_bucket_size 256;
  map_hash_max_size 16384;
  map $http_x_bkapi_authorization $app {
    default "";
${apps}
  }
  map "$app:$uri" $allowed {
    default "";
${grants}
  }
  limit_req_zone $app zone=apps:10m rate=1000000r/s;
  log_format record escape=json '${logFormat}';
  access_log ${log} record buffer=64k flush=1s;
  server {
    listen 127.0.0.1:${port} reuseport;
    ${location(gatewayPath, '/get_x')}
    ${location(postPath, '/post_x')}
  }`
}

function location(path: string, backendPath: string): string {
  return `location = ${path} {
      if ($app = "") { return 400 '{"code":1640001,"result":false}'; }
      if ($allowed = "") { return 403 '{"code":1640301,"result":false}'; }
      limit_req zone=apps burst=100000 nodelay;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Bkapi-Authorization "";
      proxy_set_header X-Bkapi-Request-ID $request_id;
      proxy_set_header X-Bkapi-App $app;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      add_header X-Bkapi-Request-ID $request_id always;
      proxy_pass http://backend${backendPath};
    }`
}

const logFormat =
  '{"ts":$msec,"request_id":"$request_id","method":"$request_method","path":"$uri","params":"$args",' +
  '"app_code":"$app","status":$status,"gateway":"demo","stage":"prod","client_ip":"$remote_addr",' +
  '"host":"$host","backend_addr":"$upstream_addr","backend_status":"$upstream_status",' +
  '"duration":$request_time,"connect":"$upstream_connect_time","header":"$upstream_header_time",' +
  '"response":"$upstream_response_time","bytes":$body_bytes_sent}'
