// Opens a page in Debian's Chromium. `node record-har.mjs FILE URL` writes a HAR, `--text URL` prints
// what the page shows. Runs where playwright-core is installed.
import { chromium } from 'playwright-core'

const [target, url] = process.argv.slice(2)
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
})
const isText = target === '--text'
const context = await browser.newContext(isText ? {} : { recordHar: { path: target } })
const page = await context.newPage()
await page.goto(url).catch((error) => error) // the HAR tells of it
if (isText) process.stdout.write(await page.innerText('body'))
await context.close()
await browser.close()
