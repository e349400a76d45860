/** Online debugging through the whole program, with a real nginx behind it. */
import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { adminToken, startGateway, type GatewayProcess } from '../gateway-process.ts'
import { authority } from '../network-peers.ts'
import { freePort } from '../program.ts'
import { missing, startNginx } from '../real-programs.ts'
import { refusingPort } from '../scripted-backend.ts'
import { type Debugged, redirectTo } from './debugged.ts'

const certificates = fileURLToPath(new URL('../certificates', import.meta.url))
const appAndPermission = { app: true, user: false, permission: true }
const appSecret = 'demo-secret-4711-planted'
const userToken = 'bk-token-4712-planted'
const apiKey = 'api-key-4713-planted'
const bearer = 'bearer-4714-planted'
const planted = [appSecret, userToken, apiKey, bearer]

suite('online debugging', { skip: missing('nginx') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let tlsPort = 0

  before(async () => {
    tlsPort = await freePort()
    const nginx = await startNginx(owner, {
      http: `
        absolute_redirect off;
        server {
          listen 127.0.0.1:@PORT@;
          location /orders/ { return 308 https://127.0.0.1:${tlsPort}$request_uri; }
          location /moved { return 302 /api/shop/prod/landing; }
          location /over { return 302 /api/other/prod/closed; }
          location /away { return 302 http://169.254.169.254/latest/meta-data; }
          location /landing { return 200 "landed"; }
          location /echo { return 200 "$args $http_x_api_key $http_authorization"; }
        }
        server {
          listen 127.0.0.1:${tlsPort} ssl;
          ssl_certificate ${certificates}/valid.pem;
          ssl_certificate_key ${certificates}/valid.key.pem;
          location / { return 200 "the order"; }
        }`,
    })
    const secure = { hosts: [{ url: `https://127.0.0.1:${tlsPort}`, tls: { ca: authority } }] }
    const dead = `http://127.0.0.1:${await refusingPort()}`
    gateway = await startGateway(
      owner,
      definitionOf({
        backends: { web: nginx.url, secure, dead },
        apps: [{ code: 'demo-app', secret: appSecret, owner: 'demo' }],
        resources: [
          { name: 'get_order', method: 'GET', path: '/orders/{id}', auth: appAndPermission },
          { name: 'moved', path: '/moved' },
          { name: 'invitation', path: '/invitations/{token}' },
          { name: 'away', path: '/away' },
          { name: 'over', path: '/over' },
          { name: 'landing', path: '/landing' },
          { name: 'echo', path: '/echo' },
          { name: 'gone', path: '/gone', backend: 'dead' },
        ],
      }),
    )
  })

  async function post(
    path: string,
    body: object,
    name = 'shop',
  ): Promise<{ status: number; answer: Debugged }> {
    const response = await fetch(`${gateway.consoleUrl}/api/v1/gateways/${name}/debug${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}` },
      body: JSON.stringify(body),
    })
    return { status: response.status, answer: (await response.json()) as Debugged } // the API's page
  }

  async function debug(order: object): Promise<Debugged> {
    const { status, answer } = await post('', { stage: 'prod', ...order })
    assert.equal(status, 200, JSON.stringify(answer))
    return answer
  }

  test('a redirect from http to https is followed to the host of the stage where asked, and judged', async () => {
    const order = {
      resource: 'get_order',
      pathParameters: { id: 'a b/7' },
      credentials: { testIdentity: true },
    }

    const shown = await debug(order)
    const followed = await debug({ ...order, follow: 'backends' })

    assert.equal(shown.hops.length, 1)
    assert.match(shown.hops[0]?.notes.join() ?? '', /not followed: https:.* is a host of the stage/)
    assert.deepEqual(
      followed.hops.map(({ status }) => status),
      [308, 200],
    )
    assert.equal(followed.hops[1]?.body?.text, 'the order')
    assert.equal(followed.verdict.key, 'https_redirect')
    assert.equal(followed.verdict.owner, 'publisher')
    assert.deepEqual(followed.verdict.contacts[0], { role: 'publisher', name: 'shop-admin' })
    const [first, second] = followed.hops
    assert.match(
      first?.request ?? '',
      /GET http:\/\/127\.0\.0\.1:\d+\/api\/shop\/prod\/orders\/a%20b%2F7$/,
    )
    assert.ok((first?.timeline['wait_ms'] ?? -1) >= 0)
    assert.ok((first?.record?.phase_ms.forward ?? -1) > 0)
    assert.ok((second?.timeline['tls_ms'] ?? -1) > 0)
    assert.equal(second?.record, null, 'it did not pass the gateway')
    const sentOn = second?.request_headers.map(([name]) => name.toLowerCase()) ?? []
    assert.ok(!sentOn.includes('x-bkapi-authorization'), 'credentials stay with the gateway')
  })

  test('the test identity needs no grant, and its record says that it was a debug call', async () => {
    const { id, hops, curl } = await debug({
      resource: 'get_order',
      pathParameters: { id: '7' },
      credentials: { testIdentity: true },
    })

    const record = hops[0]?.record
    assert.equal(record?.app_code, 'faultline-debug')
    assert.equal(record?.x_request_id, `debug-${id}`)
    const decision = record?.plugins.find(({ plugin }) => plugin === 'permission')
    assert.deepEqual(decision?.evidence, { granted_by: 'debug call' })
    assert.ok(curl.includes(`{"bk_app_code":"'"$APP"'","bk_app_secret":"'"$SECRET"'"}`), curl)
    assert.doesNotMatch(JSON.stringify(hops), /eyJ[\w-]{20}/, 'the pass is seen nowhere')
  })

  test('what a plugin refuses is refused here too, with its decision', async () => {
    const { verdict, hops, curl } = await debug({
      resource: 'get_order',
      pathParameters: { id: '7' },
      credentials: { app: 'demo-app', secret: appSecret },
    })

    assert.equal(hops[0]?.status, 403)
    assert.equal(verdict.key, 'app_no_permission')
    const decisions = hops[0]?.record?.plugins.map(({ plugin, outcome }) => `${plugin} ${outcome}`)
    assert.ok(decisions?.includes('app-auth continue'))
    assert.ok(decisions?.includes('permission reject'))
    assert.ok(curl.includes(`"bk_app_secret":"'"$SECRET"'"`), curl)
  })

  test('a dead backend is told with the attempt at it and its owner', async () => {
    const { verdict, hops } = await debug({ path: '/gone', method: 'POST', body: '{}' })

    assert.equal(hops[0]?.status, 502)
    assert.equal(verdict.key, 'backend_refused')
    assert.deepEqual(verdict.contacts[0], { role: 'backend owner', name: 'dead-team' })
    assert.equal(hops[0]?.record?.attempts[0]?.errno, 'ECONNREFUSED')
  })

  test('a redirect back to the gateway is followed, one to anywhere else never', async () => {
    const back = await debug({ path: '/moved' })
    const away = await debug({ path: '/away', follow: 'backends' })

    assert.deepEqual(
      back.hops.map(({ status, record }) => [status, record?.resource]),
      [
        [302, 'moved'],
        [200, 'landing'],
      ],
    )
    assert.equal(away.hops.length, 1)
    assert.match(away.hops[0]?.notes.join() ?? '', /neither this gateway nor a host of the stage/)
  })

  test('the management API cannot be reached by a redirect to a host of the stage', async () => {
    const target = `${gateway.consoleUrl.replace('127.0.0.1', 'localhost')}/metrics`
    await gateway.apply(redirectTo(target))

    const order = { stage: 'prod', path: '/', follow: 'backends' }
    const { hops } = (await post('', order, 'trap')).answer

    assert.equal(hops.length, 2)
    assert.equal(hops[1]?.status, 0)
    assert.match(JSON.stringify(hops[1]?.verdict.evidence), /of this management API/)
  })

  test('paths that would leave the stage, headers of the connection and broken orders are refused', async () => {
    const wrong: readonly object[] = [
      { path: '/../../other/prod/x' },
      { path: '/%2e%2e/x' },
      { path: String.raw`/\evil.example/` },
      { path: '//evil.example/', query: 'a#b' },
      { path: 'x@evil.example/' },
      { path: '/a?b' },
      { resource: 'get_order' },
      { resource: 'get_order', pathParameters: { id: '..' } },
      { resource: 'get_order', pathParameters: { id: '1', other: '2' } },
      { resource: 'get_order', path: '/x' },
      {},
      { path: '/x', headers: { Host: 'a\r\nb: c' } },
      { path: '/x', headers: { 'Transfer-Encoding': 'chunked' } },
      { path: '/x', headers: { 'X-Request-ID': 'mine' } },
      { path: '/x', headers: { 'X-Forwarded-For': '192.0.2.1' } },
      { path: '/x', method: 'CONNECT' },
      { path: '/x', credentials: { app: 'a', testIdentity: true } },
      { path: '/x', headers: { Authorization: 'x' }, credentials: { app: 'a' } },
      { path: '/x', body: 'é', bodyEncoding: 'base64' },
      { path: '/x', unknown: 1 },
    ]
    for (const order of wrong) {
      const { status, answer } = await post('', { stage: 'prod', ...order })
      assert.equal(status, 400, JSON.stringify(order))
      assert.equal(answer.key, 'invalid_body')
    }
    assert.equal((await post('', { stage: 'none', path: '/x' })).answer.key, 'unknown_stage')
    assert.equal((await post('', { stage: 'prod', resource: 'x' })).answer.key, 'unknown_resource')
    const large = { stage: 'prod', path: '/echo', body: 'x'.repeat(1_048_577) }
    assert.equal((await post('', large)).status, 400)
  })

  test('no secret of a call is answered, and sending it again asks for it', async () => {
    const sent = await debug({
      path: '/echo',
      method: 'POST',
      query: `page=2&api_key=${apiKey}`,
      headers: { 'X-Api-Version': '2', Cookie: `session=${bearer}`, 'X-Token': bearer },
      body: JSON.stringify({ password: apiKey, name: 'ann' }),
      credentials: { app: 'demo-app', secret: appSecret, userToken },
    })
    const listed = await gateway.api('/gateways/shop/debug?limit=1')
    const again = (await gateway.api(`/gateways/shop/debug/${sent.id}`)) as Debugged
    const refused = await post(`/${sent.id}/send`, {})
    const resent = await post(`/${sent.id}/send`, {
      credentials: { secret: appSecret, userToken },
      query: 'page=2',
      headers: { Cookie: 'session=other', 'X-Token': 'other' },
      body: '{}',
    })

    assert.deepEqual(again.leftOut, [
      'body',
      'credentials.secret',
      'credentials.userToken',
      'headers.Cookie',
      'headers.X-Token',
      'query',
    ])
    assert.equal(again.hops.length, sent.hops.length)
    assert.equal(refused.status, 400)
    assert.match(JSON.stringify(refused.answer), /credentials\.secret, .*give it again/)
    assert.equal(resent.status, 200)
    assert.equal(resent.answer.hops[0]?.status, 200)
    const everything = [sent, listed, again, refused, resent].map((part) => JSON.stringify(part))
    for (const secret of planted) {
      const where = everything.findIndex((text) => text.includes(secret))
      assert.equal(where, -1, `${secret} is in ${everything[where]?.slice(0, 200)}`)
    }
  })

  test('a secret in a path is kept no more than others', async () => {
    const sent = await debug({ resource: 'invitation', pathParameters: { token: apiKey } })

    const kept = (await gateway.api(`/gateways/shop/debug/${sent.id}`)) as Debugged
    const { status } = await post(`/${sent.id}/send`, { pathParameters: { token: apiKey } })

    assert.deepEqual(kept.leftOut, ['pathParameters.token'])
    assert.equal((await post(`/${sent.id}/send`, {})).status, 400)
    assert.equal(status, 200)
    for (const part of [sent, kept]) assert.ok(!JSON.stringify(part).includes(apiKey))
  })

  test('a call that was kept is sent again as it was, and found in the list of its gateway only', async () => {
    const sent = await debug({ path: '/landing' })

    const { answer } = await post(`/${sent.id}/send`, {})
    const list = (await gateway.api('/gateways/shop/debug?limit=2')) as {
      items: readonly { id: string; path: string; status: number; key: string }[]
    }

    assert.equal(answer.hops[0]?.body?.text, 'landed')
    assert.deepEqual(
      list.items.map(({ id, path, status, key }) => [id, path, status, key]),
      [
        [answer.id, '/landing', 200, 'answered'],
        [sent.id, '/landing', 200, 'answered'],
      ],
    )
    await assert.rejects(gateway.api(`/gateways/trap/debug/${sent.id}`), /404/)
  })

  test('the history holds nothing that another gateway noted, whoever made the call', async () => {
    const inside = `http://127.0.0.1:${await refusingPort()}`
    const resources = [{ name: 'hidden_resource', method: 'GET', path: '/closed' }]
    await gateway.apply(definitionOf({ name: 'other', backends: { default: inside }, resources }))
    const wanted = { name: 'debugger', role: 'maintainer', gateways: ['shop'], expiresInDays: 1 }
    const body = JSON.stringify(wanted)
    const { token } = (await gateway.api('/tokens', { method: 'POST', body })) as { token: string }

    const seen = await debug({ path: '/over' })
    const at = `${gateway.consoleUrl}/api/v1/gateways/shop/debug/${seen.id}`
    const response = await fetch(at, { headers: { authorization: `Bearer ${token}` } })
    const kept = (await response.json()) as Debugged

    assert.equal(seen.hops[1]?.record?.resource, 'hidden_resource')
    assert.equal(seen.verdict.key, 'backend_refused')
    assert.equal(kept.hops[0]?.record?.resource, 'over')
    assert.equal(kept.hops[1]?.status, 502)
    assert.equal(kept.hops[1]?.record, null)
    assert.doesNotMatch(JSON.stringify(kept), /hidden_resource|ECONNREFUSED|other-admin/)
    assert.ok(!JSON.stringify(kept).includes(inside.slice('http://'.length)))
  })
})
