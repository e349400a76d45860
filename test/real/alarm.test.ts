import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { definitionOf } from '../definitions.ts'
import { startGateway, startGatewayWithFile, type GatewayProcess } from '../gateway-process.ts'
import { startMailServer, startReceiver, until } from '../notice-receivers.ts'
import { freePort } from '../program.ts'
import { missing, startNginx } from '../real-programs.ts'

const rulesPath = '/gateways/shop/alarm-rules'

test(
  'a dead service behind nginx: who must act is told with three requests, once, also over a kill -9',
  { skip: missing('nginx') },
  async (t) => {
    const servicePort = await freePort()
    const nginx = await startNginx(t, {
      http: `server { listen 127.0.0.1:@PORT@; location / { proxy_pass http://127.0.0.1:${servicePort}; } }`,
    })
    const mail = await startMailServer(t)
    const hook = await startReceiver(t)
    const latePort = await freePort() // nobody listens there yet
    const options = {
      words: ['--no-probe', '--alarm-seconds=1', '--smtp-from=faultline@example.com'],
      environment: {
        FAULTLINE_SMTP_URL: mail.url,
        FAULTLINE_PUBLIC_CONSOLE_URL: 'https://console.example.com',
      },
    }
    const gateway = await startGateway(t, definition(nginx.url), options)
    const made = (await gateway.api(rulesPath, {
      method: 'POST',
      body: JSON.stringify(rule([hook.url, `http://127.0.0.1:${latePort}/hook`])),
    })) as { readonly secrets: readonly { readonly url: string; readonly secret: string }[] }

    const ids = await calls(gateway, 4, 502)
    await until('the alarm is told', () => mail.mails.length > 0 && hook.received.length > 0)
    const [told] = hook.received
    const said = JSON.parse(told?.text ?? '') as Told
    assert.equal(said.kind, 'fired')
    assert.deepEqual([said.fault, said.owner], ['access_layer', 'backend'])
    assert.deepEqual(said.contacts[0], { role: 'backend owner', name: 'orders@example.com' })
    assert.equal(said.samples.length, 3)
    for (const { requestId, link } of said.samples) {
      assert.ok(ids.includes(requestId))
      assert.equal(link, `https://console.example.com/r/${requestId}`)
    }
    assert.ok(said.nextStep.en.length > 20 && said.nextStep.zh.length > 8)
    const [time = '', signature] =
      /^t=(\d+),v1=(\w+)$/.exec(String(told?.headers['faultline-signature']))?.slice(1) ?? []
    const secret = made.secrets.find(({ url }) => url === hook.url)?.secret ?? ''
    assert.equal(
      createHmac('sha256', secret).update(`${time}.${told?.text}`).digest('hex'),
      signature,
    )
    assert.deepEqual(mail.mails[0]?.to, ['orders@example.com'])
    for (const text of [
      said.samples[0]?.requestId ?? 'none',
      'orders@example.com',
      '(access_layer)',
      '处理建议',
      said.nextStep.en,
    ]) {
      assert.ok(mail.mails[0]?.text.includes(text), `${text} is in ${mail.mails[0]?.text}`)
    }

    const [alarm] = await alarms(gateway)
    const away = alarm?.deliveries.find(({ receiver }) => receiver.includes(String(latePort)))
    assert.ok(away !== undefined && away.attempts >= 1 && away.failure.includes('ECONNREFUSED'))
    const late = await startReceiver(t, latePort)
    const service = createServer((_request, response) => response.end('fine'))
    await new Promise<void>((resolve) => service.listen(servicePort, '127.0.0.1', resolve))
    await calls(gateway, 20, 200)
    await until('all are told that it is over', () =>
      [mail.mails.length, hook.received.length, late.received.length].every((count) => count === 2),
    )
    assert.deepEqual(kindsOf(late.received), ['fired', 'recovered'])

    late.mode = 'silent'
    service.closeAllConnections()
    await new Promise<void>((resolve) => service.close(() => resolve()))
    await calls(gateway, 20, 502)
    await until(
      'it fires again',
      () => late.received.length === 3 && mail.mails.length === 3 && hook.received.length === 3,
    )
    await until('what was told is kept', async () => (await delivered(gateway)) === 2)
    gateway.program.child.kill('SIGKILL')
    await gateway.program.ended
    late.mode = 'answers'

    const { dataFolder } = gateway
    const again = await startGatewayWithFile(t, undefined, { ...options, dataFolder })
    await until('the one under way is sent again', () => late.received.length === 4)
    await until('rules are evaluated', async () => (await rules(again))[0]?.evaluatedAt !== null)
    const first = (await rules(again))[0]?.evaluatedAt
    await until('and again', async () => (await rules(again))[0]?.evaluatedAt !== first)
    assert.deepEqual(kindsOf(late.received), ['fired', 'recovered', 'fired', 'fired'])
    assert.equal(late.received[3]?.id, late.received[2]?.id)
    assert.equal(mail.mails.length, 3)
    assert.equal(new Set(hook.received.map(({ id }) => id)).size, 3)
    assert.deepEqual(
      (await alarms(again)).map(({ state }) => state),
      ['firing', 'recovered'],
    )
    const metrics = await (await fetch(`${again.consoleUrl}/metrics`)).text()
    assert.match(metrics, /^faultline_alarms_firing\{gateway="shop",severity="critical"\} 1$/m)
    assert.match(metrics, /^faultline_notifications_waiting 0$/m)
  },
)

interface Told {
  readonly kind: string
  readonly fault: string
  readonly owner: string
  readonly contacts: readonly { readonly role: string; readonly name: string }[]
  readonly nextStep: { readonly en: string; readonly zh: string }
  readonly samples: readonly { readonly requestId: string; readonly link: string }[]
}

interface ShownAlarm {
  readonly state: string
  readonly deliveries: readonly {
    readonly receiver: string
    readonly state: string
    readonly attempts: number
    readonly failure: string
  }[]
}

function definition(url: string): object {
  const gateway = { backends: [{ name: 'default', owners: ['orders@example.com'] }] }
  return definitionOf({
    backends: { default: url },
    resources: [{ name: 'all', path: '/', matchSubpath: true }],
    gateway,
  })
}

function rule(urls: readonly string[]): object {
  return {
    name: 'Orders fail',
    severity: 'critical',
    query: 'status:>=500',
    groupBy: 'backend',
    condition: { measure: 'rate', comparison: '>=', threshold: 30 },
    minimum: 4,
    windowMinutes: 1,
    quietMinutes: 0,
    receivers: [{ kind: 'owner' }, ...urls.map((url) => ({ kind: 'webhook', url }))],
  }
}

async function calls(gateway: GatewayProcess, count: number, status: number): Promise<string[]> {
  const ids: string[] = []
  for (let call = 0; call < count; call++) {
    const answer = await fetch(`${gateway.url}/api/shop/prod/orders/${call}`)
    await answer.arrayBuffer()
    assert.equal(answer.status, status)
    ids.push(answer.headers.get('x-bkapi-request-id') ?? '')
  }
  return ids
}

async function alarms(gateway: GatewayProcess): Promise<readonly ShownAlarm[]> {
  const { items } = (await gateway.api('/gateways/shop/alarms')) as {
    readonly items: readonly ShownAlarm[]
  }
  return items
}

/** Of the newest alarm. */
async function delivered(gateway: GatewayProcess): Promise<number> {
  const [newest] = await alarms(gateway)
  return newest?.deliveries.filter(({ state }) => state === 'delivered').length ?? 0
}

async function rules(
  gateway: GatewayProcess,
): Promise<readonly { readonly evaluatedAt: string | null }[]> {
  const { items } = (await gateway.api(rulesPath)) as {
    readonly items: readonly { readonly evaluatedAt: string | null }[]
  }
  return items
}

function kindsOf(received: readonly { readonly text: string }[]): string[] {
  return received.map(({ text }) => (JSON.parse(text) as Told).kind)
}
