import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Bilingual } from '../../src/model/bilingual.ts'
import { startDemoBackends, type DemoBackends } from './demo-backends.ts'
import { demoCalls, type DemoCall } from './demo-calls.ts'
import { startDemoNginx } from './demo-nginx.ts'

/** A small company of real backends, broken on purpose, for `faultline demo`. The command applies
 *  `definitionText`, and prints the calls (demo-calls.ts). */
export interface Demo {
  /** With its values written out: a gateway whose file reads them from outside could not be edited in the console. */
  readonly definitionText: string
  /** Of its application. */
  readonly secret: string
  readonly hasNginx: boolean
  /** Things a newcomer should know, such as that nginx is not installed. */
  readonly notes: readonly Bilingual[]
  calls(gatewayUrl: string): readonly DemoCall[]
  close(): void
}

export async function startDemo(): Promise<Demo> {
  const backends = await startDemoBackends()
  const nginx = await startDemoNginx(backends.nginx, backends.refused)
  const secret = randomBytes(12).toString('hex')
  const values: Partial<Record<string, string>> = { DEMO_SECRET: secret, ...addressesOf(backends) }
  const text = readFileSync(new URL('company.yaml', import.meta.url), 'utf8')
  return {
    definitionText: text.replaceAll(/\$\{(\w+)\}/g, (all, name: string) => values[name] ?? all),
    secret,
    hasNginx: nginx !== undefined,
    notes: nginx === undefined ? [nginxIsMissing] : [],
    calls: (gatewayUrl) => demoCalls(gatewayUrl, secret, nginx !== undefined),
    close: () => {
      nginx?.close()
      backends.close()
    },
  }
}

const nginxIsMissing: Bilingual = [
  'nginx is not installed: its own error pages are left out (apt-get install nginx-light)',
  '没有安装 nginx：略去了它自己的错误页（apt-get install nginx-light）',
]

function addressesOf(backends: DemoBackends): Readonly<Record<string, string>> {
  return {
    ORDERS_URL: url(backends.orders),
    SLOW_URL: url(backends.slow),
    RESETTING_URL: url(backends.resets),
    TRUNCATING_URL: url(backends.truncates),
    EXPIRED_URL: `https://localhost:${backends.expired}`,
    EXPIRED_CA: fileURLToPath(new URL('certificates/authority.pem', import.meta.url)),
    REDIRECTING_URL: url(backends.redirects),
    XML_URL: url(backends.wantsXml),
    IMITATING_URL: url(backends.imitates),
    REFUSED_URL: url(backends.refused),
    NGINX_URL: url(backends.nginx),
  }
}

function url(port: number): string {
  return `http://127.0.0.1:${port}`
}
