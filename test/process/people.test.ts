import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { faultline } from '../faultline-command.ts'
import { askWithCurl } from './curl-as-browser.ts'
import { startGateway } from '../gateway-process.ts'
import { closedPort } from '../network-peers.ts'
import { field } from '../raw-client.ts'
import { missing } from '../real-programs.ts'
import { filesOf, onPurpose, PlantedSecrets, startTalker } from './planted-secrets.ts'

/** People at a running server, with curl and its cookie jar in the place of a browser. One story: each test
 *  goes on where the one before ended. */
const owner = ownerOfAll()
const skip = missing('curl')
const folder = temporaryFolder()
/** Whatever must never be seen again once it was handed out. */
const secrets = new PlantedSecrets()
const plant = (kind: string): string =>
  secrets.add(kind, `planted-${kind.replaceAll(' ', '-')}-${randomBytes(6).toString('hex')}`)
const password = plant('user password')
writeFileSync(join(folder, 'client-secret'), plant('client secret'))
const appSecret = plant('application secret')
const said = { cookie: plant('cookie of an answer'), password: plant('password in an answer') }
const pluginSecret = plant('plugin secret')

const gateway = await startGateway(
  owner,
  definitionOf({
    name: 'shop',
    gateway: { maintainers: ['shop-admins'] },
    apps: [{ code: 'web', secret: appSecret, owner: 'web-team' }],
    backends: {
      default: `http://127.0.0.1:${await closedPort()}`,
      talker: await startTalker(owner, said),
    },
    resources: [
      { name: 'order', path: '/orders', auth: { app: true, permission: false } },
      {
        name: 'talk',
        path: '/talk',
        backend: 'talker',
        plugins: [{ type: 'header-rewrite', config: { set: { 'X-Backend-Key': pluginSecret } } }],
      },
    ],
  }),
  {
    environment: {
      FAULTLINE_ADMIN_TOKEN: '',
      FAULTLINE_OIDC_ISSUER: 'http://127.0.0.1:1',
      FAULTLINE_OIDC_CLIENT_ID: 'faultline',
      FAULTLINE_OIDC_CLIENT_SECRET: `@${join(folder, 'client-secret')}`,
      FAULTLINE_SMTP_URL: `smtp://mailer:${plant('mail password')}@127.0.0.1:1`,
      FAULTLINE_SMTP_FROM: 'faultline@example.com',
    },
  },
)
const dataFile = (name: string): string =>
  readFileSync(join(gateway.dataFolder, name), 'utf8').trim()
const adminToken = secrets.add('server token', dataFile('admin-token'))
const setUpToken = secrets.add(
  'set-up link',
  /\/set-up#(fll_\w+)/.exec(gateway.program.output())?.[1] ?? assert.fail('no link is printed'),
)
secrets.add('private key', dataFile('keys/shop.pem').split('\n')[3] ?? '')
secrets.add('notification key', dataFile('notification-key'))
/** Everything that was answered, but for the one answer that hands a secret out. */
const answers: (readonly [place: string, text: string])[] = []

async function curl(person: string, method: string, path: string, body?: object, csrf = '') {
  const jar = join(folder, `${person}.cookies`)
  const url = `${gateway.consoleUrl}/api/v1${path}`
  const answer = await askWithCurl(url, { jar, method, body, csrf })
  answers.push([`answer ${method} ${path.replace(/\?.*/, '')}`, answer.shown])
  return answer
}

/** Takes a secret out of the answer that hands it out. */
function planted(kind: string, secret: string): string {
  assert.match(secret, /^(?:fl[a-z]_\w{60}|whsec_[\w-]{43})$/)
  const [place = '', text = ''] = answers.pop() ?? []
  answers.push([place, text.replaceAll(secret, '')])
  return secrets.add(kind, secret)
}

function cookieOf(person: string): string {
  const jar = readFileSync(join(folder, `${person}.cookies`), 'utf8')
  return /__Host-faultline\t(\S+)/.exec(jar)?.[1] ?? assert.fail('curl keeps no cookie')
}

const csrf: Record<string, string> = {}
async function signIn(person: string): Promise<void> {
  const { status, body } = await curl(person, 'POST', '/sign-in', { name: person, password })
  assert.equal(status, 200, JSON.stringify(body))
  csrf[person] = secrets.add('CSRF token', body.csrfToken)
  secrets.add('session cookie', cookieOf(person))
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
    const token = planted('password link', made.body.passwordLink.split('#')[1])
    await curl('opal', 'POST', '/password', { token, password })
    await signIn('opal')
    const authorization = `{"bk_app_code":"web","bk_app_secret":"${appSecret}"}`
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
    const share = planted('link to a record', shared.body.token)
    const opened = await curl('nobody', 'GET', `/shared-records/${share}`)
    answers.push(['answer GET /shared-records/', answers.pop()?.[1] ?? ''])
    assert.equal(opened.body.record.request_id, id)
  },
)

test(
  'tokens are made, listed and revoked on the command line, and by their users',
  { skip },
  async () => {
    const variables = { FAULTLINE_TOKEN: adminToken, FAULTLINE_SERVER: gateway.consoleUrl }
    const words = 'token create ci --role viewer --gateway shop --expires 7d'.split(' ')
    const made = await faultline(words, variables)
    const wrong = await faultline(['token', 'create', 'cd', '--role', 'viewer'], variables)
    const service = made.stdout.trim()
    secrets.add('service token', service)
    const asService = { FAULTLINE_SERVER: gateway.consoleUrl, FAULTLINE_TOKEN: service }
    const seen = await faultline(['logs', '--gateway', 'shop', '--json'], asService)
    const listed = await faultline(['token', 'list'], variables)
    const revoked = await faultline(['token', 'revoke', 'ci'], variables)
    const after = await faultline(['logs'], asService)
    const own = { name: 'laptop', expiresInDays: 1 }
    const personal = await curl('opal', 'POST', '/tokens', own, csrf['opal'])
    planted('personal token', personal.body.token)
    const told = [
      made.stderr,
      wrong.stderr,
      seen.stdout,
      listed.stdout,
      revoked.stdout,
      after.stderr,
    ]
    answers.push(['output of commands', told.join('\n')])

    assert.equal(made.code, 0, made.stderr)
    assert.match(made.stderr, /Token ci \(viewer\) ends on 20\d\d-/)
    assert.deepEqual([wrong.code, wrong.stderr], [2, 'gateways: a viewer needs at least one.\n'])
    assert.equal(JSON.parse(seen.stdout.split('\n')[0] ?? '').gateway, 'shop')
    assert.match(listed.stdout, /^ci +viewer +shop +\d{4}-\d\d-\d\d +\S.* flt_\w{11}$/m)
    assert.deepEqual([revoked.code, after.code], [0, 1])
  },
)

test(
  'secrets of callers, definitions, alarms and debug calls do what they are for',
  { skip },
  async () => {
    const ask = async (method: string, path: string, body?: object) =>
      await curl('ann', method, path, body, csrf['ann'])
    const made = await ask('POST', '/apps/web/secrets')
    planted('application secret', made.body.secret)
    const headers = {
      Authorization: `Basic ${Buffer.from(`ann:${plant('Authorization field')}`).toString('base64')}`,
      Cookie: `sid=${plant('cookie of a call')}`,
      'Content-Type': 'application/json',
    }
    const path = `/api/shop/prod/talk?page=2&password=${plant('password in a query')}`
    const body = JSON.stringify({ name: 'ann', password: plant('password in a body') })
    const talked = await gateway.call({ method: 'POST', path, headers, body })
    const hook = `http://127.0.0.1:1/hook?key=${plant('webhook address')}`
    const receivers = [
      { kind: 'webhook', url: hook },
      { kind: 'email', address: 'o@example.com' },
    ]
    const condition = { measure: 'count', comparison: '>=', threshold: 1 }
    const order = { name: 'Fails', query: 'status:500', condition, windowMinutes: 5, receivers }
    const rule = await ask('POST', '/gateways/shop/alarm-rules', order)
    planted('webhook secret', rule.body.secrets[0].secret)
    const tried = await ask('POST', `/gateways/shop/alarm-rules/${rule.body.id}/test`)
    const credentials = { app: 'web', secret: plant('debug secret'), userToken: plant('bk_token') }
    const debug = {
      stage: 'prod',
      path: '/talk',
      query: `token=${plant('debug query')}`,
      credentials,
    }
    const debugged = await ask('POST', '/gateways/shop/debug', {
      ...debug,
      headers: { 'X-Api-Token': plant('debug field'), Cookie: `sid=${plant('debug cookie')}` },
      body: JSON.stringify({ api_key: plant('debug body') }),
      method: 'POST',
    })

    assert.equal(talked.status, 500)
    assert.deepEqual(
      [made.status, rule.status, tried.status, debugged.status],
      [201, 201, 200, 200],
    )
    assert.equal(tried.body.notifications.length, 2)
    assert.equal(debugged.body.hops[0].status, 500)
    real['rule'] = rule.body.id
    real['debug'] = debugged.body.id
    real['record'] = field(talked, 'x-bkapi-request-id')
  },
)

/** Of things that are there. */
const real: Record<string, string> = {
  user: 'opal',
  gateway: 'shop',
  app: 'web',
  stage: 'prod',
  resource: 'talk',
  backend: 'talker',
  key: 'backend_refused',
}

function realPath(path: string): string {
  const id = ['debug', 'record', 'rule'].find((one) => path.includes(one)) ?? ''
  const ids = { ...real, id: real[id] ?? '1' }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name] ?? '1')
}

test(
  'no secret of any kind is in an answer, an export, a metric, the process log, the audit or a file',
  { skip },
  async () => {
    await curl('ann', 'GET', '/sign-in/oidc') // the provider is away
    await curl('eve', 'POST', '/sign-in', { name: 'opal', password: `${password}.` })
    await curl('eve', 'POST', '/sign-in', { name: password, password })
    await curl('eve', 'POST', '/set-up', { token: setUpToken, name: 'eve', password })
    const { body: api } = await curl('ann', 'GET', '/openapi.json')
    const shown = Object.keys(api.paths)
      .filter((path) => api.paths[path].get !== undefined && path.startsWith('/api/v1/'))
      .map((path) => realPath(path.slice('/api/v1'.length)))
    const exports = ['/flow-records/export', '/audit/export'].flatMap((path) =>
      ['csv', 'ndjson'].map((format) => `${path}?format=${format}`),
    )
    const headers = { cookie: `__Host-faultline=${cookieOf('ann')}` }
    const statuses: number[] = []
    const ofGateway = ['/audit?limit=1000&gateway=shop', '/flow-records?gateway=shop&limit=100']
    for (const path of [...shown, ...exports, ...ofGateway]) {
      const answer = await fetch(`${gateway.consoleUrl}/api/v1${path}`, {
        headers,
        redirect: 'manual',
      })
      const head = JSON.stringify([...answer.headers])
      answers.push([`answer GET ${path}`, `${head}\n${await answer.text()}`])
      statuses.push(answer.status)
    }
    const audit = await curl('ann', 'GET', '/audit?limit=1000')
    const metrics = await fetch(`${gateway.consoleUrl}/metrics`)
    const backup = join(folder, 'backup.db')
    await faultline(['backup', backup, '--data', gateway.dataFolder])
    await gateway.stop()

    const kinds = new Set(audit.body.items.map(({ kind }: { kind: string }) => kind))
    for (const kind of ['user', 'session', 'token', 'record-share', 'app', 'alarm-rule'])
      assert.ok(kinds.has(kind), kind)
    assert.equal(secrets.kinds.length, 29)
    assert.ok(statuses.filter((status) => status === 200).length > 60, statuses.join())
    const places = new Map(answers.map(([place, text], at) => [`${place}#${at}`, text]))
    places.set('metrics', await metrics.text())
    // but the two lines that hand something out, each once
    const handedOut = /^faultline: (?:management token|make the first administrator at) .*$/gm
    places.set('process log', gateway.program.output().replaceAll(handedOut, ''))
    const files = filesOf(gateway.dataFolder)
    for (const [place, text] of files) places.set(place, text)
    places.set('backup', readFileSync(backup, 'latin1'))
    const found = secrets.foundIn(places).map((one) => one.replace(/#\d+$/, ''))
    const isMeant = (one: string): boolean => onPurpose.some(([meant]) => meant.test(one))
    assert.deepEqual(
      found.filter((one) => !isMeant(one)),
      [],
    )
    assert.deepEqual(
      onPurpose.filter(([meant]) => !found.some((one) => meant.test(one))),
      [],
    )
  },
)
