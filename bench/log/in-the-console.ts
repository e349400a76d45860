/** The flow log of the console over all these records, in Chromium: how long a person waits for rows, and for histogram and
 *  facets, and how smoothly the list scrolls. */
import { chromium, type Page } from 'playwright-core'
import type { ServingGateway } from './gateway.ts'

export interface SeenInConsole {
  /** From the click on Search until the answers were there, in milliseconds: the slowest of three. */
  readonly rowsMs: number
  /** Histogram and facets, which are one question. */
  readonly countsMs: number
  /** While it scrolled through `rows` records. */
  readonly scroll: { readonly rows: number; readonly perSecond: number; readonly longestMs: number }
}

const executablePath = process.env['FAULTLINE_CHROMIUM'] ?? '/usr/bin/chromium'
const person = { name: 'bench', password: 'bench has a long one' } as const

export async function seenInConsole(gateway: ServingGateway): Promise<SeenInConsole> {
  await gateway.addAdministrator(person)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } })
    await signIn(page, gateway.consoleUrl)
    const times: Readonly<Record<Asked, number>>[] = []
    for (const query of ['status:>=500', 'app_code:app-31*', 'fault:network']) {
      times.push(await searched(page, gateway.consoleUrl, query))
    }
    const slowest = (name: Asked): number => Math.max(...times.map((one) => one[name]))
    return {
      rowsMs: slowest('flow-records'),
      countsMs: slowest('flow-records/summary'),
      scroll: await scrolled(page),
    }
  } finally {
    await browser.close()
  }
}

async function signIn(page: Page, consoleUrl: string): Promise<void> {
  await page.goto(`${consoleUrl}/sign-in`)
  await page.getByLabel('User name').fill(person.name)
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/overview/)
}

const asked = ['flow-records', 'flow-records/summary'] as const
type Asked = (typeof asked)[number]

/** The page asks for the rows and then for the rest, as it does for people. */
async function searched(
  page: Page,
  consoleUrl: string,
  query: string,
): Promise<Readonly<Record<Asked, number>>> {
  await page.goto(`${consoleUrl}/flow-log?period=7d`, { waitUntil: 'networkidle' })
  await page.getByLabel('Query').fill(query)
  const begunMs = performance.now()
  const answered = asked.map(async (name): Promise<[Asked, number]> => {
    const isIt = new RegExp(`/${name}\\?.*query=\\w`)
    const response = await page.waitForResponse((one) => isIt.test(one.url()))
    await response.finished()
    return [name, performance.now() - begunMs]
  })
  await page.getByRole('button', { name: 'Search' }).click()
  const times = Object.fromEntries(await Promise.all(answered)) as Record<Asked, number> // one of each
  await page.locator('.flow-rows .flow-row').first().waitFor()
  return times
}

/** As by a wheel, 600 pixels a second times ten, older records coming in as it goes. */
async function scrolled(page: Page): Promise<SeenInConsole['scroll']> {
  return await page.locator('.flow-table').evaluate(async (table) => {
    const frames: number[] = []
    const begunMs = performance.now()
    const rowHeight = 30
    let lastMs = begunMs
    while (lastMs - begunMs < 5_000) {
      const nowMs = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      frames.push(nowMs - lastMs)
      table.scrollTop += ((nowMs - lastMs) / 1_000) * 6_000
      lastMs = nowMs
    }
    const whole = lastMs - begunMs
    return {
      rows: Math.round(table.scrollTop / rowHeight),
      perSecond: (frames.length / whole) * 1_000,
      longestMs: Math.max(...frames.slice(1)),
    }
  })
}
