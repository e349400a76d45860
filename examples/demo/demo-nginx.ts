import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A real nginx as the access layer in front of one service, where nginx is installed. */
export interface DemoNginx {
  readonly port: number
  close(): void
}

const nginxFile = ['/usr/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'].find(
  (file) => existsSync(file),
)
/** Tries of 20 ms each until nginx accepts connections. */
const startTries = 150

export async function startDemoNginx(
  port: number,
  refusedPort: number,
): Promise<DemoNginx | undefined> {
  if (nginxFile === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-'))
  writeFileSync(join(folder, 'nginx.conf'), configOf(folder, port, refusedPort))
  const words = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']
  const child = spawn(nginxFile, words, { stdio: 'ignore' })
  const close = (): void => {
    child.kill('SIGTERM')
    removeFolder(folder)
  }
  child.on('error', () => undefined) // `isListening` stays false and the demo goes on without it
  for (let tries = 0; tries < startTries && child.exitCode === null; tries++) {
    if (await isListening(port)) return { port, close }
    await wait(20)
  }
  close()
  return undefined
}

/** nginx takes its own nginx.pid away as it ends; where that happens meanwhile, Node's rmSync stops there without a
 *  word and leaves the rest. */
function removeFolder(folder: string): void {
  for (let tries = 0; tries < 5 && existsSync(folder); tries++)
    rmSync(folder, { recursive: true, force: true })
}

function configOf(folder: string, port: number, refusedPort: number): string {
  const isRoot = process.getuid?.() === 0
  const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n')
  return `
${isRoot ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 128; }
http {
  access_log off;
${temporaryPaths}
  server {
    listen 127.0.0.1:${port};
    location / { return 404; }
    location /stock { proxy_pass http://127.0.0.1:${refusedPort}; }
    location /staff { deny all; }
  }
}
`
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false // not yet
  } finally {
    socket.destroy()
  }
}
