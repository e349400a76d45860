import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { missing } from '../real-programs.ts'
import { type Look, looks } from './browser.ts'
import { startCompany } from './callers-company.ts'
import { type ConsoleUnderTest, startConsole, tabTo } from './console-under-test.ts'

/** What callers do, and those who let them in: ask and be let in, call, change keys, understand a failure. In one
 *  look by mouse, in the other by keyboard alone. */
const words = {
  en: {
    newApp: 'New application',
    code: 'Code',
    create: 'Create',
    makeKey: 'Make a key',
    rotate: 'Rotate: make a second key',
    deleteKey: 'Delete key',
    older: 'older',
    askForAccess: 'Ask for access',
    reason: 'Reason',
    send: 'Send request',
    sent: /Request \d+ was sent/,
    approve: /^Approve 1 of 2/,
    decided: /approved in part/,
    owned: /may be called/,
    tryIt: 'Try it here',
    sendCall: 'Send',
    service: 'the service',
    caller: 'the caller',
  },
  zh: {
    newApp: '新建应用',
    code: '编码',
    create: '新建',
    makeKey: '生成密钥',
    rotate: '轮换：生成第二个密钥',
    deleteKey: '删除密钥',
    older: '较旧',
    askForAccess: '申请权限',
    reason: '理由',
    send: '提交申请',
    sent: /申请 \d+ 已提交/,
    approve: /^批准 2 项中的 1 项/,
    decided: /部分批准/,
    owned: /可以调用/,
    tryIt: '在此试用',
    sendCall: '发送',
    service: '服务',
    caller: '调用方',
  },
} as const

const light = { language: 'en', theme: 'light' } as const
const dark = { language: 'zh', theme: 'dark' } as const

/** Each has one application. */
const callers = { en: 'ann', zh: 'cai' } as const

suite('what callers do in the console', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  let orders: ConsoleUnderTest

  before(async () => {
    const { definition } = await startCompany(owner)
    orders = await startConsole(owner, definition)
    await Promise.all(['mia', callers.en, callers.zh].map((name) => orders.addPerson(name)))
  })

  /** The status that a call with the application's code and a secret gets from the gateway. */
  async function statusOf(app: string, secret: string, path: string): Promise<number> {
    const credentials = JSON.stringify({ bk_app_code: app, bk_app_secret: secret })
    const headers = { 'X-Bkapi-Authorization': credentials }
    const answer = await orders.gateway.call({ path: `/api/orders/prod${path}`, headers })
    return answer.status
  }

  for (const look of looks) {
    const act = look.language === 'en' ? byMouse : byKeyboard
    const text = words[look.language]
    const app = `web-${look.language}`
    const name = callers[look.language]
    let secret = ''

    test(`a caller makes an application, asks, is let in for a part of it, and calls (${look.language}, ${look.theme})`, async () => {
      const caller = await orders.openAs(look, name, '/apps')
      const mia = await orders.openAs(look, 'mia', '/approvals')
      secret = await newApp(caller.page, app, { text, act })
      assert.equal(await statusOf(app, secret, '/orders/7'), 403)

      await caller.page.goto(`${orders.gateway.consoleUrl}/docs/orders/get_order`)
      await act(caller.page, caller.page.getByRole('button', { name: text.askForAccess }))
      await choose(caller.page, { text, act })
      await caller.page.getByText(text.sent).waitFor()
      await orders.requireSound(caller)
      await mia.page.reload()
      await act(mia.page, mia.page.getByRole('checkbox', { name: 'make_order' }), 'Space')
      await orders.requireSound(mia)
      await act(mia.page, mia.page.getByRole('button', { name: text.approve }))
      await mia.page.getByRole('status').getByText(text.decided).waitFor()

      assert.equal(await statusOf(app, secret, '/orders/7'), 200)
      await caller.page.goto(`${orders.gateway.consoleUrl}/apps/${app}`)
      await caller.page.locator('[data-status="owned"]').getByText(text.owned).waitFor()
      assert.equal(await caller.page.locator('[data-status="owned"]').count(), 1)
      await caller.page.locator('.access-request').getByText(text.decided).first().waitFor()
    })

    test(`a key is rotated without a refused call, and the old one is refused then (${look.language}, ${look.theme})`, async () => {
      const watched = await orders.openAs(look, name, `/apps/${app}`)
      const { page } = watched

      await act(page, page.getByRole('button', { name: text.rotate }))
      const newer = await keyShown(page)
      await orders.requireSound(watched)
      assert.deepEqual(
        [await statusOf(app, secret, '/ping'), await statusOf(app, newer, '/ping')],
        [200, 200],
      )
      const old = page.locator('.app-keys li', { hasText: text.older })
      await act(page, old.getByRole('button'))
      await act(page, page.getByRole('dialog').getByRole('button', { name: text.deleteKey }))
      await page.getByRole('button', { name: text.rotate }).waitFor()

      assert.deepEqual(
        [await statusOf(app, secret, '/ping'), await statusOf(app, newer, '/ping')],
        [400, 200],
      )
      await page.reload()
      await page.locator('.app-keys').waitFor()
      assert.equal((await page.content()).includes(newer), false, 'it is shown once')
    })
  }

  test('a failing call of one’s own is explained, down to the page of its error', async () => {
    const text = words.en
    await statusOf('web-en', 'wrong', '/ping')
    const watched = await orders.openAs(light, callers.en, '/apps/web-en')
    const { page } = watched

    await page.getByRole('link', { name: 'app_secret_wrong' }).first().waitFor()
    await nothingIsOverwritten(page)
    await byMouse(page, page.locator('a[href^="/r/"]').first())
    await page.locator('.conclusion').waitFor()
    assert.ok((await page.locator('.conclusion').textContent())?.includes(text.caller))
    await byMouse(page, page.locator('.verdict-links').getByRole('link'))

    await page.locator('.entry-actions [data-acts]').waitFor()
    await page.locator('.entry-seen a').waitFor()
    await orders.requireSound(watched)
  })

  /** What another changed behind an open form, which the page has read again since. */
  async function nothingIsOverwritten(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Description').fill('mine')
    await orders.gateway.api('/apps/web-en', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ description: 'theirs' }),
    })
    const again = page.waitForResponse((answer) => answer.url().endsWith('/apps/web-en'))
    await page.evaluate(() => ['offline', 'online'].map((name) => dispatchEvent(new Event(name))))
    await (await again).finished()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Show what is there now' }).click()
    await page.locator('input[value="theirs"]').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
  }

  test('who maintains a gateway tries a resource out and sees who failed, by keyboard', async () => {
    const text = words.zh
    const watched = await orders.openAs(dark, 'mia', '/docs/orders/broken')
    const { page } = watched

    await byKeyboard(page, page.getByRole('button', { name: text.tryIt }))
    await byKeyboard(page, page.getByRole('button', { name: text.sendCall, exact: true }))
    await page.locator('.verdict').waitFor()
    assert.ok((await page.locator('.conclusion').textContent())?.includes(text.service))
    await orders.requireSound(watched)
    const asked = page.waitForRequest(/\/portal\/gateways\/orders\/resources\?/)
    await page.goto(`${orders.gateway.consoleUrl}/gateways/orders/debug`)
    assert.equal(new URL((await asked).url()).searchParams.get('stage'), 'prod')
    await byKeyboard(page, page.locator('a[href*="call="]').first())

    await page.locator('.debug-hops').getByText('no such table: orders').waitFor()
  })
})

type Act = (page: Page, on: Locator, key?: string) => Promise<void>

async function byMouse(_: Page, on: Locator): Promise<void> {
  await on.click()
}

async function byKeyboard(page: Page, on: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, on)
  await page.keyboard.press(key)
}

interface Doing {
  readonly text: (typeof words)[Look['language']]
  readonly act: Act
}

/** With its first key, read where it is shown once. */
async function newApp(page: Page, app: string, { text, act }: Doing): Promise<string> {
  await act(page, page.getByRole('button', { name: text.newApp }))
  await page.getByLabel(text.code).waitFor()
  await page.keyboard.type(app) // the field has the focus
  await act(page, page.getByRole('button', { name: text.create, exact: true }))
  await act(page, page.getByRole('button', { name: text.makeKey }))
  return keyShown(page)
}

async function keyShown(page: Page): Promise<string> {
  return (await page.locator('.shown-secret').textContent()) ?? ''
}

/** In the dialog: another resource beside the one of the page, and why. */
async function choose(page: Page, { text, act }: Doing): Promise<void> {
  const dialog = page.getByRole('dialog')
  await act(page, dialog.getByRole('checkbox', { name: 'make_order' }), 'Space')
  await act(page, dialog.getByRole('textbox', { name: text.reason }))
  await page.keyboard.type('shows orders')
  await act(page, dialog.getByRole('button', { name: text.send }))
}
