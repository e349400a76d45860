import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { type GatewayProcess, startGateway } from '../gateway-process.ts'
import { closedPort } from '../network-peers.ts'
import { missing } from '../real-programs.ts'
import { type Look, looks, openPage, requireAccessible, startBrowser } from './browser.ts'
import { tabTo } from './console-under-test.ts'

/** From the first start to the first failure that somebody understands, in a real browser: by keyboard alone in one
 *  look, by mouse in the other. */
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
    test(`${look.language}, ${look.theme}: signed in, the failing call is found and explained, by ${index === 0 ? 'keyboard' : 'mouse'}`, async (t) => {
      const { page, hosts, wrong } = await openPage(browser, t, look)
      const hands = index === 0 ? byKeyboard(page) : byMouse
      await (index === 0 ? setUp(page, look, hands) : signIn(page, look, hands))
      const text = words[look.language]

      await page.locator('.overview-sentence[data-failed]').waitFor()
      await requireAccessible(page)
      await hands.press(page.getByRole('link', { name: text.flowLog }))
      await hands.write(page.getByLabel(text.query), 'fault:network')
      await hands.press(page.getByRole('button', { name: text.search }))
      await page.locator('.flow-row a').first().waitFor()
      await requireAccessible(page)
      await hands.openFirstRow(page)
      await page.locator('.timeline').waitFor()

      assert.ok((await page.locator('.conclusion').textContent())?.includes(text.network))
      assert.equal(await page.locator('.station[data-broken]').count(), 1)
      await requireAccessible(page)
      assert.deepEqual([...hosts], [new URL(gateway.consoleUrl).host])
      assert.deepEqual(wrong, [])
    })
  }

  async function setUp(page: Page, { language }: Look, { press, write }: Hands): Promise<void> {
    const [, link = ''] = /(\/set-up#fll_\w+)/.exec(gateway.program.output()) ?? []
    const text = words[language]
    await page.goto(`${gateway.consoleUrl}${link}`)
    await write(page.getByLabel(text.name), 'ann')
    await write(page.getByRole('textbox', { name: text.password }).first(), 'ann has a long one')
    await write(page.getByRole('textbox', { name: text.again }), 'ann has a long one')
    await press(page.getByRole('button', { name: text.continue }))
  }

  async function signIn(page: Page, { language }: Look, { press, write }: Hands): Promise<void> {
    const text = words[language]
    await page.goto(`${gateway.consoleUrl}/sign-in`)
    await write(page.getByLabel(text.name), 'ann')
    await write(page.getByRole('textbox', { name: text.password }), 'ann has a long one')
    await press(page.getByRole('main').getByRole('button', { name: text.signIn }))
  }
})

/** How a person uses a page. */
interface Hands {
  readonly press: (what: Locator) => Promise<void>
  readonly write: (where: Locator, text: string) => Promise<void>
  readonly openFirstRow: (page: Page) => Promise<void>
}

const byMouse: Hands = {
  press: (what) => what.click(),
  write: (where, text) => where.fill(text),
  openFirstRow: (page) => page.locator('.flow-row a').first().click(),
}

function byKeyboard(page: Page): Hands {
  return {
    press: async (what) => {
      await tabTo(page, what)
      await page.keyboard.press('Enter')
    },
    write: async (where, text) => {
      await tabTo(page, where)
      await page.keyboard.type(text)
    },
    openFirstRow: async () => {
      await tabTo(page, page.getByRole('grid'))
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
    },
  }
}
