import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { missing } from '../real-programs.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { looks } from './browser.ts'
import { type ConsoleUnderTest, startConsole, tabTo } from './console-under-test.ts'

/** What people do with a gateway: edit, look at what it comes to, release, take back. */
const words = {
  en: {
    weight: 'Weight, row 1',
    save: 'Save',
    saved: 'Saved in the draft.',
    release: 'Look and release',
    releaseTo: 'Release to prod',
    releases: 'Releases and rollback',
    rollBack: 'Roll back to 1',
    changed: 'weight:',
  },
  zh: {
    weight: '权重，第 1 行',
    save: '保存',
    saved: '已保存到草稿',
    release: '检查并发布',
    releaseTo: '发布到 prod',
    releases: '版本与回滚',
    rollBack: '回滚到 1',
    changed: '权重：',
  },
} as const
const english = { language: 'en', theme: 'light' } as const

suite('a gateway is edited, released and taken back', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  let shop: ConsoleUnderTest
  let backendUrl: string

  before(async () => {
    const backend = await scriptedBackend(owner, script.readRequest().respond(200, 'ok').again())
    backendUrl = backend.url
    const resources = [{ name: 'order', path: '/orders' }]
    const backends = { default: { hosts: [{ url: backendUrl, 'x-rack': 7 }], 'x-note': 'keep' } }
    const gateway = { maintainers: ['ann', 'bob'] }
    shop = await startConsole(owner, definitionOf({ backends, resources, gateway }))
    await shop.addPerson('ann', { isAdministrator: true })
    await shop.addPerson('bob')
  })

  for (const [index, look] of looks.entries()) {
    // once by mouse, once by keyboard alone
    const press = index === 0 ? (_: Page, on: Locator) => on.click() : pressByKeyboard
    test(`what a release changes is seen before, and it is rolled back with one press (${look.language}, ${look.theme})`, async () => {
      const text = words[look.language]
      const watched = await shop.openAs(look, 'ann', '/gateways/shop/stages/prod')
      const { page } = watched
      const weight = String(50 + index)

      await press(page, page.getByRole('textbox', { name: text.weight }))
      await page.keyboard.press('Control+a')
      await page.keyboard.type(weight)
      await press(page, page.getByRole('button', { name: text.save }))
      await page.getByText(text.saved).waitFor()
      await shop.requireSound(watched)
      await press(page, page.getByRole('link', { name: text.release }))
      await page.locator('.diff', { hasText: text.changed }).waitFor()
      assert.match((await page.locator('.diff').textContent()) ?? '', new RegExp(`100.*${weight}`))
      await page.locator('.findings').first().waitFor()
      await shop.requireSound(watched)
      await press(page, page.getByRole('button', { name: text.releaseTo }))
      await page.locator('.done-title').waitFor()
      assert.equal(await liveWeight(), Number(weight))

      await press(page, page.getByRole('link', { name: text.releases }))
      await press(page, page.getByRole('button', { name: text.rollBack, exact: true }))
      const dialog = page.getByRole('dialog')
      await dialog.locator('.diff').waitFor()
      await shop.requireSound(watched)
      await press(page, dialog.getByRole('button', { name: text.rollBack }))
      await dialog.getByRole('status').waitFor()

      assert.equal(await liveWeight(), 100)
    })
  }

  test('two people edit the hosts: the second sees it, and neither loses what was typed', async () => {
    const path = '/gateways/shop/stages/prod'
    const [ann, bob] = await Promise.all([
      shop.openAs(english, 'ann', path),
      shop.openAs(english, 'bob', path),
    ])
    await bob.page.getByRole('textbox', { name: 'Weight, row 1' }).waitFor()

    await save(ann.page, 'Host header', 'ann.example')
    await bob.page.getByRole('textbox', { name: 'Further tries' }).fill('3')
    await bob.page.getByRole('button', { name: 'Save' }).click()
    await bob.page.getByText('Somebody else changed this meanwhile').waitFor()
    await shop.requireSound(bob)

    assert.equal(await draftHosts('retries'), undefined)
    assert.equal(await bob.page.getByRole('textbox', { name: 'Further tries' }).inputValue(), '3')
    await bob.page.getByRole('button', { name: 'Put mine upon it' }).click()
    await save(bob.page, 'Further tries', '3')
    assert.deepEqual(
      [await draftHosts('hostHeader'), await draftHosts('retries'), await draftHosts('x-note')],
      ['ann.example', 3, 'keep'],
    )
    await bob.page.getByRole('textbox', { name: 'Further tries' }).fill('4')
    const asked = bob.page.waitForEvent('dialog')
    const leaving = bob.page.getByRole('link', { name: 'Variables' }).click()
    await (await asked).dismiss()
    await leaving
    assert.equal(await bob.page.getByRole('textbox', { name: 'Further tries' }).inputValue(), '4')
    await bob.page.getByRole('button', { name: 'Undo' }).click()
    assert.equal(((await draftHosts('hosts')) as { 'x-rack'?: number }[])[0]?.['x-rack'], 7)
  })

  test('by keyboard alone one address becomes an API that is called and explained', async () => {
    const watched = await shop.openAs(english, 'ann', '/welcome')
    const { page } = watched

    await tabTo(page, page.getByRole('textbox', { name: 'Address of the service' }))
    await page.keyboard.type(backendUrl)
    await tabTo(page, page.getByRole('textbox', { name: 'Name of the gateway' }))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('first-one')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The first answer: 200' }).waitFor()
    await shop.requireSound(watched)
    await tabTo(page, page.getByRole('link', { name: 'Go to the gateway' }))
    await page.keyboard.press('Enter')

    await page.getByText('release 1').waitFor()
    await page.evaluate(() => history.pushState({}, '', '/gateways/shop'))
    await page.getByRole('button', { name: 'New environment' }).click()
    await page.getByRole('form', { name: 'New environment' }).waitFor()
    await page.goBack()
    await page.getByText('release 1').waitFor()
    // a form that was opened for one gateway is not there for the next
    assert.equal(await page.getByRole('form', { name: 'New environment' }).count(), 0)
    assert.match((await page.locator('.gateway-words').textContent()) ?? '', /ann/)
  })

  test('the wizard stops at a service that is not there, and goes on with another address', async () => {
    const watched = await shop.openAs({ language: 'zh', theme: 'dark' }, 'ann', '/welcome')
    const { page } = watched
    const address = page.getByRole('textbox', { name: '服务地址' })

    await address.fill('http://127.0.0.1:9')
    await page.getByRole('textbox', { name: '网关名称' }).fill('second-one')
    await page.getByRole('button', { name: '开始接入' }).click()
    await page.getByRole('button', { name: '仍然发布' }).waitFor()
    await shop.requireSound(watched)
    await address.fill(backendUrl)
    await page.getByRole('button', { name: '尝试这个地址' }).click()

    await page.getByRole('heading', { name: '第一次响应：200' }).waitFor()
  })

  test('who may only look is told who may change it, and finds nothing to press', async () => {
    await shop.gateway.api('/gateways/shop', patch({ viewers: ['eve'] }))
    await shop.addPerson('eve')
    const watched = await shop.openAs(english, 'eve', '/gateways/shop/stages/prod')
    const { page } = watched

    await page.getByText('the persons in charge: ann, bob').waitFor()
    await page.getByRole('textbox', { name: 'Weight, row 1' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
    assert.equal(await page.getByRole('textbox', { name: 'Weight, row 1' }).isDisabled(), true)
    await shop.requireSound(watched)
  })

  async function save(page: Page, label: string, value: string): Promise<void> {
    await page.getByRole('textbox', { name: label }).fill(value)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved in the draft.').waitFor()
  }

  async function draftHosts(member: string): Promise<unknown> {
    const part = await shop.gateway.api('/gateways/shop/stages/prod/backends/default')
    return (part as { definition: Record<string, unknown> }).definition[member]
  }

  async function liveWeight(): Promise<unknown> {
    const stage = (await shop.gateway.api('/gateways/shop/stages/prod')) as {
      readonly release: { readonly number: number }
    }
    const { content } = (await shop.gateway.api(
      `/gateways/shop/stages/prod/releases/${stage.release.number}`,
    )) as { readonly content: { readonly backends: { readonly hosts: { weight: number }[] }[] } }
    return content.backends[0]?.hosts[0]?.weight
  }
})

function patch(body: object): RequestInit {
  const headers = { 'content-type': 'application/json', 'if-match': '*' }
  return { method: 'PATCH', headers, body: JSON.stringify(body) }
}

async function pressByKeyboard(page: Page, on: Locator): Promise<void> {
  await tabTo(page, on)
  const isField = await on.evaluate((element) => element instanceof HTMLInputElement)
  if (!isField) await page.keyboard.press('Enter')
}
