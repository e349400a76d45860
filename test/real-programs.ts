import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import programs from '../scripts/test-programs.json' with { type: 'json' }
import { temporaryFolder, type Owner } from './clean-up.ts'
import { accepting, freePort, startProgram, type Program } from './program.ts'

/** Real servers behind the gateway: nginx, Apache, HAProxy, lighttpd, Caddy, Django and DRF under gunicorn,
 *  Flask, Tornado, Express, Fastify.
 *  Each runs in a temporary folder on a free loopback port. */
export interface RunningServer {
  readonly program: Program
  readonly port: number
  readonly url: string
  readonly folder: string
}

const realFolder = fileURLToPath(new URL('./real/', import.meta.url))

/** For the `skip` option of tests: false where all is installed, else what to install. Where CI
 *  could have installed it, a missing program is a failure and never a skip. */
export function missing(...names: readonly string[]): string | false {
  const absent = names.filter((name) => !existsSync(fileOf(name)))
  if (absent.length === 0) return false
  const packages = programs.filter(({ name }) => absent.includes(name)).map((one) => one.package)
  const sentence = `needs ${absent.join(' and ')} (apt-get install ${packages.join(' ')})`
  const isInstallable = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (process.env['CI'] === 'true' && isInstallable) throw new Error(sentence)
  return sentence
}

export function fileOf(name: string): string {
  const program = programs.find((one) => one.name === name)
  if (program === undefined) throw new Error(`${name} is not in scripts/test-programs.json`)
  return program.file
}

export interface NginxConfig {
  /** Everything inside `http { }`; `@PORT@` becomes the free port. */
  readonly http: string
}

export async function startNginx(owner: Owner, { http }: NginxConfig): Promise<RunningServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const isRoot = process.getuid?.() === 0
  const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n')
  const text = `
${isRoot ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log ${folder}/access.log;
  ${temporaryPaths}
  ${http.replaceAll('@PORT@', String(port))}
}`
  writeFileSync(join(folder, 'nginx.conf'), text)
  const words = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']
  return listening(startProgram(owner, fileOf('nginx'), words), port, folder)
}

/** `config`: directives after the modules; `@PORT@` becomes the free port. */
export async function startApache(owner: Owner, config: string): Promise<RunningServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const modules = ['mpm_event', 'authz_core', 'proxy', 'proxy_http', 'alias', 'mime']
    .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
    .join('\n')
  const text = `
ServerRoot ${folder}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
ServerName backend.test
DefaultRuntimeDir ${folder}
TypesConfig /dev/null
${modules}
${config.replaceAll('@PORT@', String(port))}`
  writeFileSync(join(folder, 'apache.conf'), text)
  const words = ['-d', folder, '-f', join(folder, 'apache.conf'), '-D', 'FOREGROUND']
  return listening(startProgram(owner, fileOf('apache'), words), port, folder)
}

/** `config`: everything after `defaults`; `@PORT@` becomes the free port. */
export async function startHaproxy(owner: Owner, config: string): Promise<RunningServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const text = `
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 2s
${config.replaceAll('@PORT@', String(port))}
`
  writeFileSync(join(folder, 'haproxy.cfg'), text)
  const words = ['-db', '-f', join(folder, 'haproxy.cfg')]
  return listening(startProgram(owner, fileOf('haproxy'), words), port, folder)
}

/** `config`: everything but port, address and root. */
export async function startLighttpd(owner: Owner, config: string): Promise<RunningServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const text = `
server.port = ${port}
server.bind = "127.0.0.1"
server.document-root = "${folder}"
${config}`
  writeFileSync(join(folder, 'lighttpd.conf'), text)
  const words = ['-D', '-f', join(folder, 'lighttpd.conf')]
  return listening(startProgram(owner, fileOf('lighttpd'), words), port, folder)
}

/** `site`: everything in the one site's block of the Caddyfile. */
export async function startCaddy(owner: Owner, site: string): Promise<RunningServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const text = `
{
  admin off
  auto_https off
  storage file_system ${folder}
}
http://:${port} {
  bind 127.0.0.1
${site}
}`
  writeFileSync(join(folder, 'Caddyfile'), text)
  const words = ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']
  return listening(startProgram(owner, fileOf('caddy'), words), port, folder)
}

/** A service of test/real that runs under Debian's Python and says `port N` when it listens. */
export async function startPythonService(owner: Owner, file: string): Promise<RunningServer> {
  const program = startProgram(owner, fileOf('python3'), [join(realFolder, file)], {
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
  })
  const [, port] = await program.said(/port (\d+)/)
  return listening(program, Number(port), realFolder)
}

/** A WSGI application of test/real under gunicorn, such as `django_site:application`. */
export async function startGunicorn(owner: Owner, application: string): Promise<RunningServer> {
  const folder = temporaryFolder()
  const words = ['--bind', '127.0.0.1:0', '--chdir', realFolder, '--worker-tmp-dir', folder]
  const program = startProgram(owner, fileOf('gunicorn'), [...words, application], {
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
  })
  const [, port] = await program.said(/Listening at: http:\/\/127\.0\.0\.1:(\d+)/)
  return listening(program, Number(port), folder)
}

/** A service of test/real that runs under node and says `port N` when it listens. */
export async function startNodeService(owner: Owner, file: string): Promise<RunningServer> {
  const program = startProgram(owner, process.execPath, [join(realFolder, file)])
  const [, port] = await program.said(/port (\d+)/)
  return listening(program, Number(port), realFolder)
}

async function listening(program: Program, port: number, folder: string): Promise<RunningServer> {
  await accepting(program, port)
  return { program, port, url: `http://127.0.0.1:${port}`, folder }
}
