import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ownerOfAll } from '../clean-up.ts'
import { missing } from '../real-programs.ts'
import { looks } from './browser.ts'
import type { ConsoleUnderTest } from './console-under-test.ts'
import { startDemoDay } from './demo-day.ts'

/** The main pages as somebody sees them who has the demo and a day of traffic: in both looks, at 200 %, and where
 *  nothing may move. With FAULTLINE_PICTURES=docs/pictures their pictures are made anew (`npm run pictures`). */
const folder = process.env['FAULTLINE_PICTURES'] ?? ''

interface MainPage {
  readonly name: string
  readonly path: string
  /** Is there once everything that was asked for has come. */
  readonly shows: string
  /** Pressed first. */
  readonly press?: string
}

const pages: readonly MainPage[] = [
  { name: 'overview', path: '/overview?period=24h', shows: '.shares' },
  { name: 'flow-log', path: '/flow-log?period=24h', shows: '.flow-row' },
  { name: 'request', path: '/r/REQUEST', shows: '.verdict' },
  {
    name: 'diagnose',
    path: '/diagnose',
    press: 'main form button, main button',
    shows: '.verdict-summary',
  },
  { name: 'gateways', path: '/gateways', shows: 'table a' },
  { name: 'environment', path: '/gateways/shop/stages/prod', shows: 'table' },
  { name: 'resources', path: '/gateways/shop/resources', shows: 'main a[href*="/resources/"]' },
  { name: 'api-document', path: '/docs/shop/get_order', shows: 'main pre' },
  { name: 'error', path: '/errors/backend_refused', shows: 'h1' },
  {
    name: 'debugging',
    path: '/gateways/shop/debug?stage=prod&resource=archive',
    press: 'main form button[type=submit]',
    shows: '.verdict',
  },
]

suite('the main pages', { skip: missing('chromium', 'nginx') }, () => {
  const owner = ownerOfAll()
  let shop: ConsoleUnderTest
  let request = ''

  before(async () => {
    shop = await startDemoDay(owner)
    await shop.addPerson('ann', { isAdministrator: true })
    request = (await shop.gateway.flowByQuery('key:access_layer_bad_gateway')).record.request_id
  })

  for (const { name, path, press, shows } of pages) {
    for (const look of looks) {
      test(`${name} is sound, also at 200 % (${look.language}, ${look.theme})`, async () => {
        const watched = await shop.openAs(look, 'ann', path.replace('REQUEST', request))
        const { page } = watched
        await page.setViewportSize(window)
        if (press !== undefined) await page.locator(press).first().click()
        await page.locator(shows).first().waitFor()
        await page.waitForLoadState('networkidle')

        await shop.requireSound(watched)
        assert.deepEqual(await moving(page), [])
        if (folder !== '' && look.language === 'en') await takePicture(page, name)
        await page.setViewportSize({ width: window.width / 2, height: window.height / 2 })

        assert.equal(await wider(page), 0, 'pixels to scroll sideways')
      })
    }
  }
})

const window = { width: 1_440, height: 900 } as const

/** By how much the page is wider than its window (WCAG 2.2, 1.4.4 and 1.4.10): tables scroll by themselves. */
function wider(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** What would move although the person asked for less motion (WCAG 2.2, 2.3.3). */
function moving(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element)
        const animated = animationName === 'none' ? '' : animationDuration
        const longest = Math.max(
          ...`${animated},${transitionDuration}`
            .split(',')
            .map(Number.parseFloat)
            .filter((seconds) => seconds > 0),
          0,
        )
        return longest > 0.001
      })
      .map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`),
  )
}

async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
