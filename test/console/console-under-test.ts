import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import type { Owner } from '../clean-up.ts'
import { type GatewayOptions, type GatewayProcess, startGateway } from '../gateway-process.ts'
import {
  type Look,
  openPage,
  requireAccessible,
  startBrowser,
  type WatchedPage,
} from './browser.ts'

/** A gateway, a browser, and people who are signed in: what tests of the console begin with. */
export interface ConsoleUnderTest {
  readonly gateway: GatewayProcess
  readonly browser: Browser
  /** Makes a user; a second call with the same name is a mistake. */
  addPerson(name: string, more?: Readonly<Record<string, unknown>>): Promise<void>
  /** Nobody is signed in. */
  open(owner: Owner, look: Look, path: string): Promise<WatchedPage>
  /** As a person who was added. Signing in by hand is shown in first-failure.test.ts; here it is done by the API. Each person
   *  has one page for each look, so that a test finds what a browser keeps: a page loaded anew costs a second of CPU. */
  openAs(look: Look, name: string, path: string): Promise<WatchedPage>
  /** Nothing serious for axe, no other host asked, nothing stopped by the policy, no script failed. */
  requireSound(watched: WatchedPage): Promise<void>
}

export async function startConsole(
  owner: Owner,
  definition: object,
  options: GatewayOptions = {},
): Promise<ConsoleUnderTest> {
  const [gateway, browser] = await Promise.all([
    startGateway(owner, definition, options),
    startBrowser(owner),
  ])
  const open = async (openOwner: Owner, look: Look, path: string): Promise<WatchedPage> => {
    const watched = await openPage(browser, openOwner, look)
    await watched.page.goto(`${gateway.consoleUrl}${path}`)
    return watched
  }
  const pages = new Map<string, WatchedPage>()
  return {
    gateway,
    browser,
    async addPerson(name, more = {}) {
      const body = { name, ...more }
      const made = (await post(gateway, '/users', body)) as { passwordLink: string }
      const token = made.passwordLink.slice(made.passwordLink.indexOf('#') + 1)
      await post(gateway, '/password', { token, password: passwordOf(name) })
    },
    open,
    async openAs(look, name, path) {
      const key = `${name} ${look.language} ${look.theme}`
      let watched = pages.get(key)
      if (watched === undefined) {
        watched = await openPage(browser, owner, look)
        pages.set(key, watched)
        await signIn(watched.context, gateway.consoleUrl, name)
      }
      await watched.page.goto(`${gateway.consoleUrl}${path}`)
      return watched
    },
    async requireSound({ page, hosts, wrong }) {
      await requireAccessible(page)
      assert.deepEqual([...hosts], [new URL(gateway.consoleUrl).host])
      assert.deepEqual(wrong, [])
    },
  }
}

/** What the form does, without loading a page for it. */
async function signIn(context: BrowserContext, consoleUrl: string, name: string): Promise<void> {
  const answer = await context.request.post(`${consoleUrl}/api/v1/sign-in`, {
    data: { name, password: passwordOf(name) },
  })
  assert.ok(answer.ok(), `${name} cannot sign in: ${await answer.text()}`)
}

function passwordOf(name: string): string {
  return `${name} has a long one`
}

function post(gateway: GatewayProcess, path: string, body: object): Promise<unknown> {
  return gateway.api(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Presses Tab until it is there: who has no mouse must be able to get to everything. */
export async function tabTo(page: Page, to: Locator): Promise<void> {
  await to.waitFor()
  for (let presses = 0; presses < 200; presses++) {
    if (await to.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never got to ${String(to)}`)
}
