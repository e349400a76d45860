import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { missing } from '../real-programs.ts'
import { looks } from './browser.ts'
import { type ConsoleUnderTest, startConsole, tabTo } from './console-under-test.ts'

suite('the gateways of the console', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  let shop: ConsoleUnderTest

  before(async () => {
    const resources = [{ name: 'order', path: '/orders', auth: { app: false } }]
    const backends = { default: 'http://127.0.0.1:9' }
    shop = await startConsole(owner, definitionOf({ name: 'shop', apps: [], backends, resources }))
    await shop.addPerson('ann', { isAdministrator: true })
  })

  for (const look of looks) {
    test(`what is live and whom to ask is found from the list (${look.language}, ${look.theme})`, async () => {
      const watched = await shop.openAs(look, 'ann', '/gateways')
      const { page } = watched

      await page.getByRole('link', { name: 'shop' }).waitFor()
      await shop.requireSound(watched)
      await page.getByRole('link', { name: 'shop' }).click()
      await page.getByRole('heading', { name: 'prod' }).waitFor()

      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'shop')
      await shop.requireSound(watched)
    })
  }

  test('a gateway is made by keyboard alone, and what is wrong with its name is told at the form', async () => {
    const look = { language: 'en', theme: 'light' } as const
    const { page } = await shop.openAs(look, 'ann', '/gateways')

    await tabTo(page, page.getByRole('button', { name: 'New gateway' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Name'))
    await page.keyboard.type('Not A Name')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('name').first().waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('pay')
    await page.keyboard.press('Enter')

    await page.waitForURL(/\/gateways\/pay$/)
    await page.getByText('Not live:').waitFor()
  })
})
