import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { before, suite, test } from 'node:test'
import { promisify } from 'node:util'
import type { Browser, Request } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { type GatewayProcess, startGateway } from '../gateway-process.ts'
import { closedPort } from '../network-peers.ts'
import { missing, startNginx } from '../real-programs.ts'
import { looks, openPage, requireAccessible, startBrowser } from './browser.ts'

const run = promisify(execFile)

suite('the diagnose page', { skip: missing('chromium', 'nginx', 'curl') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let browser: Browser

  /** What a caller who has never seen Faultline has in the terminal: nginx answered for a service that is away. */
  let pasted = ''

  before(async () => {
    const away = `proxy_pass http://127.0.0.1:${await closedPort()};`
    const nginx = await startNginx(owner, {
      http: `server { listen 127.0.0.1:@PORT@; location / { ${away} } }`,
    })
    const resources = [{ name: 'order', path: '/orders', auth: { app: false } }]
    const backends = { default: nginx.url }
    const definition = definitionOf({ name: 'shop', apps: [], backends, resources })
    gateway = await startGateway(owner, definition)
    browser = await startBrowser(owner)
    const { stdout, stderr } = await run('curl', ['-v', `${gateway.url}/api/shop/prod/orders`])
    pasted = stderr + stdout
  })

  for (const look of looks) {
    test(`tells who failed by the pasted output of curl -v, and sends it nowhere (${look.language}, ${look.theme})`, async (t) => {
      const { page, hosts, wrong } = await openPage(browser, t, look)
      await page.goto(`${gateway.consoleUrl}/`)
      const [pasteHere, fault] =
        look.language === 'zh' ? ['粘贴的文本', '接入层'] : ['Pasted text', 'the access layer']
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.postData() ?? ''))

      await page.getByLabel(pasteHere).fill(pasted)

      const conclusion = page.locator('.conclusion')
      await conclusion.waitFor()
      assert.ok((await conclusion.textContent())?.includes(fault))
      assert.deepEqual(
        asked.filter((body) => body !== ''),
        [],
      )
      assert.deepEqual([...hosts], [new URL(gateway.consoleUrl).host])
      assert.deepEqual(wrong, [])
      await requireAccessible(page)
    })
  }

  test('works by keyboard alone', async (t) => {
    const { page } = await openPage(browser, t, { language: 'en', theme: 'light' })
    await page.goto(`${gateway.consoleUrl}/diagnose`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

    await page.keyboard.press('Tab')
    assert.equal(await focused(), 'Skip to content')
    await page.keyboard.press('Enter')
    for (let tabs = 0; tabs < 10 && (await focused()) !== 'Show an example'; tabs++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')

    await page.locator('.verdict-summary').waitFor()
    assert.match((await page.locator('.verdict-summary').textContent()) ?? '', /nginx.*502/)
  })

  test('a first visit loads at most 250 kB', async (t) => {
    const { page } = await openPage(browser, t, { language: 'en', theme: 'light' })
    const requests: Request[] = []
    page.on('requestfinished', (request) => requests.push(request))

    await page.goto(`${gateway.consoleUrl}/diagnose`)
    await page.getByRole('heading', { level: 1 }).waitFor() // a busy machine is idle before its scripts run
    await page.waitForLoadState('networkidle')

    const sizes = await Promise.all(requests.map((request) => request.sizes()))
    const loaded = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
    t.diagnostic(`first load of the console: ${Math.round(loaded / 1_000)} kB`)
    assert.ok(loaded > 100_000 && loaded < 250_000, `${loaded} bytes`)
  })
})
