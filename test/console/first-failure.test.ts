import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { type GatewayProcess, startGateway } from '../gateway-process.ts'
import { closedPort } from '../network-peers.ts'
import { missing } from '../real-programs.ts'
import { type Look, looks, openPage, requireAccessible, startBrowser } from './browser.ts'

/** From the first start to the first failure that somebody understands, in a real browser. */
const words = {
  en: {
    name: 'User name',
    password: 'Password',
    again: 'The same again',
    continue: 'Continue',
    signIn: 'Sign in',
    flowLog: 'Flow log',
    network: 'the network',
    query: 'Query',
    search: 'Search',
  },
  zh: {
    name: '用户名',
    password: '密码',
    again: '再次输入密码',
    continue: '继续',
    signIn: '登录',
    flowLog: '流水日志',
    network: '网络',
    query: '查询',
    search: '搜索',
  },
} as const

suite('from the first start to the first explained failure', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let browser: Browser

  before(async () => {
    const backends = { default: `http://127.0.0.1:${await closedPort()}` }
    const resources = [{ name: 'order', path: '/orders', auth: { app: false } }]
    const definition = definitionOf({ name: 'shop', apps: [], backends, resources })
    const environment = { FAULTLINE_ADMIN_TOKEN: '' }
    gateway = await startGateway(owner, definition, { environment })
    browser = await startBrowser(owner)
    for (let calls = 0; calls < 3; calls++) await gateway.call({ path: '/api/shop/prod/orders' })
  })

  for (const [index, look] of looks.entries()) {
    test(`${look.language}, ${look.theme}: signed in, the failing call is found and explained`, async (t) => {
      const { page, hosts, wrong } = await openPage(browser, t, look)
      await (index === 0 ? setUp(page, look) : signIn(page, look))
      const text = words[look.language]

      await page.locator('.overview-sentence[data-failed]').waitFor()
      await requireAccessible(page)
      await page.getByRole('link', { name: text.flowLog }).click()
      await page.getByLabel(text.query).fill('fault:network')
      await page.getByRole('button', { name: text.search }).click()
      await page.locator('.flow-row a').first().waitFor()
      await requireAccessible(page)
      await page.locator('.flow-row a').first().click()
      await page.locator('.timeline').waitFor()

      assert.ok((await page.locator('.conclusion').textContent())?.includes(text.network))
      assert.equal(await page.locator('.station[data-broken]').count(), 1)
      await requireAccessible(page)
      assert.deepEqual([...hosts], [new URL(gateway.consoleUrl).host])
      assert.deepEqual(wrong, [])
    })
  }

  async function setUp(page: Page, { language }: Look): Promise<void> {
    const [, link = ''] = /(\/set-up#fll_\w+)/.exec(gateway.program.output()) ?? []
    const text = words[language]
    await page.goto(`${gateway.consoleUrl}${link}`)
    await page.getByLabel(text.name).fill('ann')
    await page.getByRole('textbox', { name: text.password }).first().fill('ann has a long one')
    await page.getByRole('textbox', { name: text.again }).fill('ann has a long one')
    await page.getByRole('button', { name: text.continue }).click()
  }

  async function signIn(page: Page, { language }: Look): Promise<void> {
    const text = words[language]
    await page.goto(`${gateway.consoleUrl}/sign-in`)
    await page.getByLabel(text.name).fill('ann')
    await page.getByRole('textbox', { name: text.password }).fill('ann has a long one')
    await page.getByRole('main').getByRole('button', { name: text.signIn }).click()
  }
})
