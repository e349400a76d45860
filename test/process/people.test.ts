import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { faultline } from '../faultline-command.ts'
import { startGateway } from '../gateway-process.ts'
import { closedPort } from '../network-peers.ts'
import { field } from '../raw-client.ts'
import { missing } from '../real-programs.ts'

/** People at a running server, with curl and its cookie jar in the place of a browser. One story: each test
 *  goes on where the one before ended. */
const owner = ownerOfAll()
const skip = missing('curl')
const folder = temporaryFolder()
const password = 'planted correct horse battery'
const clientSecret = 'planted-client-secret'
writeFileSync(join(folder, 'client-secret'), clientSecret)

const gateway = await startGateway(
  owner,
  definitionOf({
    name: 'shop',
    gateway: { maintainers: ['shop-admins'] },
    apps: [{ code: 'web', secret: 'a-secret-of-web', owner: 'web-team' }],
    backends: { default: `http://127.0.0.1:${await closedPort()}` },
    resources: [{ name: 'order', path: '/orders', auth: { app: true, permission: false } }],
  }),
  {
    environment: {
      FAULTLINE_ADMIN_TOKEN: '',
      FAULTLINE_OIDC_ISSUER: 'http://127.0.0.1:1',
      FAULTLINE_OIDC_CLIENT_ID: 'faultline',
      FAULTLINE_OIDC_CLIENT_SECRET: `@${join(folder, 'client-secret')}`,
    },
  },
)
const adminToken = readFileSync(join(gateway.dataFolder, 'admin-token'), 'utf8').trim()
const setUpToken = /\/set-up#(fll_\w+)/.exec(gateway.program.output())?.[1] ?? ''
/** Whatever must never be seen again once it was handed out. */
const secrets = new Set([password, clientSecret, adminToken, setUpToken])
/** Everything that was answered, but for the one answer that hands a secret out. */
const answers: string[] = []

interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it asked for
  readonly body: any
}

async function curl(
  person: string,
  method: string,
  path: string,
  body?: object,
  csrf = '',
): Promise<Answer> {
  const jar = join(folder, `${person}.cookies`)
  const words = [
    '-s',
    '-i',
    '-X',
    method,
    '-b',
    jar,
    '-c',
    jar,
    `${gateway.consoleUrl}/api/v1${path}`,
  ]
  if (body !== undefined) words.push('-d', JSON.stringify(body))
  if (csrf !== '') words.push('-H', `X-Faultline-CSRF: ${csrf}`)
  const { stdout } = await promisify(execFile)('curl', words, { maxBuffer: 1e8 })
  const [head = '', ...rest] = stdout.split('\r\n\r\n')
  const text = rest.join('\r\n\r\n')
  answers.push(head.replace(/^set-cookie: .*$/gim, ''), text)
  const isJson = /^content-type: application\/(problem\+)?json/im.test(head)
  return { status: Number(head.split(' ')[1]), body: isJson ? JSON.parse(text) : text }
}

/** Takes a secret out of the answer that hands it out. */
function planted(secret: string): string {
  assert.match(secret, /^fl[a-z]_\w{60}$/)
  secrets.add(secret)
  answers.push((answers.pop() ?? '').replaceAll(secret, ''))
  return secret
}

const csrf: Record<string, string> = {}
async function signIn(person: string): Promise<void> {
  const { status, body } = await curl(person, 'POST', '/sign-in', { name: person, password })
  assert.equal(status, 200, JSON.stringify(body))
  csrf[person] = body.csrfToken
  const cookie = /__Host-faultline\t(\S+)/.exec(
    readFileSync(join(folder, `${person}.cookies`), 'utf8'),
  )
  secrets.add(cookie?.[1] ?? assert.fail('curl keeps no cookie'))
}

test(
  'the first start prints a link for the first administrator, who signs in with curl',
  { skip },
  async () => {
    const made = await curl('ann', 'POST', '/set-up', { token: setUpToken, name: 'ann', password })
    await signIn('ann')
    const { body } = await curl('ann', 'GET', '/session')

    assert.equal(made.status, 201)
    assert.equal(body.isAdministrator, true)
    assert.equal((await curl('ann', 'POST', '/users', { name: 'x' })).body.key, 'csrf_refused')
    assert.equal(statSync(join(gateway.dataFolder, 'control.db')).mode & 0o077, 0)
  },
)

test(
  'an app owner who was given a link sees the failed call of the application, not where it went',
  { skip },
  async () => {
    const made = await curl(
      'ann',
      'POST',
      '/users',
      { name: 'opal', groups: ['web-team'] },
      csrf['ann'],
    )
    const token = planted(made.body.passwordLink.split('#')[1])
    await curl('opal', 'POST', '/password', { token, password })
    await signIn('opal')
    const authorization = '{"bk_app_code":"web","bk_app_secret":"a-secret-of-web"}'
    const headers = { 'X-Bkapi-Authorization': authorization }
    const call = await gateway.call({ path: '/api/shop/prod/orders', headers })
    const id = field(call, 'x-bkapi-request-id')

    const mine = await curl('opal', 'GET', `/flow-records/${id}`)
    const whole = await curl('ann', 'GET', `/flow-records/${id}`)
    const list = await curl('opal', 'GET', '/flow-records')
    const asked = await curl('opal', 'GET', '/flow-records?query=backend_host:127*')

    assert.equal(whole.body.record.backend, 'default')
    assert.equal(mine.body.verdict.key, 'backend_refused')
    const host = whole.body.record.backend_host
    for (const { body } of [mine, list]) assert.equal(JSON.stringify(body).includes(host), false)
    assert.deepEqual([list.body.items.length, list.body.complete], [1, true])
    assert.equal(asked.body.key, 'not_permitted')

    const shared = await curl('opal', 'POST', `/flow-records/${id}/share`, {}, csrf['opal'])
    const share = planted(shared.body.token)
    answers.push((answers.pop() ?? '').replaceAll(share, ''))
    const opened = await curl('nobody', 'GET', `/shared-records/${share}`)
    assert.equal(opened.body.record.request_id, id)
  },
)

test(
  'tokens are made, listed and revoked on the command line, and by their users',
  { skip },
  async () => {
    const variables = { FAULTLINE_TOKEN: adminToken, FAULTLINE_SERVER: gateway.consoleUrl }
    const words = [
      'token',
      'create',
      'ci',
      '--role',
      'viewer',
      '--gateway',
      'shop',
      '--expires',
      '7d',
    ]
    const made = await faultline(words, variables)
    const wrong = await faultline(['token', 'create', 'cd', '--role', 'viewer'], variables)
    const service = made.stdout.trim()
    secrets.add(service)
    const asService = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: service }
    const seen = await faultline(['logs', '--gateway', 'shop', '--json'], asService)
    const listed = await faultline(['token', 'list'], variables)
    const revoked = await faultline(['token', 'revoke', 'ci'], variables)
    const after = await faultline(['logs'], asService)
    const own = { name: 'laptop', expiresInDays: 1 }
    const personal = await curl('opal', 'POST', '/tokens', own, csrf['opal'])
    planted(personal.body.token)
    answers.push(
      made.stderr,
      wrong.stderr,
      seen.stdout,
      listed.stdout,
      revoked.stdout,
      after.stderr,
    )

    assert.equal(made.code, 0, made.stderr)
    assert.match(made.stderr, /Token ci \(viewer\) ends on 20\d\d-/)
    assert.deepEqual([wrong.code, wrong.stderr], [2, 'gateways: a viewer needs at least one.\n'])
    assert.equal(JSON.parse(seen.stdout.split('\n')[0] ?? '').gateway, 'shop')
    assert.match(listed.stdout, /^ci +viewer +shop +\d{4}-\d\d-\d\d +\S.* flt_\w{11}$/m)
    assert.deepEqual([revoked.code, after.code], [0, 1])
  },
)

test(
  'no secret that was handed out is in an answer, the process log, the audit or a file',
  { skip },
  async () => {
    await curl('ann', 'GET', '/sign-in/oidc') // the provider is away
    await curl('eve', 'POST', '/sign-in', { name: 'opal', password: `${password}.` })
    await curl('eve', 'POST', '/sign-in', { name: password, password })
    await curl('eve', 'POST', '/set-up', { token: setUpToken, name: 'eve', password })
    const { body: api } = await curl('ann', 'GET', '/openapi.json')
    const paths = Object.keys(api.paths).filter((path) => api.paths[path].get !== undefined)
    const shown = paths.filter((path) => path.startsWith('/api/v1/') && !path.includes('export'))
    for (const path of shown) {
      const named = path
        .replace('{user}', 'opal')
        .replace('{gateway}', 'shop')
        .replaceAll(/\{\w+\}/g, '1')
      await curl('ann', 'GET', named.slice('/api/v1'.length))
    }
    const audit = await curl('ann', 'GET', '/audit?limit=1000')
    const backup = join(folder, 'backup.db')
    await faultline(['backup', backup, '--data', gateway.dataFolder])
    await gateway.stop()

    const kinds = new Set(audit.body.items.map(({ kind }: { kind: string }) => kind))
    for (const kind of ['user', 'session', 'token', 'record-share'])
      assert.ok(kinds.has(kind), kind)
    const log = gateway.program.output().replaceAll(/^faultline: .*$/gm, '') // what the start hands out
    const files = globSync(`${gateway.dataFolder}/**/*`, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'admin-token')
      .map((entry) => join(entry.parentPath, entry.name))
    const places = new Map<string, string>([
      ['answers', answers.join('\n')],
      ['process log', log],
    ])
    for (const file of [...files, backup]) places.set(file, readFileSync(file, 'latin1'))
    assert.deepEqual([secrets.size, files.length > 3, shown.length > 25], [10, true, true])
    for (const [place, text] of places) {
      for (const secret of secrets)
        assert.equal(text.includes(secret), false, `${secret} in ${place}`)
    }
  },
)
