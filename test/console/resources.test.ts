import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { missing } from '../real-programs.ts'
import { looks } from './browser.ts'
import { type ConsoleUnderTest, startConsole, tabTo } from './console-under-test.ts'

/** What a publisher does with resources, from a document of theirs to a call that is answered. */
suite('resources in the console', { skip: missing('chromium') }, () => {
  const owner = ownerOfAll()
  const plain = { language: 'en', theme: 'light' } as const
  let shop: ConsoleUnderTest

  before(async () => {
    const many = Array.from({ length: 600 }, (_, index) => {
      return { name: `get_part_${index}`, path: `/parts/${index}`, labels: ['parts'] }
    })
    const order = {
      name: 'get_order',
      method: 'GET',
      path: '/orders/{id}',
      'x-team': { on: 'call' },
      plugins: [{ type: 'header-rewrite', config: { set: { 'X-Token': 'secret-of-orders' } } }],
    }
    const backends = { default: 'http://127.0.0.1:9' }
    const stage = { plugins: [{ type: 'cors', config: { max_age: 600 } }] }
    const resources = [order, ...many]
    shop = await startConsole(
      owner,
      definitionOf({
        name: 'shop',
        apps: [],
        backends,
        resources,
        stage,
        gateway: { maintainers: ['ann'], viewers: ['vic'] },
      }),
    )
    await Promise.all([shop.addPerson('ann'), shop.addPerson('vic')])
  })

  const send = (method: string, path: string, body: unknown, etag = '*'): Promise<unknown> =>
    shop.gateway.api(path, {
      method,
      headers: { 'content-type': 'application/json', 'if-match': etag },
      body: JSON.stringify(body),
    })
  const definition = async (name: string): Promise<Record<string, unknown>> => {
    const part = await shop.gateway.api(`/gateways/shop/resources/${name}`)
    return (part as { definition: Record<string, unknown> }).definition // as the API documents it
  }

  for (const look of looks) {
    test(`an API is published from an OpenAPI file (${look.language}, ${look.theme})`, async () => {
      const watched = await shop.openAs(look, 'ann', '/gateways/shop/import')
      const { page } = watched
      const path = `/hello/${look.language}`
      const file = { name: 'api.yaml', mimeType: 'application/yaml', buffer: documentOf(path) }

      await page.locator('input[type=file]').setInputFiles(file)
      await page.locator('form button[type=submit]').click()
      const report = page.locator('.report-region')
      await report.getByText(`GET ${path}`, { exact: true }).waitFor()
      await shop.requireSound(watched)
      assert.match((await report.textContent()) ?? '', /TRACE/)
      const count = await countResources()
      await page.locator('section > button').click()
      await page.locator('section p a').click()
      await page.waitForURL(/resources\?.*changed=true/)
      await page.getByRole('link', { name: `hello_${look.language}` }).waitFor()
      await shop.requireSound(watched)
      await send('POST', '/gateways/shop/stages/prod/release', { acceptWarnings: true })

      assert.equal(await countResources(), count + 1)
      const answer = await shop.gateway.call({ path: `/api/shop/prod${path}` })
      assert.equal(answer.status, 200)
      assert.equal(answer.body, 'hello')
    })
  }

  test('a document is taken in by keyboard alone, and whoever cannot see is led to what came', async () => {
    const { page } = await shop.openAs(plain, 'ann', '/gateways/shop/import')
    const { keyboard } = page

    await tabTo(page, page.getByLabel('Or paste the document'))
    await keyboard.insertText(documentOf('/hello/keys').toString())
    await tabTo(page, page.getByRole('button', { name: 'Show what would become of it' }))
    await keyboard.press('Enter')
    await page.locator('h2:focus', { hasText: 'What would become of it' }).waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Take into the draft' }))
    await keyboard.press('Enter')
    await page.locator('h2:focus', { hasText: 'This is in the draft now' }).waitFor()
    await keyboard.press('Tab')
    await keyboard.press('Enter')

    await page.getByRole('link', { name: 'hello_keys' }).waitFor()
  })

  const countResources = async (): Promise<number> => {
    const list = await shop.gateway.api('/gateways/shop/resources?limit=1')
    return (list as { total: number }).total
  }

  test('a resource and its plugins are changed by keyboard alone, and what no field knows stays', async () => {
    const watched = await shop.openAs(plain, 'ann', '/gateways/shop/resources?search=order')
    const { page } = watched
    const { keyboard } = page

    await page.getByRole('link', { name: 'get_order' }).waitFor()
    await tabTo(page, page.getByRole('region', { name: 'Resources' }))
    await keyboard.press('j')
    await keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Summary'))
    await keyboard.type('One order')
    await tabTo(page, page.getByRole('button', { name: 'Save in the draft' }))
    await keyboard.press('Enter')
    await page.getByText('Saved in the draft.').waitFor()
    await shop.requireSound(watched)
    await tabTo(page, page.getByRole('link', { name: 'Plugins', exact: true }))
    await keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Plugin to add'))
    await keyboard.type('Largest')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.getByLabel('Largest body (bytes)').waitFor()
    await tabTo(page, page.getByLabel('Largest body (bytes)'))
    await keyboard.press('Control+a')
    await keyboard.type('99999999')
    await keyboard.press('Enter')
    await page.getByText('32 MiB').or(page.getByText('33554432')).last().waitFor()
    await page.locator('[aria-invalid=true]').waitFor()
    await keyboard.press('Control+a')
    await keyboard.type('1024')
    await keyboard.press('Enter')
    await page.getByText('{"max_body_size":1024}').waitFor()
    await shop.requireSound(watched)
    await requireNamesAndSecretsKept(page)

    const saved = await definition('get_order')
    assert.deepEqual(saved['x-team'], { on: 'call' })
    assert.equal(saved['summary'], 'One order')
    const titles = await page.locator('.plugin-list strong').allTextContents()
    const inOrder = ['Cross-origin requests (CORS)', 'Largest request body', 'Header fields']
    assert.deepEqual(
      titles.filter((title) => inOrder.includes(title)),
      inOrder,
    )
  })

  test('what is wrong is told at its field, and of two who edit the second loses nothing', async () => {
    const { page } = await shop.openAs(plain, 'ann', '/gateways/shop/resources/get_part_7')
    const save = page.getByRole('button', { name: 'Save in the draft' })

    await page.getByLabel('Path', { exact: false }).first().fill('no-slash')
    await save.click()
    await page.locator('input[aria-invalid=true]').waitFor()
    await page.getByLabel('Path', { exact: false }).first().fill('/parts/seven')
    await send('PATCH', '/gateways/shop/resources/get_part_7', { summary: 'theirs', 'x-by': 'bob' })
    await page.getByLabel('Summary').fill('mine')
    await save.click()
    await page.getByText('Somebody else saved this').waitFor()
    assert.equal((await definition('get_part_7'))['summary'], 'theirs')
    await page.getByText('yours is "mine"').waitFor()
    await page.getByRole('button', { name: 'Put my changes upon it' }).click()
    await save.click()
    await page.getByText('Saved in the draft.').waitFor()

    const saved = await definition('get_part_7')
    assert.deepEqual(
      [saved['summary'], saved['path'], saved['x-by'], saved['labels']],
      ['mine', '/parts/seven', 'bob', ['parts']],
    )
  })

  test('all of a definition can be written as JSON, and a secret stays that is only shown as ***', async () => {
    const watched = await shop.openAs(plain, 'ann', '/gateways/shop/resources/get_order')
    const { page } = watched
    const save = page.getByRole('button', { name: 'Save in the draft' })

    await page.getByText('JSON', { exact: true }).click()
    await page.locator('.cm-content').waitFor()
    await shop.requireSound(watched)
    await page.getByRole('button', { name: 'Plain text field' }).click()
    const text = page.getByRole('textbox', { name: 'get_order as JSON' })
    const written = await text.inputValue()
    await text.fill(written.replace('{', ''))
    await page.getByText('This is not JSON').waitFor()
    assert.equal(await save.isDisabled(), true)
    await text.fill(written.replace('"call"', '"call", "x-more": null'))
    await save.click()
    await page.getByText('Saved in the draft.').waitFor()

    assert.match(written, /"X-Token": "\*\*\*"/)
    assert.deepEqual((await definition('get_order'))['x-team'], { on: 'call', 'x-more': null })
  })

  test('of 600 resources some thirty are in the page, and all that were found are changed at once', async () => {
    const watched = await shop.openAs(plain, 'ann', '/gateways/shop/resources?search=get_part_')
    const { page } = watched

    await page.getByText('600 resources').waitFor()
    await page.locator('.resource-rows [role=row]').first().waitFor()
    const shown = await page.locator('.resource-rows [role=row]').count()
    assert.ok(shown > 10 && shown < 60, `${shown} rows`)
    let failed = 0
    await page.route(/resources\?.*cursor=/, (route) =>
      route.fulfill({ status: 500, body: String(failed++) }),
    )
    await page.locator('.resource-table').evaluate((table) => table.scrollTo(0, table.scrollHeight))
    const again = page.getByRole('button', { name: 'Try again' }).last()
    await again.waitFor()
    await page.getByRole('button', { name: 'Select all found' }).click()
    await page.waitForFunction(() => document.querySelector('[data-loading]') === null)
    assert.equal(failed, 2, 'once by scrolling, once by the button')
    await page.unroute(/resources\?.*cursor=/)
    await again.click()
    await again.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Select all found' }).click()
    await page.getByText('600 selected').waitFor()
    await page.getByRole('button', { name: 'Change selected' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Labels').fill('spare')
    await page.keyboard.press('Enter')
    await shop.requireSound(watched)
    await dialog.getByRole('button', { name: 'Change 600' }).click()
    await dialog.waitFor({ state: 'hidden' })

    assert.deepEqual((await definition('get_part_599'))['labels'], ['parts', 'spare'])
  })

  test('who may only look sees all of it, and why nothing can be changed', async () => {
    const { page } = await shop.openAs(plain, 'vic', '/gateways/shop/resources/get_order')

    await page.getByText('Only maintainers of this gateway can change it.').waitFor()
    assert.equal(await page.getByLabel('Path', { exact: false }).first().isEditable(), false)
    await page.getByRole('link', { name: 'Plugins', exact: true }).click()
    await page.getByText('{"set":{"X-Token":"***"}}').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Remove' }).count(), 0)
    await page.getByRole('link', { name: '← Resources' }).click()
    await page.getByRole('link', { name: 'get_order' }).waitFor()
    assert.equal(await page.getByRole('checkbox').count(), 0)
  })

  test('a document is seen as callers will see it, and nothing in it runs', async () => {
    const path = '/gateways/shop/resources/get_order/document'
    const watched = await shop.openAs(plain, 'ann', path)
    const { page } = watched

    await page.getByLabel('Text').first().fill('**One** <img src=x> [x](javascript:alert(1))')
    const preview = page.locator('.document-preview').first()
    await preview.locator('strong').waitFor()
    assert.equal(await preview.locator('img, a').count(), 0)
    await page.getByRole('button', { name: 'Save in the draft' }).click()
    await page.getByText('Saved in the draft.').waitFor()
    await shop.requireSound(watched)
  })
})

/** Of a mapping in the form of a plugin: a name that is taken away does not give its own to the next one; a secret that
 *  was replaced is hidden again once it is saved; nobody closes the form with unsaved changes unasked. */
async function requireNamesAndSecretsKept(page: Page): Promise<void> {
  const form = page.locator('.plugin-form')
  const values = form.getByRole('textbox', { name: 'Value', exact: true })
  await page.getByRole('button', { name: 'Edit Header fields' }).click()
  await form.getByRole('button', { name: 'Write another value' }).click()
  await values.fill('another secret')
  const names = form.getByRole('textbox', { name: 'Name', exact: true })
  for (const name of ['X-B', 'X-C']) {
    await form
      .getByLabel(/^New name in/)
      .first()
      .fill(name)
    await page.keyboard.press('Enter')
  }
  await values.nth(2).fill('c')
  await form.getByRole('button', { name: 'Remove: X-B' }).click()
  assert.deepEqual(await Promise.all([names.nth(0).inputValue(), names.nth(1).inputValue()]), [
    'X-Token',
    'X-C',
  ])
  await form.getByRole('button', { name: 'Remove: X-C' }).click()
  const asked = page.waitForEvent('dialog')
  const closing = page.getByRole('button', { name: 'Close Header fields' }).click()
  await (await asked).dismiss()
  await closing
  await form.getByRole('button', { name: 'Save in the draft' }).click()
  await page.getByText('Saved in the draft.').waitFor()
  assert.equal(await values.nth(0).isEditable(), false)
}

function documentOf(path: string): Buffer {
  const name = path.slice(1).replace('/', '_')
  const extension = {
    authConfig: { appVerifiedRequired: false, userVerifiedRequired: false },
    pluginConfigs: [{ type: 'mock', yaml: 'response_example: hello' }],
  }
  const get = { operationId: name, 'x-bk-apigateway-resource': extension }
  const paths = { [path]: { get, trace: { operationId: 'trace' } } }
  const info = { title: 'Hello', version: '1' }
  return Buffer.from(JSON.stringify({ openapi: '3.1.0', info, paths }))
}
