import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Rule } from '../../web/src/alarms/alarm-answers.ts'
import { wordsOf } from '../../web/src/alarms/rule-draft.ts'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { until } from '../notice-receivers.ts'
import { missing } from '../real-programs.ts'
import { looks } from './browser.ts'
import { type ConsoleUnderTest, startConsole, tabTo } from './console-under-test.ts'

/** What administrators and maintainers look after beside the gateways: people, tokens, alarms, audit, nodes, links. */
const words = {
  en: {
    newUser: 'New user',
    userName: 'User name',
    create: 'Create',
    onlyOnce: 'shown this once',
    fields: 'fields',
    firing: 'firing',
    running: 'running',
    restart: 'Restart worker 0',
    examined: 'findings are fine',
    storeAnswers: 'SQLite answers',
  },
  zh: {
    newUser: '新建用户',
    userName: '用户名',
    create: '新建',
    onlyOnce: '只显示这一次',
    fields: '个字段',
    firing: '告警中',
    running: '运行中',
    restart: '重启工作线程 0',
    examined: '项正常',
    storeAnswers: 'SQLite 有响应',
  },
} as const
const plain = { language: 'en', theme: 'light' } as const

suite('what administrators look after', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  let shop: ConsoleUnderTest

  before(async () => {
    const resources = [{ name: 'order', path: '/orders', auth: { app: false } }]
    const definition = definitionOf({
      name: 'shop',
      apps: [],
      backends: { default: 'http://127.0.0.1:9' },
      resources,
      gateway: { maintainers: ['mia'] },
    })
    shop = await startConsole(owner, definition, {
      words: ['--no-probe', '--alarm-seconds=1'],
      environment: {
        FAULTLINE_OIDC_ISSUER: 'http://127.0.0.1:9', // is asked by nobody here
        FAULTLINE_OIDC_CLIENT_ID: 'faultline',
        FAULTLINE_OIDC_CLIENT_SECRET: 'not-for-the-page-of-settings',
      },
    })
    await shop.addPerson('ann', { isAdministrator: true })
    await shop.addPerson('mia')
    for (let calls = 0; calls < 3; calls++)
      await shop.gateway.call({ path: '/api/shop/prod/orders' })
  })

  for (const look of looks) {
    const { language } = look
    test(`a user is made, the link for the password is shown once, and the audit tells what changed (${language}, ${look.theme})`, async () => {
      const say = words[language]
      const name = `bo-${language}`
      const watched = await shop.openAs(look, 'ann', '/users')
      const { page } = watched

      await page.getByRole('button', { name: say.newUser }).click()
      await page.getByRole('textbox', { name: say.userName }).fill(name)
      await page.getByRole('button', { name: say.create, exact: true }).click()
      await page.getByRole('status').getByText(say.onlyOnce).waitFor()
      await page.getByRole('link', { name }).waitFor()
      await shop.requireSound(watched)
      await page.goto(`${shop.gateway.consoleUrl}/audit?kind=user&path=users/${name}`)
      await page.getByText(say.fields).first().click()

      const changes = page.getByRole('table').filter({ hasText: 'displayName' }).last()
      assert.match((await changes.textContent()) ?? '', new RegExp(`name.*–.*${name}`))
      await shop.requireSound(watched)
    })

    test(`nodes, findings and settings are shown, and no secret of them (${language}, ${look.theme})`, async () => {
      const say = words[language]
      const watched = await shop.openAs(look, 'ann', '/nodes')
      const { page } = watched
      const row = page.getByRole('row').filter({ has: page.getByLabel(say.restart) })

      await row.getByText(say.running).waitFor()
      await page.getByText(say.examined).waitFor()
      await page.getByText(say.storeAnswers).waitFor()
      await shop.requireSound(watched)
      await page.goto(`${shop.gateway.consoleUrl}/settings`)
      await page.getByText('FAULTLINE_ALARM_SECONDS').waitFor()

      const text = (await page.getByRole('main').textContent()) ?? ''
      assert.ok(!text.includes(shop.gateway.token) && !text.includes('not-for-the-page'))
      await shop.requireSound(watched)
    })
  }

  test('a worker is started again by a button', async () => {
    const { page } = await shop.openAs(plain, 'ann', '/nodes')
    const row = page.getByRole('row').filter({ has: page.getByLabel('Restart worker 0') })
    await page.getByRole('button', { name: 'Restart worker 0' }).click()

    await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click()

    await row.getByText('once').waitFor()
  })

  test('who was handed a link sets a password, makes a token for a program, and revokes it', async (t) => {
    const made = (await shop.gateway.api('/users', {
      method: 'POST',
      body: JSON.stringify({ name: 'cy' }),
    })) as { readonly passwordLink: string }
    const { page } = await shop.open(
      t,
      plain,
      new URL(made.passwordLink).pathname + new URL(made.passwordLink).hash,
    )
    await page.getByRole('textbox', { name: 'Password' }).fill('cy has a long one')
    await page.getByRole('textbox', { name: 'The same again' }).fill('cy has a long one')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('link', { name: 'Signed in as cy' }).click()

    await page.getByLabel('What it is for').fill('nightly')
    await page.getByRole('button', { name: 'Make a token' }).click()
    const token = (await page.locator('.secret').textContent()) ?? ''
    const session = () =>
      fetch(`${shop.gateway.consoleUrl}/api/v1/session`, {
        headers: { authorization: `Bearer ${token}` },
      })
    assert.equal((await session()).status, 200)
    await page.getByRole('button', { name: 'I have kept it' }).click()
    assert.ok(!(await page.content()).includes(token))
    await page.getByRole('button', { name: 'Revoke nightly' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('You have no token').waitFor()

    assert.equal((await session()).status, 401)
    assert.equal(await page.getByRole('link', { name: 'Users' }).count(), 0)
  })

  test('a rule that is offered fires, and its alarm leads to the requests and to whoever must act', async () => {
    const watched = await shop.openAs(plain, 'mia', '/gateways/shop/alarms')
    const { page } = watched

    await page.getByRole('button', { name: /Begin with this: Backends cannot be reached/ }).click()
    await page.getByLabel('Looking back so many minutes').fill('61')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('alert').getByText('windowMinutes').first().waitFor()
    await page.getByLabel('Looking back so many minutes').fill('60')
    await shop.requireSound(watched)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('button', { name: /^Backends cannot be reached/ }).click()
    await page.getByRole('button', { name: 'Add a receiver' }).click()
    await page.getByLabel('Address of receiver 3').fill('http://127.0.0.1:9/hook')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.secret').waitFor()
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('heading', { name: 'Rules', exact: true }).waitFor()
    await until('it fires', async () => {
      const found = (await shop.gateway.api('/gateways/shop/alarms')) as { items: readonly [] }
      return found.items.length > 0
    })
    await page.reload()

    await page.locator('.alarm').getByText('the network').waitFor()
    assert.equal(await page.locator('.alarm-samples a').count(), 3)
    await shop.requireSound(watched)
    await page.getByRole('button', { name: /^I take care of it/ }).click()
    await page.getByText('Seen by user mia').waitFor()
    await requireNothingTypedLost(page)
    const other = await shop.openAs(
      { language: 'zh', theme: 'dark' },
      'mia',
      '/gateways/shop/alarms',
    )
    await other.page.locator('.alarm').getByText(words.zh.firing).waitFor()
    await shop.requireSound(other)
    await page.locator('.alarm-samples a').first().click()
    await page.locator('.verdict').waitFor()
  })

  /** Of a rule that another changes while it is edited. */
  async function requireNothingTypedLost(page: Page): Promise<void> {
    const rules = '/gateways/shop/alarm-rules'
    const list = async () => (await shop.gateway.api(rules)) as { readonly items: readonly Rule[] }
    await page.locator('table .link').click()
    await page.getByLabel('Looking back so many minutes').fill('59')
    const [rule] = (await list()).items
    assert.ok(rule !== undefined)
    const read = wordsOf(rule)
    await shop.gateway.api(`${rules}/${rule.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ ...read, name: 'theirs' }),
    })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Put my changes upon it' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Rules', exact: true }).waitFor()

    const [saved] = (await list()).items
    assert.deepEqual([saved?.name, saved?.windowMinutes], ['theirs', 59])
  }

  test('a link to one request opens it for who is not signed in, until it is revoked', async (t) => {
    const { record } = await shop.gateway.flowByQuery('status:502')
    const { page } = await shop.openAs(plain, 'mia', `/r/${record.request_id}`)
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('button', { name: 'Make a link' }).click()
    const link = new URL((await page.locator('.shared-link').textContent()) ?? '')
    const stranger = await shop.open(
      t,
      { language: 'zh', theme: 'dark' },
      link.pathname + link.hash,
    )

    await stranger.page.locator('.verdict').waitFor()
    const toSignIn = stranger.page.getByRole('banner').getByRole('link', { name: '登录' })
    const address = new URL((await toSignIn.getAttribute('href')) ?? '', shop.gateway.consoleUrl)
    assert.deepEqual([address.search, address.hash], ['?next=%2Fshared-record', link.hash])
    assert.ok(!(await stranger.page.content()).includes('127.0.0.1:9'))
    await shop.requireSound(stranger)
    await page.goto(`${shop.gateway.consoleUrl}/gateways/shop/shared-records`)
    await page.getByRole('button', { name: /^Revoke the link/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('No link can be opened').waitFor()
    await stranger.page.evaluate((hash) => location.assign(hash), `${link.hash}0`) // another, in the same tab
    await stranger.page.getByText('此链接已过期或已被撤销').waitFor()
    await stranger.page.evaluate((hash) => location.assign(hash), link.hash)
    await stranger.page.reload()
    await stranger.page.getByText('此链接已过期或已被撤销').waitFor()
  })

  test('every place is found by keyboard, and no key is taken from who types', async () => {
    const { record } = await shop.gateway.flowByQuery('status:502')
    const watched = await shop.openAs(plain, 'ann', '/overview')
    const { page } = watched
    await page.getByRole('heading', { level: 1 }).waitFor()

    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('go to anything').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.waitForURL(/\/flow-log/)
    await tabTo(page, page.getByLabel('Query'))
    await page.keyboard.type('g d?')
    assert.equal(await page.getByLabel('Query').inputValue(), 'g d?')
    await page.keyboard.press('Control+k')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('option').first().waitFor()
    await shop.requireSound(watched)
    await page.keyboard.type('audit')
    await dialog.getByRole('option', { name: 'Audit' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/audit/)
    await page.keyboard.press('Control+k')
    await page.locator('.palette-text').waitFor()
    await page.keyboard.insertText(`X-Bkapi-Request-ID: ${record.request_id}`)
    await page.keyboard.press('Enter')

    await page.waitForURL(`**/r/${record.request_id}`)
  })

  test('after signing in one is where one wanted to be, and nowhere else', async (t) => {
    const { page } = await shop.open(t, plain, '/audit?kind=user')
    const signIn = async (): Promise<void> => {
      await page.getByLabel('User name').fill('ann')
      await page.getByRole('textbox', { name: 'Password' }).fill('ann has a long one')
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
    }

    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await signIn()
    await page.getByText('users/ann').first().waitFor()
    assert.match(page.url(), /\/audit\?.*kind=user/)

    await page.goto(`${shop.gateway.consoleUrl}/sign-in?next=//evil.example/`)
    await signIn()
    await page.waitForURL(`${shop.gateway.consoleUrl}/overview*`)

    // the visit at an identity provider leads back to `/`, and from there to where one wanted
    await page.goto(`${shop.gateway.consoleUrl}/sign-in?next=/users`)
    const toProvider = page.getByRole('link', { name: 'Sign in at the identity provider' })
    await page.route('**/api/v1/sign-in/oidc', (route) => route.fulfill({ status: 204 })) // the visit itself
    await toProvider.click()
    await page.goto(`${shop.gateway.consoleUrl}/`)
    await page.waitForURL(/\/users/)
  })
})
