import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { closedPort } from '../network-peers.ts'
import { missing, startNginx } from '../real-programs.ts'
import { looks } from './browser.ts'
import { type ConsoleUnderTest, startConsole, tabTo } from './console-under-test.ts'

const words = {
  en: {
    query: 'Query',
    search: 'Search',
    time: 'Time',
    live: 'Live',
    owners: "the backend's owners",
  },
  zh: { query: '查询', search: '搜索', time: '时间', live: '实时', owners: '后端负责人' },
} as const

/** "What were last night's 503s, and who must act?" – asked of a log with a real nginx in it. */
suite('the flow log of the console', { skip: missing('chromium', 'nginx') }, () => {
  const owner = ownerOfAll()
  let shop: ConsoleUnderTest

  before(async () => {
    const http = 'server { listen 127.0.0.1:@PORT@; location / { return 503; } }'
    const nginx = await startNginx(owner, { http })
    shop = await startConsole(
      owner,
      definitionOf({
        name: 'shop',
        apps: [],
        backends: { busy: nginx.url, away: `http://127.0.0.1:${await closedPort()}` },
        resources: [
          { name: 'stock', path: '/stock', backend: 'busy' },
          { name: 'order', path: '/orders', backend: 'away' },
        ],
      }),
    )
    await shop.addPerson('ann', { isAdministrator: true })
    for (const path of ['stock', 'orders', 'stock']) {
      await shop.gateway.call({ path: `/api/shop/prod/${path}` })
    }
  })

  for (const look of looks) {
    const text = words[look.language]
    test(`last night's 503s are found, with who must act (${look.language}, ${look.theme})`, async () => {
      const watched = await shop.openAs(look, 'ann', '/overview?period=24h')
      const { page } = watched
      await page.locator('.shares').waitFor()
      await page.getByRole('cell', { name: text.owners }).first().waitFor()
      await shop.requireSound(watched)

      await page.goto(`${shop.gateway.consoleUrl}/flow-log?period=24h`)
      await page.getByLabel(text.query).fill('status:503')
      await page.getByRole('button', { name: text.search }).click()
      // until the answer comes, the rows of before stay
      await page.locator('.flow-rows .flow-row').nth(2).waitFor({ state: 'detached' })
      await page.locator('.flow-rows .flow-row').first().click()
      const drawer = page.getByRole('dialog')
      await drawer.locator('.conclusion').waitFor()

      assert.equal(await page.locator('.flow-rows .flow-row').count(), 2)
      assert.ok((await drawer.locator('.conclusion').textContent())?.includes(text.owners))
      assert.match((await drawer.locator('.verdict-summary').textContent()) ?? '', /nginx/)
      await shop.requireSound(watched)
    })
  }

  test('by keyboard alone: rows, the request beside them, the older one of its kind, and back', async () => {
    const look = { language: 'en', theme: 'light' } as const
    const { page } = await shop.openAs(look, 'ann', '/flow-log')
    await requireCopied(page)
    await tabTo(page, page.getByRole('grid'))
    const idShown = () => new URL(page.url()).searchParams.get('open')

    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').locator('.verdict').waitFor()
    const first = idShown()
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('button', { name: 'Make a link' }).waitFor()
    await page.keyboard.press('[')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Make a link' }).waitFor({ state: 'detached' })
    assert.equal(idShown(), first, 'keys of a dialog are not those of what lies under it')
    await page.keyboard.press('[')
    await page.waitForFunction((id) => {
      const open = new URLSearchParams(location.search).get('open')
      return open !== null && open !== id
    }, first)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('x')

    await page.waitForFunction(() => location.search.includes('-key'))
    assert.notEqual(first, null)
  })

  test('what is followed live appears by itself, and only what fits the query', async () => {
    const look = { language: 'en', theme: 'light' } as const
    const watched = await shop.openAs(look, 'ann', '/flow-log?query=status:502&live=true')
    const { page } = watched
    await page.getByText('Waiting for a request').waitFor()
    await page.locator('.flow-rows .flow-row').first().waitFor()
    const listed = await page.locator('.flow-rows .flow-row').count()
    await tabTo(page, page.getByRole('grid'))
    await page.keyboard.press('j')
    const chosen = page.locator('.flow-row[aria-selected=true] a')
    const first = await chosen.getAttribute('href')

    // a busy machine may leave one out, and says so on the page: then the next one
    const came = page.getByText(/records? came since/)
    for (let tries = 0; tries < 10 && !(await came.isVisible()); tries++) {
      await shop.gateway.call({ path: '/api/shop/prod/stock' })
      await shop.gateway.call({ path: '/api/shop/prod/orders' })
      await came.waitFor({ timeout: 8_000 }).catch(() => undefined)
    }
    await came.waitFor()

    const statuses = await page.locator('.flow-rows .flow-row > :nth-child(2)').allTextContents()
    assert.ok(statuses.length > listed)
    assert.equal(await chosen.getAttribute('href'), first, 'the keys stay at their record')
    assert.deepEqual([...new Set(statuses)], ['502'])
    await shop.requireSound(watched)
  })
})

/** Over plain http a page has no clipboard of its own: the old way is there. */
async function requireCopied(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(Navigator.prototype, 'clipboard')
    document.addEventListener('copy', () => {
      const field = document.activeElement
      document.title = field instanceof HTMLTextAreaElement ? field.value : ''
    })
  })
  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByRole('button', { name: 'Copy link' }).getByText('Copied').waitFor()
  assert.equal(await page.title(), page.url())
}
