import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Browser, Request } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { type GatewayProcess, startGateway } from '../gateway-process.ts'
import { missing } from '../real-programs.ts'
import { looks, openPage, requireAccessible, startBrowser } from './browser.ts'

/** A caller who has never seen Faultline, with an answer on the clipboard. */
const pasted = `HTTP/1.1 502 Bad Gateway
Server: nginx/1.22.1
Content-Type: text/html
X-Bkapi-Request-ID: 019aaf20-7a10-7c1e-9d4e-3f9b8f1f8a11

<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.22.1</center>
</body>
</html>
`

suite('the diagnose page', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let browser: Browser

  before(async () => {
    gateway = await startGateway(owner, { version: 1 })
    browser = await startBrowser(owner)
  })

  for (const look of looks) {
    test(`tells who failed by a pasted response, and sends it nowhere (${look.language}, ${look.theme})`, async (t) => {
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
