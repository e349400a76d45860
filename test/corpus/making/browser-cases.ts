import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../clean-up.ts'
import { making, shell, type Accepted, type Making } from './making.ts'

const family = 'browser'

/** Playwright's HAR writer on Debian's Chromium; installed for the making only. */
function har(url: string, accepted: Accepted): Making {
  return making(family, `HAR of Chromium (Playwright): ${url}`, accepted, async () => {
    const folder = recorderFolder()
    const file = join(folder, 'made.har')
    const said = await shell(`cd ${folder} && node record-har.mjs ${file} ${url}`)
    if (said !== '') throw new Error(said)
    return readFileSync(file, 'utf8')
  })
}

let recorder = ''
function recorderFolder(): string {
  if (recorder !== '') return recorder
  recorder = temporaryFolder()
  copyFileSync(join(import.meta.dirname, 'record-har.mjs'), join(recorder, 'record-har.mjs'))
  const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', 'playwright-core@1.65.1']
  const { status } = spawnSync('npm', words, { cwd: recorder, stdio: 'inherit' })
  if (status !== 0) throw new Error('npm could not install playwright-core')
  return recorder
}

/** What the browser shows, copied: the words of the page without its markup. */
function shown(url: string, accepted: Accepted): Making {
  return making(
    family,
    `text that Chromium shows for ${url.replace('{express}', '3000')}`,
    accepted,
    (lab) => {
      const folder = recorderFolder()
      return shell(`cd ${folder} && node record-har.mjs --text ${lab.filled(url)}`)
    },
  )
}

const behind502 = {
  responder: 'access_layer',
  fault: 'access_layer|service|network|unsure',
}

export const browserCases: readonly Making[] = [
  har('http://shop.example.test/dead', {
    ...behind502,
    software: 'nginx',
    why: "One entry: nginx's 502.",
  }),
  har('http://shop.example.test/app', {
    responder: 'access_layer',
    fault: 'client|access_layer|service',
    software: 'nginx',
    why: "A redirect to a login page, then nginx's 401.",
  }),
  har('http://old.example.test/permission', {
    responder: 'gateway',
    fault: 'client|gateway',
    why: "The old system's 1640301.",
  }),
  har('http://shop.example.test:7999/x', {
    responder: 'none',
    fault: 'client|network|service|access_layer|unsure',
    why: 'The browser got no answer: connection refused.',
  }),
  har('http://bkapi.example.test/api/shop/prod/orders/1', {
    responder: 'service|backend',
    fault: 'none|client',
    why: '200; what the browser asks for besides (an icon) is not meant.',
  }),
  shown('http://shop.example.test/dead', {
    ...behind502,
    software: 'nginx',
    why: "nginx's 502 page as it is shown.",
  }),
  shown('http://wiki.example.test/dead/x', {
    ...behind502,
    software: 'apache',
    why: "Apache's 503 page as it is shown.",
  }),
  shown('http://edge.example.test/none', {
    ...behind502,
    software: 'haproxy',
    why: "HAProxy's 503 page as it is shown.",
  }),
  shown('http://order.example.test:{express}/none', {
    responder: 'service',
    fault: 'client|service|gateway|unsure',
    software: 'express',
    why: "Express's 'Cannot GET /none'.",
  }),
  shown('http://old.example.test/limit', {
    responder: 'gateway',
    fault: 'client|gateway',
    why: 'JSON as the browser shows it.',
  }),
]
