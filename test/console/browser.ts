import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Owner } from '../clean-up.ts'
import { fileOf } from '../real-programs.ts'

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Chromium as the machine has it, looking at the console. */
export async function startBrowser(owner: Owner): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: fileOf('chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  owner.after(() => browser.close())
  return browser
}

export interface Look {
  readonly language: 'en' | 'zh'
  readonly theme: 'light' | 'dark'
}

export const looks: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'zh', theme: 'dark' },
]

/** A page that fails its test where it asks another host for something, where a script fails, and where the
 *  content security policy had to stop something. */
export async function openPage(
  browser: Browser,
  owner: Owner,
  { language, theme }: Look,
): Promise<WatchedPage> {
  const context = await browser.newContext({
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: 'reduce',
  })
  owner.after(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const wrong: string[] = []
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) wrong.push(message.text())
  })
  return { context, page, hosts, wrong }
}

export interface WatchedPage {
  readonly context: BrowserContext
  readonly page: Page
  readonly hosts: ReadonlySet<string>
  readonly wrong: readonly string[]
}

/** WCAG 2.2 A and AA as axe knows them: nothing serious on what is shown now. Run in the page itself: the builder that axe
 *  has for playwright opens a second page each time, which costs as much again. */
export async function requireAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const serious = await page.evaluate(async () => {
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
      iframes: false,
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
  assert.deepEqual(serious, [])
}

declare global {
  /** In the page. */
  var axe: typeof import('axe-core')
}
